//! Runs axe-core, whose source the caller provides, in a page and reads its result.

use serde_json::{Value, json};

use crate::error::Result;
use crate::page::Page;

/// A rule that a page violates.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The rule's ID, such as `color-contrast`.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// A description of the rule.
    pub help: String,
    /// The elements that violate it: a selector, and what is wrong there.
    pub nodes: Vec<(String, String)>,
}

/// Checks the elements in `context`, a JavaScript expression such as `document` or `{ include: [['#main']] }`, and in their
/// open shadow roots, but not in frames.
pub fn run(page: &Page, axe_source: &str, context: &str) -> Result<Vec<Violation>> {
    if page.evaluate("typeof axe")? == "undefined" {
        page.evaluate(&format!("{axe_source}\n;true"))?;
    }
    let options = json!({ "resultTypes": ["violations"], "iframes": false });
    let violations = page.evaluate(&format!(
        "(async () => (await axe.run({context}, {options})).violations.map(({{ id, impact, help, nodes }}) => ({{ id, impact, help, \
         nodes: nodes.map(node => [node.target.flat(9).join(' '), node.failureSummary || '']) }})))()"
    ))?;
    Ok(violations.as_array().into_iter().flatten().map(violation).collect())
}

fn violation(value: &Value) -> Violation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let nodes = value["nodes"].as_array().into_iter().flatten();
    Violation {
        id: text(&value["id"]),
        impact: text(&value["impact"]),
        help: text(&value["help"]),
        nodes: nodes.map(|node| (text(&node[0]), text(&node[1]))).collect(),
    }
}
