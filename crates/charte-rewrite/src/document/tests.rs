//! Documents as drawing programs and feeds write them, and as they should not be.

use url::Url;

use crate::document::*;
use crate::recognise::Recogniser;
use crate::recognise::tests::{charter, service};

fn contacts(document: &str) -> String {
    let recogniser = Recogniser::new(&charter(vec![service("film", &["film.example"], &[], &[])]), []);
    let base = Url::parse("https://www.ville.example/img/d.svg").unwrap();
    let mut reading = ReachReader::new(&recogniser, &base);
    read_document(document.as_bytes(), &mut reading);
    let reach = reading.reach;
    let own = reach.own.into_iter().map(|(_, path)| path);
    let all = reach.services.into_iter().chain(reach.parties).chain(own).chain(reach.doubt.map(|_| "?".to_owned()));
    all.collect::<Vec<_>>().join(" ")
}

fn svg(content: &str) -> String {
    contacts(&format!(
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
         {content}</svg>"
    ))
}

#[test]
fn pictures_that_contact_third_parties_are_found() {
    for (content, expected) in [
        ("<script href='https://film.example/a.js'/>", "film film.example"),
        ("<script xlink:href='//a.example/a.js'></script>", "unknown a.example"),
        ("<script href='a.js'/>", "/img/a.js"),
        ("<script>fetch('https://a.example/')</script>", "unknown a.example"),
        ("<script><![CDATA[fetch('https://a.example/')]]></script>", "unknown a.example"),
        ("<script>fetch(&quot;https:&#47;&#47;a.example/&quot;)</script>", "unknown a.example"),
        ("<image href='https://a.example/a.png'/>", "unknown a.example"),
        ("<use href='/d.svg#a'/>", "/d.svg"),
        ("<filter><feImage href='https://a.example/a.png'/></filter>", "unknown a.example"),
        ("<style>@import 'https://a.example/a.css';</style>", "unknown a.example"),
        ("<style><![CDATA[@import \"https://a.example/a.css\";]]></style>", "unknown a.example"),
        ("<style><g/>@import url(https:&sol;&sol;a.example/)</style>", "unknown a.example"),
        ("<g style='fill:url(https://a.example/a.svg#x)'/>", "unknown a.example"),
        ("<g clip-path='URL(https://a.example/a.svg#x)'/>", "unknown a.example"),
        ("<image><set attributeName='href' to='https://a.example/'/></image>", "unknown a.example"),
        ("<image><animate attributeName='href' values='x;https://a.example/'/></image>", "unknown a.example"),
        ("<g onload=\"new Image().src='https://a.example/'\"/>", "unknown a.example"),
        (
            "<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' src='https://a.example/'/></foreignObject>",
            "unknown a.example",
        ),
        ("<s:image xmlns:s='http://www.w3.org/2000/svg' href='https://a.example/'/>", "unknown a.example"),
        ("<image href='https://a.example/'/><![CDATA[x", "unknown a.example ?"),
        ("<script>fetch(['https:', '', 'a.example'].join('/'))</script>", "unknown ?"),
        ("<g onclick='i.setAttribute(\"href\", u)'/>", "unknown ?"),
        ("<script>fetch('/data.json').then(show); new Image().src = 'a.png'</script>", "unknown ?"),
        ("<script>fetch('/data.json').then(show); i.src = \"a.png\";</script>", ""),
        ("<script>fetch('/' + '/a.example')</script>", "unknown a.example"),
        ("<script>fetch('/' + host)</script>", "unknown ?"),
        ("<base xmlns='http://www.w3.org/1999/xhtml' href='//a.example/'/><script>fetch('x')</script>", "unknown ?"),
        ("<script>fetch('\\\\x2f/a.example')</script>", "unknown ?"),
        ("<image id='i'/><set href='#i' attributeName='href' to='//a.example/'/>", "unknown a.example"),
    ] {
        assert_eq!(svg(content), expected, "{content}");
    }
    let xslt = |content: &str| {
        let root = "<x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform'>";
        contacts(&format!("{root}<x:template match='/'>{content}</x:template></x:stylesheet>"))
    };
    assert_eq!(xslt("<img src='{u}'/>"), "unknown ?");
    assert_eq!(xslt("<img src='https://{h}/a.png'/>"), "unknown {h} ?");
    assert_eq!(xslt("<img src='/img/{n}.png'/><a href='{u}'>x</a>"), "");
    assert_eq!(contacts("<?xml-stylesheet href='https://a.example/a.css' type='text/css'?><r/>"), "unknown a.example");
    assert_eq!(contacts("<?xml-stylesheet href='a.xsl' type='text/xsl'?><r/>"), "/img/a.xsl");
    assert_eq!(
        contacts(
            "<!DOCTYPE svg [<!ENTITY a 'https://a.example/'>]><svg xmlns='http://www.w3.org/2000/svg'><image href='&a;'/></svg>"
        ),
        "unknown ?"
    );
    assert_eq!(
        contacts(
            "<x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform'><x:template match='/'><html><img src='https://a.example/'/>\
             <img><x:attribute name='src'>https://film.example/</x:attribute></img></html></x:template></x:stylesheet>"
        ),
        "film unknown a.example film.example"
    );
}

#[test]
fn attributes_that_are_declared_count_as_written() {
    let declared = |list: &str| {
        contacts(&format!("<!DOCTYPE svg [<!ATTLIST {list}>]><svg xmlns='http://www.w3.org/2000/svg'><image/></svg>"))
    };
    assert_eq!(declared("image href CDATA 'https://a.example/'"), "unknown a.example");
    assert_eq!(declared("image a (b|c) 'b' href CDATA #FIXED \"&#47;&#47;a.example/\""), "unknown a.example");
    assert_eq!(declared("image href CDATA 'https://&a;'"), "unknown ?");
    assert_eq!(declared("svg xmlns:xlink CDATA #FIXED 'http://www.w3.org/1999/xlink' viewBox CDATA '0 0 9 9'"), "");
}

#[test]
fn pictures_that_contact_no_third_party_are_clean() {
    for content in [
        "<path d='M 0 0'/>",
        "<a href='https://a.example/'><text>a</text></a>",
        "<image href='data:image/png;base64,AAAA'/><use href='#a'/><image href='/other.svg'/>",
        "<style>g{fill:url(#a)} /* https://a.example/ */</style>",
        "<script>document.title = 'x'</script>",
        "<metadata xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:li rdf:resource='https://a.example/'/></metadata>",
        "<desc>see https://a.example/ on it</desc><!-- <image href='https://a.example/'/> -->",
    ] {
        assert_eq!(svg(content), "", "{content}");
    }
    for document in [
        "<rss><channel><link>https://a.example/</link><atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='https://a.example/'/></channel></rss>",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:x='http://www.w3.org/1999/xhtml'><x:link rel='alternate' href='https://a.example/'/></urlset>",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [<!ENTITY s \"http://www.w3.org/2000/svg\">]><svg xmlns='&s;'><g id='a'/></svg>",
    ] {
        assert_eq!(contacts(document), "", "{document}");
    }
}

#[test]
fn one_search_decides_on_most_pictures() {
    assert!(is_self_contained(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\" fill=\"url(#a)\"/></svg>"));
    for loud in [&b"<image href='//a'/>"[..], b"<g ONLOAD='x'/>", b"<SCRIPT>", b"a:u\\72l(", b"\0<\0s", b"https:a"] {
        assert!(!is_self_contained(loud), "{loud:?}");
    }
}
