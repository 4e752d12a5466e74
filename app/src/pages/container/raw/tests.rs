use super::*;

fn marked(text: &str, wanted: &str) -> String {
    let piece = |(marked, text): &(bool, String)| if *marked { format!("[{text}]") } else { text.clone() };
    pieces(text, wanted).iter().map(piece).collect()
}

#[test]
fn every_match_is_marked_without_regard_to_case() {
    assert_eq!(marked("Name: name", "NAME"), "[Name]: [name]");
    assert_eq!(marked("aaaa", "aa"), "[aa][aa]");
    assert_eq!(marked("nothing", "x"), "nothing");
    assert_eq!(marked("all of it", ""), "all of it");
}

#[test]
fn characters_are_never_cut() {
    assert_eq!(marked("größe ß", "ß"), "grö[ß]e [ß]");
}
