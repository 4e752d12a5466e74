use super::*;

const DIGITS: &str = "00f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2eff";

#[test]
fn an_id_is_written_as_it_was_read() {
    assert_eq!(DIGITS.parse::<Id>().unwrap().to_string(), DIGITS);
    assert_eq!(DIGITS.parse::<Id>().unwrap().short(), "00f1e2d3c4b5");
    let digest = format!("sha256:{DIGITS}");
    assert_eq!(digest.parse::<Digest>().unwrap().to_string(), digest);
    assert_eq!(DIGITS.parse::<Digest>().unwrap().to_string(), digest);
}

#[test]
fn what_is_not_an_id_is_refused() {
    let upper = DIGITS.to_uppercase();
    let wide = format!("é{}", &DIGITS[2..]);
    for text in ["", "00f1", &DIGITS[1..], &format!("{DIGITS}0"), &upper, &wide, &format!("sha256:{DIGITS}")]
    {
        assert_eq!(text.parse::<Id>(), Err(InvalidId), "{text}");
    }
}
