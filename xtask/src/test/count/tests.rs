use super::counts;

#[test]
fn both_runners_are_understood() {
    let cargo =
        "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 6.66s";
    assert_eq!(counts(cargo), (12, 3));
    assert_eq!(counts("ℹ pass 7"), (7, 0));
    assert_eq!(counts("ℹ fail 2"), (0, 2));
    assert_eq!(counts("test nothing_passed ... ok"), (0, 0));
}
