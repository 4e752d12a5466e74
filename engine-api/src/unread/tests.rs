use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Reply {
    count: u8,
    kind: Option<Kind>,
    more: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
enum Kind {
    Known,
}

#[test]
fn nothing_is_told_of_what_a_reply_holds() {
    for (reply, told) in [
        (r#"{"count":"canary"}"#, "invalid type: string …, expected u8"),
        (r#"{"count":"a\"canary\", expected `canary"}"#, "invalid type: string …, expected u8"),
        (r#"{"count":4711}"#, "invalid value: integer …, expected u8"),
        (r#"{"count":1,"kind":"canary"}"#, "unknown variant …, expected `Known`"),
        (r#"{"count":1,"canary":1}"#, "unknown field …, expected one of `count`, `kind`, `more`"),
        (r#"{"count":1,"more":["canary"]}"#, "invalid type: sequence, expected a map"),
        (r#"{"count":1,"more":{"a":"canary"#, "EOF while parsing a string"),
        ("{}", "missing field `count`"),
        ("canary", "expected value"),
    ] {
        let error = serde_json::from_str::<Reply>(reply).unwrap_err();
        let told = format!("{told} at line 1 column {}", error.column());
        assert_eq!(Unread(&error).to_string(), told, "{reply}: {error}");
    }
}
