use super::*;

#[test]
fn a_volume_is_made_along_with_a_container_or_was_there() {
    let made = |at| Volume { driver: "local".into(), created_at: at, ..Volume::default() };
    let container = Some(Time(100));
    assert!(is_made_along(&made(Some(Time(100))), container));
    assert!(is_made_along(&made(None), container));
    assert!(!is_made_along(&made(Some(Time(99))), container));
    let bound = Volume { options: [("o".into(), "bind".into())].into(), ..made(Some(Time(100))) };
    assert!(!is_made_along(&bound, container));
}
