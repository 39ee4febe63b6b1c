//! The owners of addresses, and what scripts start.

use charte_core::catalogue::Claims;
use charte_core::charter::{BannerPolicy, Charter, ChoiceCookie, Folders, Publisher, UnknownPolicy};
use charte_core::lifetime::Lifetime;
use charte_core::model::{Consent, Ground, Purpose, Service};
use url::Url;

use crate::recognise::{Address, Recogniser, ScriptContact, Verdict};

pub(crate) fn service(id: &str, hosts: &[&str], paths: &[&str], signatures: &[&str]) -> Service {
    let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let mut service = Service::new(id, Purpose::Content, Consent::Required);
    service.hosts = list(hosts);
    service.paths = list(paths);
    service.signatures = list(signatures);
    service
}

pub(crate) fn charter(services: Vec<Service>) -> Charter {
    Charter {
        id: "portal".into(),
        name: "Portal".into(),
        url: "https://www.ville.example/".into(),
        base_path: "/".into(),
        host: "www.ville.example".into(),
        registrable: None,
        names: Default::default(),
        hosts: Vec::new(),
        processing: Vec::new(),
        first_party: vec!["stats.ville.example".into(), "*.cdn.ville.example".into()],
        allow: vec!["fonts.example".into(), "*.open.example".into()],
        delegated: Default::default(),
        unknown: UnknownPolicy::Block,
        policy: Default::default(),
        languages: vec!["fr".into()],
        state_site: false,
        folders: Folders {
            input: "in".into(),
            output: None,
            folder: "c".into(),
            frames: Default::default(),
            theme: "base".into(),
        },
        publisher: Publisher::default(),
        order: Default::default(),
        banner: BannerPolicy::Auto,
        choice: ChoiceCookie { name: "c".into(), days: 182, lifetime: Lifetime::Session, domain: None },
        consent_modes: Vec::new(),
        services,
        updated: None,
        changes: Vec::new(),
        texts: Default::default(),
        tokens: Default::default(),
        places: Default::default(),
    }
}

fn recogniser() -> Recogniser {
    let mut exempt = service("exempt", &["quiet.example"], &[], &["quiet.start("]);
    exempt.consent = Consent::Exempt { ground: Ground::AudienceMeasurement, evidence: None };
    let declared = vec![
        service("tags", &["*.tags.example"], &["www.tags.example/tm.js*"], &["'tm.start'"]),
        service("stats", &["stats.ville.example"], &["*/stats.js", "*/stats.js?*"], &["_paq=window._paq", "stats.js'"]),
        service("wide", &["*.ville.example", "api.open.example"], &[], &[]),
        exempt,
    ];
    let catalogue = [
        Claims {
            id: "measure",
            hosts: &["*.measure.example", "x.fonts.example"],
            paths: &["www.tags.example/m/*", "*/count.js"],
            signatures: &["measure('init'"],
            ..Claims::default()
        },
        Claims {
            id: "measured-stats",
            hosts: &["*.measured.example"],
            signatures: &["measured.example/"],
            instead_of: &["stats"],
            ..Claims::default()
        },
        Claims { id: "tags", hosts: &["*.elsewhere.example"], ..Claims::default() },
        Claims { id: "hosted", hosts: &["*.ville.example"], ..Claims::default() },
    ];
    Recogniser::new(&charter(declared), catalogue)
}

fn verdict(address: &str) -> String {
    let recogniser = recogniser();
    match Address::parse(address, None).map(|address| recogniser.address(&address)) {
        Some(verdict) => format!("{verdict:?}"),
        None => "nobody".into(),
    }
}

#[test]
fn the_host_of_an_address_decides_on_its_owner() {
    for (address, expected) in [
        ("https://www.ville.example/x.js", "Own"),
        ("https://ville.example/", "Own"),
        ("x.js", "Own"),
        ("https://a.cdn.ville.example/", "Own"),
        ("https://stats.ville.example/x", "Waits(\"stats\")"),
        ("https://www.stats.ville.example/", "Own"),
        ("https://blog.ville.example/", "Waits(\"wide\")"),
        ("https://tags.example/", "Waits(\"tags\")"),
        ("https://a.b.tags.example/", "Waits(\"tags\")"),
        ("https://nottags.example/", "Unknown"),
        ("https://quiet.example/", "Exempt(\"exempt\")"),
        ("https://not.quiet.example/", "Unknown"),
        ("https://fonts.example/", "Allowed"),
        ("https://x.open.example/", "Allowed"),
        ("https://api.open.example/", "Waits(\"wide\")"),
        ("https://measure.example/", "Undeclared(\"measure\")"),
        ("https://www.elsewhere.example/", "Unknown"),
        ("data:,x", "nobody"),
        ("", "nobody"),
        ("https://", "Unknown"),
    ] {
        assert_eq!(verdict(address), expected, "{address}");
    }
}

#[test]
fn paths_say_more_than_hosts() {
    for (address, expected) in [
        ("https://www.tags.example/tm.js?id=1", "Waits(\"tags\")"),
        ("https://www.tags.example/m/x", "Undeclared(\"measure\")"),
        ("https://www.ville.example/piwik/stats.js", "Waits(\"stats\")"),
        ("/stats.js?v=2", "Waits(\"stats\")"),
        ("js/stats.js", "Waits(\"stats\")"),
        ("js/my-stats.js", "Own"),
        ("js/stats.js.map", "Own"),
        ("count.js", "Undeclared(\"measure\")"),
        ("https://fonts.example/count.js", "Allowed"),
        ("https://other.example/STATS.JS", "Unknown"),
    ] {
        assert_eq!(verdict(address), expected, "{address}");
    }
}

#[test]
fn a_base_counts() {
    let base = Url::parse("https://cdn.tags.example/a/").unwrap();
    let address = Address::parse("../x.js?y#z", Some(&base)).unwrap();
    assert_eq!((address.host.as_deref(), address.path.as_ref()), (Some("cdn.tags.example"), "/x.js?y"));
    assert_eq!(recogniser().address(&address), Verdict::Waits("tags"));
}

#[test]
fn scripts_are_recognised_by_their_signatures() {
    let recogniser = recogniser();
    let inline = |text: &str| {
        let inline = recogniser.inline_script(text.as_bytes());
        (inline.waits.join(" "), inline.undeclared.join(" "), inline.unknown.join(" "))
    };
    let starts =
        |waits: &str, undeclared: &str, unknown: &str| (waits.to_owned(), undeclared.to_owned(), unknown.to_owned());
    assert_eq!(inline("var _paq = window._paq = window._paq || [];"), starts("stats", "", ""));
    assert_eq!(inline("w[l].push({\"tm.start\":\n1})"), starts("tags", "", ""));
    assert_eq!(inline("quiet.start(1)"), starts("", "", ""));
    assert_eq!(inline("measure(`init`); _paq=window._paq"), starts("stats", "measure", ""));
    assert_eq!(inline("_paq=window._paq; u='//a.measured.example/'"), starts("", "measured-stats", ""));
    assert_eq!(
        inline("fetch('https://a.example/x'); fetch(\"//tags.example\"); fetch('https://ville.example/')"),
        starts("tags", "", "a.example")
    );
    assert_eq!(inline("x.src = 'https:\\/\\/a.example\\/x'"), starts("", "", "a.example"));
    assert_eq!(inline("x.src = location.protocol + '//' + host + 'https://www'"), starts("", "", ""));
    assert_eq!(inline("link = 'https://a.example'"), starts("", "", ""));
    assert_eq!(inline(" // _paq=window._paq\n /* measure('init' */ x = a /* y */ / 2"), starts("", "", ""));
    assert_eq!(inline("x = /[/*]/; _paq=window._paq"), starts("stats", "", ""));
    assert_eq!(inline("{\"prefetch\": [{\"urls\": [\"https://a.example/\"]}]}"), starts("", "", "a.example"));
    assert!(recogniser.inline_script(b"").is_harmless());
}

#[test]
fn addresses_put_together_by_a_script_are_recognised() {
    let recogniser = recogniser();
    let inline = |text: &str| {
        let inline = recogniser.inline_script(text.as_bytes());
        [inline.waits.join(" "), inline.undeclared.join(" "), inline.unknown.join(" ")].concat()
    };
    for (address, whose) in [
        ("u + 'stats.js'", "stats"),
        ("'https://' + 'www.tags.example' + '/x.js'", "tags"),
        ("\"//tags.\" + \"example/x.js\"", "tags"),
        ("('https:' == document.location.protocol ? 'https' : 'http') + '://tags.example/'", "tags"),
        ("'//stats.' + host + '/x.js'", "stats"),
        ("`https://stats.${host}/x.js`", "stats"),
        ("'//metrics.' + host", "metrics.…"),
        ("'//cdn' + number + '.example.org/'", "cdn…"),
        ("'https://www.' + host", ""),
        ("'//fonts.' + host", ""),
        ("'https://' + host + '/x.js'", ""),
        ("`https://${host}/x.js`", ""),
        ("'//' + location.host + '/x.js'", ""),
    ] {
        assert_eq!(
            inline(&format!("var s = document.createElement('script'); s.src = {address};")),
            whose,
            "{address}"
        );
    }
}

#[test]
fn files_of_the_sites_own_are_judged_by_how_sure_it_is() {
    let mut stats = service("stats", &["stats.ville.example"], &[], &["stats.js'", "_stats=[]"]);
    stats.purpose = Purpose::AudienceMeasurement;
    stats.queues = vec!["_stats".into()];
    let mut exempt = service("exempt", &["quiet.example"], &[], &["quiet.example/x.js"]);
    exempt.consent = Consent::Exempt { ground: Ground::AudienceMeasurement, evidence: None };
    let film = service("film", &["film.example"], &[], &["newFilm("]);
    let recogniser = Recogniser::new(&charter(vec![stats, exempt, film]), []);
    let found = |text: &str| {
        let starts = recogniser.own_script(text.as_bytes());
        let described = |start: &ScriptContact<'_>| {
            format!("{:?} {:?} {}", start.verdict, start.manner, &text[start.offset..][..5])
        };
        starts.iter().map(described).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(found("x\n  .src = u + 'stats.js'; '//stats.ville.example/'"), "Waits(\"stats\") Loads stats");
    assert_eq!(found("window._stats = []; _stats.push(['event'])"), "");
    assert_eq!(found("a = 'https://stats.ville.example/x'"), "Waits(\"stats\") Names //sta");
    assert_eq!(found("x = '<a href=\"https://stats.ville.example/x\">'; y() // https://stats.ville.example/"), "");
    assert_eq!(found("a = 'https://film.example/x'; // new Film()"), "Waits(\"film\") Starts new F");
    assert_eq!(found("a = 'https://film.example/x'; quiet.example/x.js"), "");
    assert_eq!(found("import{a}from\"https://esm.example/a.js\""), "Unknown Imports from\"");
    assert_eq!(found("import a from './a.js'; x = 'from \\'https://esm.example/\\''"), "");
}

#[test]
fn a_long_run_finds_the_same() {
    let recogniser = recogniser();
    let scripts = [
        "(function(){fbq('init','1')})();",
        "s.src='https://stats.example/a.js';newImage",
        "import'https://a.example/b.js'",
    ];
    let look = || {
        scripts.map(|script| (recogniser.inline_script(script.as_bytes()), recogniser.own_script(script.as_bytes())))
    };
    let first = look();
    assert!(!recogniser.scripts.is_fast());
    recogniser.inline_script(&vec![b'x'; 2 << 20]);
    assert!(recogniser.scripts.is_fast());
    assert_eq!(look(), first);
    assert!(
        first.iter().any(|(inline, _)| !inline.is_harmless()) && first.iter().any(|(_, starts)| !starts.is_empty())
    );
}

#[test]
fn hosts_in_strings_count_and_links_and_comments_do_not() {
    let recogniser = recogniser();
    for (text, expected) in [
        ("fetch(\"https://api.example/x\")", "api.example"),
        ("{\"film\":\"https:\\/\\/tags.example\\/v\"}", "tags.example"),
        ("e.innerHTML='<img src=//pixel.example/p.gif>'", "pixel.example"),
        ("s='body{background:url(https://pictures.example/a.png)}'", "pictures.example"),
        ("new WebSocket('wss://live.example')", "live.example"),
        ("u = '//stats.' + domain", "stats.…"),
        ("u = `https://${host}/x.js`", "…"),
        ("u = 'https://' + host", "…"),
        ("['//a.example','//b.example','//a.example']", "a.example b.example"),
        // Its own, allowed, exempt, vocabularies, links, comments, addresses without a host.
        ("'https://www.ville.example/a' + 'https://fonts.example/' + 'https://quiet.example/'", ""),
        ("'//' + location.host + '/x'; `https://${window.location.hostname}/`", ""),
        ("createElementNS('http://www.w3.org/2000/svg','svg')", ""),
        ("'<a href=\"https://docs.example/\">?</a>'", ""),
        ("// see https://docs.example/\n/* https://docs.example */ x = 1 // 'a'", ""),
        ("x = a // b", ""),
        ("", ""),
    ] {
        assert_eq!(recogniser.mentions(text.as_bytes()).join(" "), expected, "{text}");
    }
}

#[test]
fn many_addresses_take_no_more_time_than_one() {
    let recogniser = recogniser();
    let string = (0..30_000).map(|number| format!("https://h{number}.example/a ")).collect::<String>();
    let joined = "'https://h'+".repeat(30_000);
    let hosts = (0..30_000).map(|number| format!("fetch('https://h{number}.example/');")).collect::<String>();
    let imports = (0..30_000).map(|number| format!("import'https://h{number}.example/';")).collect::<String>();
    for script in [format!("x=`{string}`;newImage"), joined, hosts, imports] {
        recogniser.inline_script(script.as_bytes());
        recogniser.own_script(script.as_bytes());
        recogniser.mentions(script.as_bytes());
    }
}
