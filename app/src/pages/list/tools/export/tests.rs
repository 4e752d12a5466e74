use super::*;
use proptest::prelude::*;

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn csv_quotes_what_needs_it() {
    let rows = [row(&["web", "a,b", "say \"hi\""]), row(&["db", "two\nlines", ""])];
    assert_eq!(
        csv(&["name", "image", "note"], &rows),
        "name,image,note\r\nweb,\"a,b\",\"say \"\"hi\"\"\"\r\ndb,\"two\nlines\",\r\n"
    );
}

#[test]
fn no_cell_is_a_formula() {
    for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
        assert!(csv_cell(cell).trim_start_matches('"').starts_with('\''), "{cell:?}");
    }
    assert_eq!(csv_cell("8080→80"), "8080→80");
}

proptest! {
    #[test]
    fn json_is_read_back(cells in proptest::collection::vec(".{0,12}", 2)) {
        let text = json(&["a", "b"], std::slice::from_ref(&cells));
        let read: Vec<std::collections::BTreeMap<String, String>> = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!((&read[0]["a"], &read[0]["b"]), (&cells[0], &cells[1]));
    }
}
