//! Literals in programs of every kind, valid and broken.

use super::*;

#[test]
fn literals_are_read_and_code_is_kept() {
    let text = "// a = {b: 1}\nimport x from \"y\";\nconst config: Config = {\n  a: 'l\\'eau' + \" bleue\", // not, this\n  'b-c': [1, -2.5, true, /^_ga/i,],\n\
                \x20 run(service) { return { x: 1 }; },\n  f: () => ({ y: 2 }),\n  ...more,\n  d: { e: `t` },\n} satisfies Config;\n\
                f({ g: null }, \"h\");\nif (a) { b = 1 }\n";
    let roots = roots(text);
    let names: Vec<&str> = roots.iter().map(|root| root.name.as_str()).collect();
    assert_eq!(names, ["config", "f"]);
    let root = &roots[0].node;
    assert_eq!((root.line, root.text_of("a")), (3, Some("l'eau bleue")));
    let list: Vec<&Value> = root.get("b-c").unwrap().items().iter().map(|node| &node.value).collect();
    let number = |text: &str| Value::Number(text.into());
    assert_eq!(list, [&number("1"), &number("-2.5"), &Value::Bool(true), &Value::Pattern("^_ga".into())]);
    assert_eq!(root.at(&["d", "e"]).and_then(Node::text), Some("t"));
    assert_eq!(root.get("d").map(|node| node.line), Some(9));
    assert!(matches!(&root.get("f").unwrap().value, Value::Code(code) if code.starts_with("() =>")));
}

#[test]
fn nothing_makes_it_read_forever() {
    for text in
        ["{", "= {a", "= {a:", "= [", "= {'a", "= {a: /", "({[", "= {,;)]", "\\", "= {é: ü}", &"([".repeat(5_000)]
    {
        let _ = roots(text);
        assert_eq!(without_comments(text).len(), text.len());
    }
}
