use super::named;

#[test]
fn what_a_file_names_is_found_however_it_is_written() {
    let text = "use crate::{\n    format::{between, number},\n    live::Live,\n};\nuse crate::ui::dom;\nlet it = crate::pages::x();";
    assert_eq!(named(text), ["format", "live", "ui", "pages"]);
    assert_eq!(named("use wire::Collection;"), ["wire"]);
    assert_eq!(named("use super::Tone;"), [""; 0]);
}
