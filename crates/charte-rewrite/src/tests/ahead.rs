//! Pages that preload scanners read otherwise than parsers: the policy stands in their HTML.

use crate::markup::Form;
use crate::tests::build;

fn form(body: &str) -> Form {
    build(format!("<!doctype html><html><head><title>t</title></head><body>{body}</body></html>").as_bytes())
        .1
        .needs
        .form
}

#[test]
fn what_only_a_preload_scanner_takes_for_an_element_needs_a_policy_in_the_html() {
    for body in [
        "<svg><![CDATA[ > <img src=//v.example/a.png> ]]></svg>",
        "<math><annotation><![CDATA[ > <script src=//v.example/a.js></script>]]></annotation></math>",
        "<svg><style><![CDATA[</style><img src=//v.example/a.png>]]></style></svg>",
        "<svg><script><![CDATA[//</script><img src=//v.example/a.png>\n]]></script></svg>",
        "<svg><title><style></title><img src=//v.example/a.png></style></title></svg>",
        "<svg><title/></svg><p title='</title><img src=//v.example/a.png>'>",
        "<template><svg><![CDATA[ > </template><img src=//v.example/a.png> ]]></svg></template>",
        "<svg><link rel=stylesheet href=//v.example/a.css></link></svg>",
        "<math><input type=image src=//v.example/a.png></input></math>",
        "<svg><video poster=//v.example/a.png></video></svg>",
        "<svg><base href=//v.example/></base></svg><img src=a.png>",
        "<math><base href=//v.example/></base></math><script src=a.js></script>",
    ] {
        assert_eq!(form(body), Form::Static, "{body}");
    }
}

#[test]
fn what_scanners_and_parsers_read_alike_needs_none() {
    for body in [
        "<svg><title>Menu</title><image href=//v.example/a.png></svg>",
        "<svg><style><![CDATA[.a > .b { color: red }]]></style><text>x</text></svg><img src=//v.example/a.png>",
        "<svg><style>.a{}</style><script>0</script></svg><script src=//v.example/a.js></script>",
        "<svg><link rel=stylesheet href=/own.css></link></svg><iframe src=//v.example/a></iframe>",
        "<svg><base href=/x/></base></svg><img src=a.png>",
        "<![CDATA[ > <img src=//v.example/a.png> ]]>",
    ] {
        assert_eq!(form(body), Form::Script, "{body}");
    }
}
