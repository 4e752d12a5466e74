use wire::FLAGS;

use super::*;

/// Flags that the form asks for before anything is folded away.
const FIRST: [&str; 11] = [
    "name",
    "publish",
    "env",
    "volume",
    "network",
    "restart",
    "memory",
    "cpus",
    "label",
    "tty",
    "interactive",
];

#[test]
fn every_flag_has_its_place_in_the_form() {
    let folded: Vec<&str> =
        SECTIONS.iter().flat_map(|section| section.options).map(|(name, _)| *name).collect();
    for name in &folded {
        assert!(Flag::named(name).is_some(), "{name} is no flag");
        assert_eq!(folded.iter().filter(|other| *other == name).count(), 1, "{name} is there twice");
    }
    for flag in &FLAGS {
        let places = usize::from(FIRST.contains(&flag.name)) + usize::from(folded.contains(&flag.name));
        // Of networks, the first is chosen in the open, and others are added below.
        assert_eq!(places, if flag.name == NETWORK { 2 } else { 1 }, "{}", flag.name);
    }
}
