//! The playground, compiled for browsers and run in Chromium. It takes a minute and the target `wasm32-wasip1`, so that it runs only
//! when asked for, as `tests/run` does: `cargo test --workspace --test docs -- --ignored playground`.

use std::process::Command;
use std::time::Duration;

use charte_browser::{Chromium, Page, Server, url};
use serde_json::{Value, json};

use crate::books;
use crate::root;

const HOST: &str = "docs.charte.example";

/// How long a build in the page may take on a busy machine: the program is compiled without optimisation here.
const LIMIT: Duration = Duration::from_secs(120);

/// Builds in the page. Returns what the page then says.
fn build(page: &Page, declaration: Option<(&str, &str)>) -> Value {
    if let Some((from, to)) = declaration {
        page.evaluate(&format!("declaration.value = declaration.value.replace({}, {})", json!(from), json!(to)))
            .unwrap();
    }
    page.evaluate("document.getElementById('build').click()").unwrap();
    page.wait_for("!document.getElementById('build').disabled", LIMIT).unwrap();
    page.evaluate(
        "(id => ({ state: id('state').textContent, findings: id('findings').innerText, shown: !id('output').hidden && id('result').offsetHeight > 0, \
         inserted: [...id('built').querySelectorAll('mark')].map(mark => mark.textContent).join('|'), \
         kept: [...id('built').childNodes].filter(node => node.nodeType === 3).map(node => node.data).join(''), \
         charter: id('charter').srcdoc, visit: id('visit').srcdoc }))(id => document.getElementById(id))",
    )
    .unwrap()
}

#[test]
#[ignore = "compiles charte for browsers"]
fn the_playground_builds_what_is_pasted() {
    let (folder, _) = books::built();
    let site = folder.path().join("site/dist/docs");
    let compiled = Command::new(root().join("site/docs/playground/build"))
        .arg(site.join("playground"))
        .arg("dev")
        .status()
        .unwrap();
    assert!(compiled.success());
    let server = Server::start([(HOST, site)]).unwrap();
    let page = Chromium::shared().page(&server).unwrap();
    for language in ["en", "fr"] {
        page.goto(&url(HOST, &format!("/{language}/playground.html"))).unwrap();
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let pasted = page.evaluate("document.getElementById('page').value").unwrap();
        let said = build(&page, None);
        assert_eq!((text(&said, "findings"), said["shown"].clone()), (String::new(), json!(true)), "{said}");
        assert!(text(&said, "inserted").contains("data-charte-held=\"youtube\""), "{said}");
        assert_eq!(json!(said["kept"]), pasted, "what is not marked is the page");
        assert!(text(&said, "charter").contains("YouTube") && text(&said, "visit").contains("charte-banner"), "{said}");
        let said = build(&page, Some(("youtube", "youtub")));
        assert!(
            text(&said, "findings").contains("charte.toml:") && text(&said, "findings").contains("`youtub`"),
            "{said}"
        );
        assert_eq!(said["shown"], false, "{said}");
    }
    let others = server.others(&[HOST]);
    assert!(others.is_empty(), "{others:?}");
}
