//! Signals that a container can be sent.

use std::{fmt, str::FromStr};

/// Writes the enum and its names once.
macro_rules! signals {
    ($($variant:ident = $name:literal $doc:literal,)*) => {
        /// A signal that a person sends to a container.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Signal {
            $(#[doc = $doc] $variant,)*
            /// Ends at once.
            #[default]
            Kill,
        }

        impl fmt::Display for Signal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $name,)*
                    Self::Kill => "SIGKILL",
                })
            }
        }

        impl FromStr for Signal {
            type Err = InvalidSignal;

            /// Reads a name, with or without `SIG`.
            fn from_str(text: &str) -> Result<Self, InvalidSignal> {
                let name = text.strip_prefix("SIG").unwrap_or(text);
                $(if Some(name) == $name.strip_prefix("SIG") {
                    return Ok(Self::$variant);
                })*
                if name == "KILL" { Ok(Self::Kill) } else { Err(InvalidSignal) }
            }
        }
    };
}

signals! {
    Hup = "SIGHUP" "Reads its configuration again, or ends: as the program likes.",
    Int = "SIGINT" "Ends as by Ctrl-C.",
    Quit = "SIGQUIT" "Ends with a core dump, or shows where it is.",
    Usr1 = "SIGUSR1" "Means what the program likes.",
    Usr2 = "SIGUSR2" "Means what the program likes.",
    Term = "SIGTERM" "Ends in order.",
    Stop = "SIGSTOP" "Freezes.",
    Cont = "SIGCONT" "Goes on.",
    Winch = "SIGWINCH" "The terminal has another size; web servers end in order by it.",
}

/// A text that is no signal that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a signal that can be sent: SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGSTOP, SIGCONT or SIGWINCH"
)]
pub struct InvalidSignal;
