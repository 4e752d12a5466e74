//! English.

use super::{Standing, Text};

pub(super) const STANDING: Standing = Standing {
    again: "Password again",
    create_admin: "Create admin and log in",
    enter: "Log in",
    first_start: "First start",
    lead_login: "Log in to your containers.",
    lead_setup: "Create the first admin. An admin is root on this host: choose a good password.",
    log_in: "Log in",
    name: "Name",
    offline: "Pierhead can’t be reached",
    offline_more: "The server doesn’t answer, or this device is offline. What runs on the engine goes on.",
    password: "Password",
    password_hint: "12 characters at least. A few words are easier to keep than signs.",
    refused: "That didn’t work",
    start_page: "To the start page",
    token: "Set-up token",
    token_hint: "It was printed when Pierhead started, and lies in the file “setup-token” in its data folder.",
    try_again: "Try again",
    welcome: "Welcome to Pierhead",
    your_name: "Your name",
};

pub(super) fn words(text: &Text) -> String {
    match text {
        Text::WrongLogin => "The name or the password is wrong.".into(),
        Text::Wait { seconds, opens } => {
            let opens = if *opens { OPENS } else { "" };
            format!("Too many failed logins. Try again in {}.{opens}", span(*seconds))
        }
        Text::Busy => "Many people are logging in just now. Try again in a moment.".into(),
        Text::FormIncomplete => "The form came incomplete. Fill it in and send it again.".into(),
        Text::WrongSetupToken(0) => format!("This is not the set-up token. {NEW_TOKEN}"),
        Text::WrongSetupToken(1) => "This is not the set-up token. One try is left.".into(),
        Text::WrongSetupToken(left) => format!("This is not the set-up token. {left} tries are left."),
        Text::SetupTokenGone => format!("This set-up token is no longer good. {NEW_TOKEN}"),
        Text::SetUpAlready => "Pierhead is set up already. Log in.".into(),
        Text::InvalidName => {
            "A name has 1 to 64 letters, digits and . _ @ -, and begins with a letter or a digit.".into()
        }
        Text::PasswordLength { min, max } => format!("A password has {min} to {max} bytes."),
        Text::PasswordsDiffer => "The two passwords differ.".into(),
        Text::ServerFailed => "Something went wrong in Pierhead. Its log says more.".into(),
    }
}

const OPENS: &str = " If you have logged in from here before, the right password opens now.";
const NEW_TOKEN: &str = "For a new one restart Pierhead, or run “pierhead setup-token” on its machine.";

fn span(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, 1) => "1 second".into(),
        (0, seconds) => format!("{seconds} seconds"),
        (1, 0) => "1 minute".into(),
        (minutes, 0) => format!("{minutes} minutes"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
