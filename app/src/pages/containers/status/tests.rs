use super::*;
use crate::pages::containers::rows::tests::container;

const NOW: Time = Time(10_000);

fn row(state: State) -> Container {
    Container { started: Some(Time(9_820)), finished: Some(Time(2_800)), ..container("web", state) }
}

#[test]
fn a_status_reads_as_docker_ps_says_it() {
    let healthy = Container { health: Health::Healthy, ..row(State::Running) };
    let killed = Container { exit_code: 137, ..row(State::Exited) };
    let looping = Container { exit_code: 1, ..row(State::Restarting) };
    for (row, expected) in [
        (row(State::Running), "Up 3 minutes"),
        (healthy, "Up 3 minutes (healthy)"),
        (row(State::Paused), "Up 3 minutes (paused)"),
        (killed, "Exited (137) 2 hours ago"),
        (looping, "Restarting (1) 2 hours ago"),
        (row(State::Created), "Created"),
    ] {
        assert_eq!(status(&row, NOW), expected);
    }
}

#[test]
fn a_container_killed_for_want_of_memory_says_so() {
    let row = Container { exit_code: 137, oom_killed: true, ..row(State::Exited) };
    assert_eq!(status(&row, NOW), "Out of memory (137) 2 hours ago");
    assert_eq!(look(&row).1, Tone::Bad);
}

#[test]
fn no_two_states_of_a_sign_differ_by_colour_alone() {
    let good = look(&row(State::Running));
    let ill = look(&Container { health: Health::Unhealthy, ..row(State::Running) });
    let ended = look(&row(State::Exited));
    let failed = look(&Container { exit_code: 1, ..row(State::Exited) });
    for (a, b) in [(&good, &ill), (&ended, &failed), (&good, &ended)] {
        assert_ne!(a.0, b.0);
    }
}
