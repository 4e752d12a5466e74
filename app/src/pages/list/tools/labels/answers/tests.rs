use super::*;

fn rows(names: &str) -> HashSet<Key> {
    names.split_whitespace().map(key).collect()
}

fn key(name: &str) -> Key {
    Key::Name(name.into())
}

fn labels(all: &str) -> Vec<String> {
    all.split_whitespace().map(str::to_owned).collect()
}

fn carriers(names: &str) -> Carriers {
    Carriers { rows: rows(names), unknown: 0 }
}

#[test]
fn a_label_is_asked_for_once_and_again_when_a_row_has_come() {
    let mut answers = Answers::default();
    let wanted = labels("app app=web");
    assert_eq!(answers.due(&wanted, &rows("a b")), wanted);
    answers.take("app".into(), rows("a b").into(), carriers("a"));
    assert_eq!(answers.due(&wanted, &rows("a b")), labels("app=web"));
    answers.take("app=web".into(), rows("a b").into(), carriers(""));
    assert!(answers.due(&wanted, &rows("a b")).is_empty());
    assert!(answers.due(&wanted, &rows("a")).is_empty(), "one has gone");
    assert_eq!(answers.due(&wanted, &rows("a b c")), wanted);
    answers.take("app".into(), rows("a b c").into(), carriers("a c"));
    assert_eq!(answers.due(&wanted, &rows("a b c")), labels("app=web"));
}

#[test]
fn of_a_row_that_was_not_there_nothing_is_known() {
    let mut answers = Answers::default();
    assert!(!answers.knows("app"));
    assert_eq!(answers.carries(&key("a"), "app"), None);
    answers.take("app".into(), rows("a b").into(), carriers("a c"));
    let carries = |name| answers.carries(&key(name), "app");
    assert_eq!((carries("a"), carries("b"), carries("c")), (Some(true), Some(false), None));
}

#[test]
fn what_has_gone_or_is_not_wanted_is_forgotten() {
    let mut answers = Answers::default();
    answers.take("app".into(), rows("a b").into(), carriers("a"));
    answers.take("other".into(), rows("a b").into(), Carriers { unknown: 3, ..carriers("") });
    assert_eq!(answers.unknown(), 3);
    answers.keep(&labels("app"), &rows("b"));
    assert_eq!((answers.knows("app"), answers.knows("other"), answers.unknown()), (true, false, 0));
    // Somebody who comes into a stack, leaves it and comes again may have been asked about while they weren't seen.
    assert_eq!(answers.due(&labels("app"), &rows("a b")), labels("app"));
}
