use super::*;
use proptest::prelude::*;

const COLUMNS: [&str; 5] = ["name", "status", "image", "ports", "do"];

fn columns() -> Vec<Column> {
    COLUMNS.map(|name| Column { title: name, name, sort: None }).to_vec()
}

fn shown(remembered: &str) -> Vec<&'static str> {
    Layout::read(remembered).places(&columns()).into_iter().map(|place| COLUMNS[place]).collect()
}

#[test]
fn nothing_remembered_shows_all() {
    assert_eq!(shown(""), COLUMNS);
    assert_eq!(Layout::read("").arranged(&columns()), None);
}

#[test]
fn name_and_buttons_stay_where_they_are() {
    assert_eq!(shown("ports do status name"), ["name", "ports", "status", "do"]);
}

#[test]
fn what_makes_no_sense_is_passed_over() {
    assert_eq!(shown("  ports:wide ports nowhere :: image:120"), ["name", "ports", "image", "do"]);
}

#[test]
fn a_chosen_width_is_the_most_that_a_column_takes() {
    let arranged = Layout::read("name status:220").arranged(&columns()).expect("chosen");
    assert_eq!(arranged.places, [0, 1, 4]);
    assert_eq!(arranged.widths, "minmax(10rem,2fr) minmax(0,220px) var(--do)");
}

proptest! {
    #[test]
    fn any_text_gives_a_table_with_name_and_buttons(text in ".{0,80}") {
        let shown = shown(&text);
        prop_assert_eq!((shown.first(), shown.last()), (Some(&"name"), Some(&"do")));
    }

    #[test]
    fn what_is_remembered_is_read_back(
        columns in proptest::collection::vec(("[a-z]{1,8}", proptest::option::of(0u32..4000)), 0..MOST)
    ) {
        let layout = Layout(columns);
        prop_assert_eq!(Layout::read(&layout.print()), layout);
    }
}
