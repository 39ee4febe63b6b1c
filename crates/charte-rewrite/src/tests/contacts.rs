//! Which addresses and scripts contact a third party.

use crate::tests::build;
use crate::tests::gating::waits_for;

#[test]
fn addresses_are_read_as_browsers_read_them() {
    for address in [
        "https://v.example/x",
        "HTTPS://V.EXAMPLE/",
        "//v.example",
        "\\\\v.example\\x",
        "/\\v.example",
        " \n//v.example ",
        "ht\ntps://v.example",
        "https:&#47;&#x2f;v.example",
        "https&colon;//v.example",
        "https://v.example:8443/",
        "https://user:pass@v.example/",
        "https:/v.example/",
        "https:v.example",
        "http://v%2eexample/",
        "http://v.example./",
    ] {
        assert_eq!(waits_for(&format!("<img src=\"{address}\">")), "video", "{address}");
    }
    for address in [
        "",
        "/v.example",
        "v.example/x",
        "#//v.example",
        "?u=//v.example",
        "data:image/png,//v.example",
        "javascript:'//v.example'",
        "about:blank",
        "blob:https://v.example/1",
        "https://data.example.fr/",
        "//www.data.example.fr/x",
        "https://www.example.fr",
        "https://example.fr/",
        "https://allowed.example/",
        "https://count.example/i",
        "mailto:a@v.example",
    ] {
        assert_eq!(waits_for(&format!("<img src=\"{address}\">")), "", "{address}");
    }
    for address in ["https://other.example", "//127.0.0.1/", "//[::1]/", "https://sub.data.example.fr", "//x.v.example"]
    {
        assert_eq!(waits_for(&format!("<img src=\"{address}\">")), "unknown", "{address}");
    }
}

#[test]
fn relative_addresses_start_from_the_base() {
    let page = "<head><base href='//v.example/a/'><base href='/'></head><img src=b.png><img src='https://data.example.fr/c.png'>";
    assert_eq!(build(page.as_bytes()).1.gated.len(), 1);
    let page = "<head><base href='/a/'></head><img src=b.png>";
    assert_eq!(build(page.as_bytes()).1.gated.len(), 0);
}

#[test]
fn scripts_are_judged_by_type_and_text() {
    for script in [
        "<script>new Map . View( 'a' )</script>",
        "<script type=module>import x from \"https://v.example/x.js\"</script>",
        "<script type='TEXT/JavaScript'>var s = document.createElement(`script`); s.src = 'https:\\/\\/v.example/x'</script>",
        "<script language=javascript>new Image().src='//v.example/p'</script>",
        "<script type='a1b2c3-text/javascript' src=//v.example></script>",
        "<script type='text/partytown' src=//v.example></script>",
        "<script type='' src=//v.example></script>",
        "<svg><script href='//v.example'/></svg>",
        "<svg><script>fetch('https://v.example')</script></svg>",
    ] {
        assert!(!waits_for(script).is_empty(), "{script}");
    }
    for script in [
        "<script>let a = 'https://v.example'</script>",
        "<script>// new Map.View()\n/* new Map.View() */</script>",
        "<script>fetch('/api'); ns = 'http://www.w3.org/2000/svg'</script>",
        "<script type='application/ld+json'>{\"fetch(\":\"https://v.example\"}</script>",
        "<script type=text/plain data-cookieconsent=marketing src=//v.example></script>",
        "<script type=text/plain data-charte=video src=//v.example></script>",
        "<script type='text/x-handlebars'><img src=//v.example></script>",
        "<script src=counter.js></script>",
    ] {
        assert_eq!(waits_for(script), "", "{script}");
    }
    assert_eq!(waits_for("<script>ads.push([\"start\"])</script>"), "unknown");
}

#[test]
fn scripts_that_are_not_plain_javascript_are_judged_by_what_runs_them() {
    for script in [
        "<script type='0123abc-text/javascript' src=//v.example></script>",
        "<script type='0123abc-module'>import 'https://v.example/x.js'</script>",
        "<script type='0123abc-application/javascript'>new Map.View()</script>",
        "<script type='text/partytown'>new Map.View()</script>",
        "<script type=' Module ' src=//v.example></script>",
        "<script type=speculationrules>{\"prefetch\": [{\"source\": \"list\", \"urls\": [\"https://v.example/\"]}]}</script>",
        "<script type=speculationrules>{\"prerender\":[{\"urls\":[\"//v.example/\"]}]}</script>",
    ] {
        assert!(!waits_for(script).is_empty(), "{script}");
    }
    for script in [
        "<script type=speculationrules>{\"prefetch\": [{\"source\": \"document\", \"where\": {\"href_matches\": \"/*\"}}]}</script>",
        "<script type=importmap>{\"imports\": {\"x\": \"https://v.example/x.js\"}}</script>",
        "<script type='application/ld+json'>{\"embedUrl\": \"https://www.v.example/embed/x\"}</script>",
        "<script>window.site = {\"film\": \"https://v.example/watch?v=x\", \"maps\": [\"//tile.map.example\"]};</script>",
        "<script>document.getElementById('code').textContent = \"&lt;script src='https://v.example'&gt;\";</script>",
        "<script type='text/x-handlebars-template'><iframe src='https://v.example/{{id}}'></iframe><script>new Map.View()<\\/script></script>",
        "<script type='text/template'><img src='https://v.example/'></script>",
        "<script type='text/javascript; charset=utf-8' src=//v.example></script>",
        "<script type='x-shader/x-vertex'>fetch('https://v.example')</script>",
        "<pre><code>&lt;script&gt;new Map.View()&lt;/script&gt;</code></pre>",
    ] {
        assert_eq!(waits_for(script), "", "{script}");
    }
}
