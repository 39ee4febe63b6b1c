//! Shadow roots, which no search of a page finds: some are in the HTML, some are made by the page's scripts.

use serde_json::json;

use super::{SUITE, small};
use crate::portals::SMALL;
use crate::visit::{Visit, click, leave, turn, until, value, wait};

/// A frame in a shadow root of the HTML, and what scripts put into such roots: a closed one, one within another, and one that is filled later.
const SHADOWS: &str = "<div id=\"written\"><template shadowrootmode=\"open\"><p>Film</p><script src=\"https://suite.example.net/s.js\"></script>\
    <iframe src=\"https://suite.example.net/written\" title=\"Film\"></iframe><img src=\"https://suite.example.net/i.png\" alt=\"\"></template></div>\
    <div id=\"made\"></div><script>
        const film = name => `<iframe src=\"https://suite.example.net/${name}\" title=\"${name}\"></iframe>`;
        const host = mode => document.getElementById('made').appendChild(document.createElement('div')).attachShadow({ mode });
        window.outer = host('open');
        outer.innerHTML = '<section></section>';
        window.inner = outer.firstChild.attachShadow({ mode: 'open' });
        addEventListener('load', () => setTimeout(() => {
            window.shut = host('closed');
            shut.innerHTML = film('closed');
            inner.append(Object.assign(document.createElement('iframe'), { src: 'https://suite.example.net/inner' }));
        }));
    </script>";

/// The buttons of the placeholders in all of these roots that have loaded, as an expression: charte listens from then on.
const BUTTONS: &str = "[written.shadowRoot, window.shut, inner].map(root => root?.querySelector('iframe')?.contentDocument)\
    .map(within => within?.readyState === 'complete' && within.querySelector('[data-charte-accept]'))";

#[test]
fn frames_in_shadow_roots_show_placeholders_and_come_back() {
    for index in 0..3 {
        let visit = Visit::built(&small(SHADOWS), &[SMALL]);
        visit.go_asked(SMALL, "/");
        wait(&visit.page, &format!("{BUTTONS}.every(Boolean)"));
        assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
        assert!(visit.page.problems().is_empty(), "{:?}", visit.page.problems());
        leave(&visit.page, || drop(value(&visit.page, &format!("({BUTTONS}[{index}].click(), true)"))));
        assert_shown(&visit);
    }
}

#[test]
fn they_come_back_where_another_service_is_refused() {
    let visit = Visit::built(&small(SHADOWS), &[SMALL]);
    visit.go_asked(SMALL, "/");
    click(&visit.page, ".banner .customise");
    turn(&visit.page, "suite");
    leave(&visit.page, || click(&visit.page, "dialog .save"));
    assert_shown(&visit);
}

/// All of them are requested, once each.
#[track_caller]
fn assert_shown(visit: &Visit) {
    let asked = || {
        let requests = visit.server.to(SUITE).into_iter().filter(|request| request.method != "CONNECT");
        let mut paths: Vec<String> = requests.map(|request| request.path).collect();
        paths.sort();
        paths
    };
    until(|| asked().len() >= 5, || format!("{:?}", asked()));
    assert_eq!(asked(), ["/closed", "/i.png", "/inner", "/s.js", "/written"]);
    let held = "written.shadowRoot.querySelectorAll('[data-charte-held],[srcdoc]').length";
    assert_eq!(value(&visit.page, held), json!(0));
}
