//! The `docker` command that does what a specification asks for.

use std::borrow::Cow;

use super::flags::FLAGS;
use crate::{ContainerSpec, Takes};

impl ContainerSpec {
    /// The command that makes the same container: `docker run --detach`, or `docker create` when it isn't to be
    /// started. Every argument is quoted for a POSIX shell where it needs it.
    pub fn docker_command(&self, start: bool) -> String {
        let mut spec = self.clone();
        let mut command = String::from(if start { "docker run --detach" } else { "docker create" });
        for flag in &FLAGS {
            let stands_alone = matches!(flag.takes(), Takes::Nothing | Takes::YesOrNo);
            for value in flag.tell(&mut spec) {
                command.push_str(" --");
                command.push_str(flag.name);
                match &*value {
                    "true" if stands_alone => {}
                    value if stands_alone => command.push_str(&["=", value].concat()),
                    value => command.push_str(&[" ", &*quoted(value)].concat()),
                }
            }
        }
        for argument in std::iter::once(&self.image).chain(&self.command) {
            command.push(' ');
            command.push_str(&quoted(argument));
        }
        command
    }
}

/// Words as a shell would be given them.
pub fn shell_line(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// As `shlex` quotes, but `NAME=value` stays bare: behind the command's first word a shell reads it as it is.
fn quoted(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    // It refuses only NUL, which no argument of a program can hold.
    shlex::try_quote(text).unwrap_or(Cow::Borrowed("''"))
}
