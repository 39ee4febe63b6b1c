//! The template engine: the only file that uses Tera.

use std::collections::BTreeMap;
use std::sync::Arc;

use charte_core::diagnostic::{Diagnostic, Place};
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use crate::rules;
use crate::words::{Words, fill};

/// Prefix by which a portal's template names the built-in one it extends: `{% extends "base/charter.html" %}`.
pub(crate) const BASE_PREFIX: &str = "base/";
/// The same for the theme `dsfr`, the only other built-in theme with templates.
pub(crate) const DSFR_PREFIX: &str = "dsfr/";

/// A template and the file that it came from.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// Name by which it is rendered or extended.
    pub name: String,
    /// How messages call its file.
    pub file: String,
    /// Its text.
    pub source: String,
}

/// The templates of a theme, in one language.
pub(super) struct Engine {
    tera: Tera,
    /// File and source of each template, to show where it fails.
    sources: BTreeMap<String, (String, String)>,
}

impl Engine {
    /// Parses the templates. A syntax error is reported at its place.
    pub(super) fn new(templates: &[Template], words: Arc<Words>) -> Result<Engine, Vec<Diagnostic>> {
        let mut engine = Engine { tera: Tera::new(), sources: BTreeMap::new() };
        engine.tera.autoescape_on([".html"]);
        engine.tera.register_function("text", move |arguments: Kwargs, _: &State| text_function(&words, &arguments));
        engine.tera.set_fallback_prefixes([DSFR_PREFIX, BASE_PREFIX]).map_err(|error| vec![engine.finding(&error)])?;
        let source = |Template { name, file, source }: &Template| (name.clone(), (file.clone(), source.clone()));
        engine.sources.extend(templates.iter().map(source));
        if engine.tera.add_raw_templates(templates.iter().map(|it| (&it.name, &it.source))).is_ok() {
            return Ok(engine);
        }
        // One by one, which takes longer, each fault is told.
        let mut findings = Vec::new();
        for Template { name, file, source } in templates {
            if let Err(error) = engine.tera.add_raw_template(name, source) {
                let finding = engine.finding(&error);
                findings.push(if finding.place.is_some() { finding } else { finding.path(file) });
            }
        }
        if findings.is_empty() { Ok(engine) } else { Err(findings) }
    }

    /// Whether there is a template of exactly this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The template `name` filled with `view`, whose dynamic text is escaped.
    pub(super) fn render(&self, name: &str, view: &impl Serialize) -> Result<String, Vec<Diagnostic>> {
        let context = Context::from_serialize(view);
        let rendered = context.and_then(|context| self.tera.render(name, &context));
        rendered.map_err(|error| vec![self.finding(&error)])
    }

    fn finding(&self, error: &tera::Error) -> Diagnostic {
        let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
            // The other lines of the message draw the source line, which charte prints itself.
            let message = error.to_string();
            let first = message.trim().lines().next().unwrap_or_default().trim_start_matches("error: ");
            return rules::files::THEME_TEMPLATE.finding(first);
        };
        let source = self.sources.get(report.filename());
        let place = source.map(|(file, source)| Place::of(file, source, report.span().range.clone()));
        rules::files::THEME_TEMPLATE.finding(report.message().trim()).at(place)
    }
}

/// The function `text(key="…", name=…)` of the templates.
fn text_function(words: &Words, arguments: &Kwargs) -> tera::TeraResult<String> {
    let key: String = arguments.must_get("key")?;
    let Some(text) = words.find(&key) else {
        return Err(tera::Error::message(format!("no text has the key `{key}`")));
    };
    let value = |name: &str| -> Option<String> {
        let argument = arguments.get::<Value>(name).ok().flatten();
        argument.map(|value| value.to_string()).or_else(|| words.shared(name))
    };
    Ok(fill(text, value))
}

/// The syntax faults of a theme's templates.
pub(crate) fn check_templates(templates: &[Template]) -> Vec<Diagnostic> {
    Engine::new(templates, Arc::default()).err().unwrap_or_default()
}
