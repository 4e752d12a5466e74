use super::*;
use crate::search::Query;

/// Searching for a label asks for it, and for nothing else.
fn check(name: &str, value: Option<&str>, asked: &str) {
    let token = label(name, value).unwrap();
    let query = Query::parse(&token, &[Facet::Label, Facet::Name]);
    assert_eq!(query.labels().collect::<Vec<_>>(), [(asked, false)], "{token}");
    assert!(query.is_met(&|_, _| false), "{token}");
}

#[test]
fn a_label_is_searched_for_as_it_is() {
    check("app", None, "app");
    check("app", Some("web"), "app=web");
    check("url", Some("a=b:c -d"), "url=a=b:c -d");
    check("two words", Some(" x\u{a0}"), "two words= x\u{a0}");
    check("-app", Some("-"), "-app=-");
    check("label:app", Some("ключ"), "label:app=ключ");
}

#[test]
fn what_cannot_be_typed_or_asked_for_is_no_link() {
    for (name, value) in
        [("", None), ("a=b", None), ("a\"b", None), ("a", Some("\"x\"")), ("a", Some("b\nc"))]
    {
        assert_eq!(label(name, value), None, "{name:?} {value:?}");
    }
    assert_eq!(label("a", Some(&"x".repeat(LONGEST_LABEL))), None);
    assert!(label("a", Some(&"x".repeat(LONGEST_LABEL - 2))).is_some());
}
