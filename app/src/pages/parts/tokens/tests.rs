use std::{collections::BTreeSet, fs, path::Path};

use super::{COLOURS, MOTIONS, RADII, SHADOWS, SPACES, TYPES};

/// A file or folder of the project.
fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if path.is_file() {
        return fs::read_to_string(path).expect("a file");
    }
    let mut files: Vec<_> =
        fs::read_dir(path).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "rs"));
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).expect("a file")).collect()
}

#[test]
fn every_token_of_the_styles_is_shown() {
    // What a page measures itself by is seen on every page.
    let measures = ["control", "control-small", "side", "bar", "page", "row", "sans", "mono", "ease"];
    let dialogs = read("../style/ui/dialog.css");
    let tokens =
        [&read("../style/tokens.css"), dialogs.split("@layer ui").next().unwrap_or_default()].concat();
    let named = tokens.lines().filter_map(|line| line.trim().strip_prefix("--")?.split(':').next());
    let is_shown = |name: &&str| !measures.contains(name) && !name.starts_with("weight-");
    let named: BTreeSet<&str> = named.filter(is_shown).collect();
    let shown = COLOURS.into_iter().chain(TYPES).chain(SPACES).chain(RADII).chain(SHADOWS).chain(MOTIONS);
    assert_eq!(shown.collect::<BTreeSet<_>>(), named);
}

#[test]
fn every_part_is_shown() {
    // `Confirm` is a dialog with its form, and the news stand in the shell of every page.
    const AROUND: [&str; 3] = ["Dialog", "DialogForm", "ToastList"];
    let shown = [read("src/pages/parts.rs"), read("src/pages/parts")].concat();
    let parts = [read("src/ui"), read("src/ui/table.rs")].concat();
    let names = parts.split("#[component]\npub(crate) fn ").skip(1);
    let names =
        names.map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default());
    let names: Vec<&str> = names.filter(|name| !AROUND.contains(name)).collect();
    assert!(names.len() > 20, "these can't be all: {names:?}");
    let is_shown = |name: &str| [" ", ">", "\n"].iter().any(|end| shown.contains(&format!("<{name}{end}")));
    let missing: Vec<&str> = names.into_iter().filter(|name| !is_shown(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
