use std::collections::{BTreeMap, BTreeSet};

use super::{letters, replace};

#[test]
fn whole_words_are_replaced_and_nothing_else() {
    let names = BTreeMap::from([("__wbg_ok_1f".to_owned(), "a_".to_owned())]);
    let script = "x.__wbg_ok_1f(), { __wbg_ok_1f: 1 }, __wbg_ok_1f2, \"→ __wbg_ok_1f\"";
    assert_eq!(replace(script, &names), "x.a_(), { a_: 1 }, __wbg_ok_1f2, \"→ a_\"");
}

#[test]
fn every_number_has_letters_of_its_own() {
    let all: BTreeSet<_> = (0..2000).map(letters).collect();
    assert_eq!(all.len(), 2000);
    assert_eq!([letters(0), letters(25), letters(26)], ["a_", "z_", "aa_"]);
}
