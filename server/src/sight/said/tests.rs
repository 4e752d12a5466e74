use super::*;

#[test]
fn what_is_anothers_is_not_told() {
    let mine = "abcdef012345".repeat(5) + "abcd";
    let theirs = "0123456789ab".repeat(5) + "cdef";
    let told = |text: &str| without_others(text, |id| mine.contains(id));
    let taken = format!(
        "Conflict. The container name \"/db\" is already in use by container \"{theirs}\". Remove it"
    );
    assert_eq!(
        told(&taken),
        "Conflict. The container name \"…\" is already in use by container \"…\". Remove it"
    );
    let used = format!("image is being used by running container {}", &theirs[..12]);
    assert_eq!(told(&used), "image is being used by running container …");
    for own in [
        format!("container {mine} is not running"),
        format!("container {} is paused", &mine[..12]),
        "no command \"deadbeef\" in 4 files".to_owned(),
    ] {
        assert_eq!(told(&own), own);
    }
}
