use super::*;

fn rows(names: &[&str]) -> Vec<Key> {
    names.iter().map(|name| Key::Name((*name).into())).collect()
}

#[test]
fn a_press_picks_and_the_next_one_no_longer() {
    let all = rows(&["a", "b", "c"]);
    let picked = pressed(&[], &all[1], false, &all);
    assert_eq!(picked, rows(&["b"]));
    assert_eq!(pressed(&picked, &all[1], false, &all), []);
}

#[test]
fn a_range_goes_from_the_last_one_either_way_and_passes_over_headings() {
    let mut all = rows(&["a", "b", "c", "d"]);
    all.insert(2, Key::Group("shop".into()));
    let down = pressed(&rows(&["a"]), &all[3], true, &all);
    assert_eq!(down, rows(&["a", "b", "c"]));
    assert_eq!(pressed(&rows(&["d"]), &all[1], true, &all), rows(&["c", "d", "b"]));
    assert_eq!(pressed(&[], &all[1], true, &all), rows(&["b"]), "without a last one it is one row");
}

#[test]
fn all_are_picked_when_each_is_and_not_when_as_many_others_are() {
    let shown = rows(&["a", "b"]);
    assert!(are_all(&rows(&["b", "c", "a"]), &shown));
    assert!(!are_all(&rows(&["a", "c"]), &shown));
}
