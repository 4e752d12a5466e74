use super::*;

fn offers(last: &str) -> Vec<String> {
    offered(last, &[Facet::Name, Facet::Stack], &["my blog".to_owned(), "shop".to_owned()])
}

#[test]
fn keys_are_offered_first_and_then_what_stands_behind_them() {
    assert_eq!(offers("w"), ["name:", "stack:"]);
    assert_eq!(offers("-"), ["-name:", "-stack:"]);
    assert_eq!(offers("stack:s"), ["stack:shop"]);
    assert_eq!(offers("stack:\"my b"), ["stack:\"my blog\""]);
    assert_eq!(offers("-stack:"), ["-stack:\"my blog\"", "-stack:shop"]);
}

#[test]
fn what_is_typed_already_stays() {
    assert_eq!(split("web stack:s"), ("web ", "stack:s"));
    assert_eq!(split("web "), ("web ", ""));
    assert_eq!(split(""), ("", ""));
}
