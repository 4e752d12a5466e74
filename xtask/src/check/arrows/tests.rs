use super::{has_statics, named};

#[test]
fn what_a_file_names_is_found_however_it_is_written() {
    let text = "use crate::{\n    format::{between, number},\n    live::Live,\n};\nuse crate::ui::dom;\nlet it = crate::pages::x();";
    assert_eq!(named(text), ["format", "live", "ui", "pages"]);
    assert_eq!(named("use wire::Collection;"), ["wire"]);
    assert_eq!(named("use super::Tone;"), [""; 0]);
}

#[test]
fn what_stands_outside_of_everything_is_found_and_what_only_lives_as_long_is_not() {
    for text in [
        "static LEAVING: AtomicBool = AtomicBool::new(false);",
        "pub(super) static SECTIONS: [u8; 1] = [0];",
        "fn f() {\n    static SEEN: OnceLock<u8> = OnceLock::new();\n}",
        "thread_local! {\n}",
    ] {
        assert!(has_statics(text), "{text}");
    }
    assert!(!has_statics(
        "fn f(text: &'static str) -> Cow<'static, str> {}\n// static\nconst A: &str = \"static \";"
    ));
}
