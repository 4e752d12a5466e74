use super::*;

#[test]
fn a_token_is_read_back_and_nothing_else_is() {
    let secret = [7; 32];
    let token = write("0123456789abcdef", &secret);
    assert!(token.starts_with("phd_0123456789abcdef_0707"), "{token}");
    assert_eq!(parse(&token), Some(secret::hash(&secret)));

    let changed = token.replace("0707", "0708");
    for wrong in [
        &token[1..],
        &token[..token.len() - 1],
        &changed,
        "",
        "_",
        "phd___",
        "phd_a_b_c",
        &token.to_uppercase(),
    ] {
        assert_eq!(parse(wrong), None, "{wrong}");
    }
    let body = format!("phd_a_{}_b", secret::hex(&secret));
    assert_eq!(parse(&format!("{body}_{}", checksum(&body))), None, "a part too many");
}
