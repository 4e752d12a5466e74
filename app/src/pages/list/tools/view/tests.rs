use super::*;

fn layout(names: &[&str]) -> Layout {
    Layout(names.iter().map(|name| ((*name).to_owned(), None)).collect())
}

#[test]
fn a_column_moves_between_the_name_and_the_buttons() {
    let columns = layout(&["name", "status", "image", "do"]);
    assert_eq!(moved(columns.clone(), "image", -1), layout(&["name", "image", "status", "do"]));
    assert_eq!(moved(columns.clone(), "status", -1), columns);
    assert_eq!(moved(columns.clone(), "image", 1), columns);
    assert_eq!(moved(columns.clone(), "nowhere", 1), columns);
}

#[test]
fn a_column_that_is_shown_again_is_the_last() {
    let columns = layout(&["name", "status", "image", "do"]);
    let without = toggled(columns, "status", false);
    assert_eq!(without, layout(&["name", "image", "do"]));
    assert_eq!(toggled(without, "status", true), layout(&["name", "image", "status", "do"]));
}
