use super::*;

fn offers(last: &str) -> Vec<String> {
    let values = |facet| match facet {
        Facet::Stack => vec!["shop".to_owned(), "my blog".to_owned()],
        _ => Vec::new(),
    };
    offered(last, &[Facet::Name, Facet::Stack], &values)
}

#[test]
fn keys_are_offered_first_and_then_what_stands_behind_them() {
    assert_eq!(offers("w"), ["name:", "stack:"]);
    assert_eq!(offers("-"), ["-name:", "-stack:"]);
    assert_eq!(offers("stack:s"), ["stack:shop", "stack:\"my blog\""]);
    assert_eq!(offers("-stack:"), ["-stack:shop", "-stack:\"my blog\""]);
}

#[test]
fn what_is_typed_already_stays() {
    assert_eq!(split("web stack:s"), ("web ", "stack:s"));
    assert_eq!(split("web "), ("web ", ""));
    assert_eq!(split(""), ("", ""));
}
