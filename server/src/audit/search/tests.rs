use super::*;

#[test]
fn what_came_back_is_told_in_a_word() {
    for (said, expected) in [
        (None, Outcome::Open),
        (Some("done"), Outcome::Done),
        (Some("the engine answered 101 Switching Protocols"), Outcome::Done),
        (Some("the engine answered 204 No Content"), Outcome::Done),
        (Some("the engine answered 409 Conflict"), Outcome::Failed),
        (Some("failed: the container is not paused"), Outcome::Failed),
        (Some("refused: the name ada is taken"), Outcome::Failed),
        (Some("given up before its end"), Outcome::GivenUp),
        (Some("done, nearly"), Outcome::Failed),
        (Some(""), Outcome::Failed),
    ] {
        assert_eq!(outcome(said), expected, "{said:?}");
    }
}
