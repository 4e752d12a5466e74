use super::*;

#[test]
fn one_persons_push_out_their_own_oldest_alone() {
    let (execs, kim, lee) = (Execs::default(), crate::people::PersonId(1), crate::people::PersonId(2));
    let container = "c".repeat(64).parse().expect("an id");
    execs.put("lees".into(), container, lee);
    for number in 0..=OF_ONE {
        execs.put(number.to_string(), container, kim);
    }
    assert_eq!(execs.container("0", kim), None, "the oldest of too many");
    assert_eq!(execs.container("1", kim), Some(container));
    assert_eq!(execs.container("lees", lee), Some(container));
    assert_eq!(execs.container("lees", kim), None);
    assert_eq!(execs.kept().len(), OF_ONE + 1);
}
