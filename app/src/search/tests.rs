use super::*;
use proptest::prelude::*;

const KNOWN: [Facet; 3] = [Facet::Is, Facet::Image, Facet::Stack];

fn read(text: &str) -> Vec<(Facet, String, bool)> {
    let Query(terms) = Query::parse(text, &KNOWN);
    terms.into_iter().map(|term| (term.facet, term.value, term.not)).collect()
}

fn one(facet: Facet, value: &str) -> (Facet, String, bool) {
    (facet, value.to_owned(), false)
}

#[test]
fn tokens_and_words_stand_in_any_order() {
    assert_eq!(
        read("  web is:running image:app=web db "),
        [
            one(Facet::Any, "web"),
            one(Facet::Is, "running"),
            one(Facet::Image, "app=web"),
            one(Facet::Any, "db")
        ]
    );
}

#[test]
fn what_the_list_does_not_know_is_a_word() {
    assert_eq!(read("nginx:1.27"), [one(Facet::Any, "nginx:1.27")]);
    assert_eq!(read("port:80"), [one(Facet::Any, "port:80")]);
    assert_eq!(read("-"), [one(Facet::Any, "-")]);
}

#[test]
fn a_minus_says_not() {
    assert_eq!(read("-is:running"), [(Facet::Is, "running".into(), true)]);
    assert_eq!(read("-web"), [(Facet::Any, "web".into(), true)]);
}

#[test]
fn quotes_keep_spaces_and_a_key_alone_asks_nothing_yet() {
    assert_eq!(read("image:\"a b\" \"c d\""), [one(Facet::Image, "a b"), one(Facet::Any, "c d")]);
    assert_eq!(read("stack:"), []);
    assert_eq!(read("image:\"half"), [one(Facet::Image, "half")]);
}

#[test]
fn a_token_replaces_those_of_its_kind() {
    let kinds = ["is:running", "is:stopped"];
    assert_eq!(with("web is:running", "is:stopped", &kinds), "web is:stopped");
    assert_eq!(with("is:running web", "", &kinds), "web");
    assert_eq!(with("", "stack:shop", &[]), "stack:shop");
    assert!(says("web is:stopped", "is:stopped") && !says("web is:stopped", "is:stop"));
}

#[test]
fn case_does_not_matter() {
    assert!(holds("Nginx:1.27", "NGINX") && holds("web", "") && !holds("web", "webs"));
    assert!(begins("Running", "run") && !begins("run", "running"));
}

#[test]
fn an_id_is_known_by_its_start() {
    let mut id = [0; 32];
    id[..2].copy_from_slice(&[0xab, 0xcd]);
    assert!(is_id(&id, "abc") && is_id(&id, "ABCD0") && !is_id(&id, "abd") && !is_id(&id, "abcg"));
}

proptest! {
    #[test]
    fn a_token_is_read_as_it_was_made(value in "[^\"\\s]{1,8}( [^\"\\s]{1,8})?") {
        prop_assert_eq!(read(&token(Facet::Image, &value)), [one(Facet::Image, &value)]);
    }

    #[test]
    fn any_text_is_read(text in ".{0,60}") {
        let query = Query::parse(&text, &KNOWN);
        prop_assert!(query.0.len() <= words(&text).count());
    }

    #[test]
    fn a_text_is_found_where_it_is(before in "[a-z]{0,6}", wanted in "[a-z]{0,6}", after in "[a-z]{0,6}") {
        prop_assert!(holds(&[&*before, &wanted, &after].concat(), &wanted.to_uppercase()));
    }
}

#[test]
fn labels_are_asked_for_apart() {
    let query = Query::parse("label:app=web -LABEL:\"a b\" web label:", &[Facet::Label]);
    assert_eq!(query.labels().collect::<Vec<_>>(), [("app=web", false), ("a b", true)]);
    let web = |facet, wanted: &str| (facet, wanted) == (Facet::Any, "web");
    assert!(query.is_met(&web) && !query.is_met(&|_, _| false));
    // A list that doesn't know labels takes it for a word.
    assert_eq!(read("label:app"), [one(Facet::Any, "label:app")]);
}

#[test]
fn a_key_that_the_list_does_not_know_is_named() {
    let known = [Facet::Name, Facet::Is];
    for (text, expected) in [
        ("status:up", Some("status")),
        ("is:running -stack:shop", Some("stack")),
        ("IS:running name:web", None),
        ("web status:", None),
        ("sha256:ab 127.0.0.1:80 :x", None),
        ("\"a b:c\"", None),
    ] {
        assert_eq!(unknown_key(text, &known), expected, "{text}");
    }
}
