//! What a container does, in words, and as a sign.

use wire::{Container, Health, State, Time};

use crate::{
    format::{ago, between},
    i18n::{Message, Text, say, t},
    ui::{Icon, Tone},
};

/// What a container does, as `docker ps` says it: `Up 3 minutes (healthy)`.
pub(crate) fn status(row: &Container, now: Time) -> String {
    let up = || row.started.map(|started| between(started, now)).unwrap_or_default();
    let ended = || row.finished.map(|finished| ago(finished, now)).unwrap_or_default();
    match row.state {
        State::Running => match row.health {
            Health::None => say(Message::Up(&up())),
            health => say(Message::UpAnd(&up(), t(health_word(health)))),
        },
        State::Paused => say(Message::UpAnd(&up(), t(Text::PausedWord))),
        State::Restarting => say(Message::RestartingSince(row.exit_code, &ended())),
        State::Exited if row.oom_killed => say(Message::OutOfMemory(row.exit_code, &ended())),
        State::Exited => say(Message::Exited(row.exit_code, &ended())),
        state => t(state_word(state)).into(),
    }
}

/// A state's word.
pub(crate) fn state_word(state: State) -> Text {
    match state {
        State::Created => Text::StateCreated,
        State::Running => Text::StateRunning,
        State::Paused => Text::StatePaused,
        State::Restarting => Text::StateRestarting,
        State::Removing => Text::StateRemoving,
        State::Exited => Text::StateExited,
        State::Dead => Text::StateDead,
        State::Unknown => Text::StateUnknown,
    }
}

fn health_word(health: Health) -> Text {
    match health {
        Health::None => Text::HealthNone,
        Health::Starting => Text::HealthStarting,
        Health::Healthy => Text::HealthHealthy,
        Health::Unhealthy => Text::HealthUnhealthy,
    }
}

/// A container's sign: a shape for its state, in the colour of what that means, and the words for both.
pub(crate) fn look(row: &Container) -> (Icon, Tone, String) {
    let (shape, tone) = match (row.state, row.health) {
        (State::Running, Health::Unhealthy) => (Icon::Alert, Tone::Bad),
        (State::Running, Health::Starting) => (Icon::RingPlay, Tone::Busy),
        (State::Running, _) => (Icon::RingPlay, Tone::Good),
        (State::Paused, _) => (Icon::RingPause, Tone::Warn),
        (State::Restarting, _) => (Icon::Spinner, Tone::Warn),
        (State::Removing, _) => (Icon::Spinner, Tone::Idle),
        (State::Created, _) => (Icon::Ring, Tone::Idle),
        (State::Exited, _) if failed(row) => (Icon::RingCross, Tone::Bad),
        (State::Exited | State::Unknown, _) => (Icon::RingStop, Tone::Idle),
        (State::Dead, _) => (Icon::RingCross, Tone::Bad),
    };
    let state = t(state_word(row.state));
    let words = match row.health {
        Health::None => state.into(),
        health => [state, ", ", t(health_word(health))].concat(),
    };
    (shape, tone, words)
}

/// Ended by itself with an error. 137 and 143 are what a stopped container ends with as well.
pub(crate) fn failed(row: &Container) -> bool {
    row.oom_killed || !matches!(row.exit_code, 0 | 130 | 137 | 143)
}

#[cfg(test)]
mod tests;
