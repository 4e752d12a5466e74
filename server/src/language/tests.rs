use super::*;

fn asked(language: &str, cookie: &str) -> Language {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
    headers.insert(header::COOKIE, cookie.parse().unwrap());
    Language::of(&headers)
}

#[test]
fn what_was_chosen_goes_before_what_the_browser_asks_for() {
    use Language::{ChineseSimplified, English};
    for (browser, cookie, expected) in [
        ("zh-CN,zh;q=0.9,en;q=0.8", "", ChineseSimplified),
        ("de-DE,de;q=0.9,en-GB;q=0.8,zh;q=0.7", "", English),
        ("de", "", English),
        ("en;q=0.5,zh-Hans-CN;q=0.6", "", ChineseSimplified),
        ("zh;q=0", "", English),
        ("zh;q=lots", "", English),
        ("zh-CN", "a=b; language=en", English),
        ("en", "language=zh-Hans; pierhead=1", ChineseSimplified),
        ("en", "language=../../etc", English),
    ] {
        assert_eq!(asked(browser, cookie), expected, "{browser} {cookie}");
    }
    assert_eq!(Language::of(&HeaderMap::new()), English);
}
