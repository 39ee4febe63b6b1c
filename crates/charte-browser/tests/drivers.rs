//! Tests what the Chromium driver does to a page, with a real Chromium. A missing browser fails the test.

#![allow(clippy::unwrap_used, reason = "a test that fails should stop")]

mod support;

use std::time::Duration;

use charte_browser::{Chromium, ChromiumOptions, Error, axe, url};

use support::{HOST, SOON, open};

#[test]
fn values_promises_and_exceptions_are_returned() {
    let (_server, page) = open("");
    assert_eq!(page.evaluate("({ a: [1, 'é'] })").unwrap(), serde_json::json!({ "a": [1, "é"] }));
    assert_eq!(page.evaluate("new Promise(done => setTimeout(done, 20, 7))").unwrap(), 7);
    assert_eq!(page.evaluate("undefined").unwrap(), serde_json::Value::Null);
    let error = page.evaluate("missing.thing").unwrap_err();
    assert!(matches!(&error, Error::Threw { message, .. } if message.contains("missing is not defined")), "{error}");
    assert!(page.evaluate("Promise.reject(new Error('late'))").unwrap_err().to_string().contains("late"));
    assert_eq!(page.url().unwrap(), url(HOST, "/"));
}

#[test]
fn waiting_ends_with_the_value_or_reports_the_last_one() {
    let (_server, page) = open("<script>setTimeout(() => window.later = 5, 100)</script>");
    assert_eq!(page.wait_for("window.later", SOON).unwrap(), 5);
    let error = page.wait_for("window.never", Duration::from_millis(50)).unwrap_err();
    assert_eq!(error.to_string(), "`window.never` did not become true within 50 ms, it last gave null");
}

#[test]
fn clicks_reach_shadow_roots_below_the_viewport() {
    let (_server, page) = open(
        "<div style='height:3000px'></div><x-host></x-host><script>
         const root = document.querySelector('x-host').attachShadow({ mode: 'open' });
         root.innerHTML = '<button>b</button><i hidden>h</i>';
         root.querySelector('button').onclick = event => window.clicked = event.isTrusted;</script>",
    );
    page.click("document.querySelector('x-host').shadowRoot.querySelector('button')").unwrap();
    assert_eq!(page.evaluate("window.clicked").unwrap(), true);
    let hidden = page.click("document.querySelector('x-host').shadowRoot.querySelector('i')").unwrap_err();
    assert!(hidden.to_string().contains("not shown"), "{hidden}");
    assert!(page.click("document.querySelector('nothing')").unwrap_err().to_string().contains("no element"));
}

#[test]
fn clicks_wait_for_animations() {
    let (_server, page) = open(
        "<style>@keyframes in { from { transform: translateY(400px) } } button { animation: in .2s }</style>
         <button onclick='window.clicked = true'>b</button>",
    );
    page.click("document.querySelector('button')").unwrap();
    assert_eq!(page.evaluate("window.clicked").unwrap(), true);
}

#[test]
fn keys_move_the_focus_press_buttons_and_insert_text() {
    let (_server, page) = open(
        "<button id=a onclick='window.pressed = (window.pressed || 0) + 1'>a</button><input id=b>
         <dialog><button id=c>c</button></dialog>",
    );
    let focus = || page.evaluate("document.activeElement.id").unwrap();
    page.press("Tab").unwrap();
    assert_eq!(focus(), "a");
    page.press("Enter").unwrap();
    page.press("Space").unwrap();
    assert_eq!(page.evaluate("window.pressed").unwrap(), 2);
    page.press("Tab").unwrap();
    page.press("x").unwrap();
    page.type_text("é y").unwrap();
    assert_eq!(page.evaluate("document.activeElement.value").unwrap(), "xé y");
    page.press("Shift+Tab").unwrap();
    assert_eq!(focus(), "a");
    page.evaluate("document.querySelector('dialog').showModal()").unwrap();
    assert_eq!(focus(), "c");
    page.press("Escape").unwrap();
    assert_eq!(page.evaluate("document.querySelector('dialog').open").unwrap(), false);
    assert!(matches!(page.press("Hyper"), Err(Error::UnknownKey(_))));
}

#[test]
fn screen_preferences_and_pictures() {
    let (_server, page) = open("");
    page.set_viewport(320, 256, 2.0, true).unwrap();
    assert_eq!(page.evaluate("[innerWidth > 300, devicePixelRatio]").unwrap(), serde_json::json!([true, 2]));
    let dark = "matchMedia('(prefers-color-scheme: dark) and (prefers-reduced-motion) and (forced-colors)').matches";
    let features =
        [("prefers-color-scheme", "dark"), ("prefers-reduced-motion", "reduce"), ("forced-colors", "active")];
    assert_eq!(page.evaluate(dark).unwrap(), false);
    page.emulate_media(&features).unwrap();
    assert_eq!(page.evaluate(dark).unwrap(), true);
    page.emulate_media(&[]).unwrap();
    assert_eq!(page.evaluate(dark).unwrap(), false);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.png");
    page.screenshot(&file).unwrap();
    assert!(std::fs::read(file).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn scripts_can_be_off() {
    let (server, page) = open("<script>window.ran = true</script><noscript><img src=/n.gif></noscript>");
    assert!(server.to(HOST).iter().all(|request| request.path != "/n.gif"));
    page.disable_scripts(true).unwrap();
    page.reload().unwrap();
    assert_eq!(page.evaluate("typeof window.ran").unwrap(), "undefined");
    assert!(server.to(HOST).iter().any(|request| request.path == "/n.gif"));
    page.disable_scripts(false).unwrap();
    page.reload().unwrap();
    assert_eq!(page.evaluate("window.ran").unwrap(), true);
}

#[test]
fn the_clock_moves_for_scripts() {
    let (_server, page) = open("");
    page.shift_clock(200.0).unwrap();
    page.reload().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    for expression in ["Date.now()", "new Date().getTime()", "+new Date(Date())"] {
        let days = (page.evaluate(expression).unwrap().as_f64().unwrap() / 1000.0 - now) / 86_400.0;
        assert!((days - 200.0).abs() < 0.01, "{expression} gives {days}");
    }
    assert_eq!(page.evaluate("new Date(2026, 0, 1) instanceof Date && new Date(0).getTime() === 0").unwrap(), true);
}

#[test]
fn axe_is_run_and_read() {
    let (_server, page) = open("<p id=p>t</p>");
    let stand_in =
        "window.axe = { run: async (context, options) => ({ violations: [{ id: context.nodeName, impact: 'minor',
        help: String(options.iframes), nodes: [{ target: [['x-host', '#p']], failureSummary: 'why' }] }] }) };";
    let violations = axe::run(&page, stand_in, "document").unwrap();
    assert_eq!((violations[0].id.as_str(), violations[0].help.as_str()), ("#document", "false"));
    assert_eq!(violations[0].nodes, [("x-host #p".into(), "why".into())]);
}

#[test]
fn a_panic_closes_the_browser_and_removes_its_profile() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let fallen = std::thread::spawn(move || {
        let browser = Chromium::launch(&ChromiumOptions::default()).unwrap();
        sender.send(browser.profile().to_path_buf()).unwrap();
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    let profile = receiver.recv().unwrap();
    assert!(profile.join("Default").exists());
    assert!(fallen.join().is_err());
    assert!(!profile.exists());
}

#[test]
fn a_program_that_is_no_browser_is_an_error() {
    let options = ChromiumOptions { program: Some("/bin/false".into()), ..ChromiumOptions::default() };
    let error = Chromium::launch(&options).err().unwrap();
    assert!(matches!(error, Error::Start { .. }), "{error}");
}
