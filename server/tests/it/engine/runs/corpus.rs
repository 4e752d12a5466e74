//! The commands, and what is said of them beside.

/// A command.
pub(super) struct Entry {
    /// Which one, counted from 0.
    pub(super) number: usize,
    /// As it is written.
    pub(super) command: String,
    /// As a person completes it.
    pub(super) meant: String,
    /// What has to be named.
    pub(super) named: Vec<String>,
    /// Fields of inspect that may differ.
    pub(super) differs: Vec<String>,
    /// It isn't one that a shell or the CLI could run.
    pub(super) never: bool,
}

const TEXT: &str = include_str!("commands.txt");

/// All of them, for this folder.
pub(super) fn corpus(here: &str) -> Vec<Entry> {
    let paragraphs =
        TEXT.split("\n\n").filter(|it| it.lines().any(|line| !line.starts_with("#:") && !line.is_empty()));
    paragraphs.enumerate().map(|(number, text)| entry(number, text, here)).collect()
}

fn entry(number: usize, text: &str, here: &str) -> Entry {
    let (notes, command): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("#:"));
    let command = command.join("\n").trim().to_owned();
    let mut entry = Entry {
        number,
        meant: command.clone(),
        command,
        named: Vec::new(),
        differs: Vec::new(),
        never: false,
    };
    for note in notes {
        let note = note.trim_start_matches("#:").trim();
        let (kind, rest) = note.split_once(' ').unwrap_or((note, ""));
        match kind {
            "named" => entry.named.push(rest.to_owned()),
            "put" => {
                let (written, meant) = rest.split_once(" => ").expect("what is written, and what is meant");
                assert!(entry.meant.contains(written), "{written} isn't in {}", entry.command);
                entry.meant = entry.meant.replace(written, &meant.replace("{here}", here));
            }
            "differs" => entry.differs.push(rest.split_once(": ").expect("a reason").0.to_owned()),
            "never" => entry.never = true,
            _ => panic!("{note} says nothing"),
        }
    }
    entry
}
