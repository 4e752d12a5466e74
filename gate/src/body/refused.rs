//! Why a body isn't sent.

use super::{Approvable, Form, Noun, Objection, Unreadable};

/// A body that isn't sent: the field that speaks against it, and why. The text says what a person can do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{why}", prefix(field))]
pub struct Refused {
    /// Where, as `HostConfig.Binds[0]`; empty for the body as a whole.
    pub field: String,
    /// Why.
    pub why: Why,
}

/// What speaks against a field. No text of the environment and of commands is ever in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// It is no body at all.
    #[error("the body can't be read: {0}")]
    Unreadable(Unreadable),
    /// It has more bytes than any body needs.
    #[error("the body is larger than {} bytes", super::LONGEST)]
    TooLong,
    /// Other requests of this kind are for admins.
    #[error("only an admin may send this")]
    NoPolicy,
    /// No field has this name.
    #[error("there is no such field here: names are exact, capitals included")]
    Unknown,
    /// It stands there twice.
    #[error("it is given twice")]
    Twice,
    /// It is something else than what it has to be.
    #[error("it has to be {0}")]
    NotA(Form),
    /// It is none of the texts that it may be.
    #[error("it has to be {}", either(.0))]
    NotOneOf(&'static [&'static str]),
    /// It is a number outside of its bounds.
    #[error("it has to be between {least} and {most}: an admin may ask for more")]
    Bounds {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// It gives more than a deployer has.
    #[error("{0}: leave it out, or ask an admin")]
    OnlyAdmins(Objection),
    /// An admin approves of some, and this isn't one of them.
    #[error("{what} have to be approved by an admin, with the setting {}{}", what.setting(), listed(approved))]
    NotApproved {
        /// What it is.
        what: Approvable,
        /// Those that are.
        approved: Vec<String>,
    },
    /// What it names isn't there for this caller.
    #[error("no {what}{} is in your stacks", quoted(name))]
    NotYours {
        /// What is named.
        what: Noun,
        /// How.
        name: String,
    },
    /// The image isn't there, or isn't visible.
    #[error("the engine has no image{} that you may use: pull it first", quoted(name))]
    NoImage {
        /// How it is named.
        name: String,
    },
    /// The image brings a label along that other tools obey.
    #[error(
        "the image brings along the label{}, which other programs take orders from: use an image without it, or ask \
         an admin",
        quoted(label)
    )]
    BakedOrders {
        /// The label.
        label: String,
    },
    /// The image brings a variable along that other tools obey.
    #[error(
        "the image brings along the variable{}, which other programs take orders from: give the container its bare name, \
         which takes it away, or ask an admin",
        quoted(name)
    )]
    BakedVariable {
        /// Its name.
        name: String,
    },
    /// The image says that its containers are of a stack that isn't the caller's.
    #[error(
        "the image brings along the label {label} with{}, which is no stack of yours: give the container this label \
         with one of your stacks",
        quoted(value)
    )]
    BakedStack {
        /// The label.
        label: String,
        /// What the image says.
        value: String,
    },
    /// Compose gives such names to the networks and volumes of another stack.
    #[error(
        "names that begin with {stack}_ are for the stack {stack}, which isn't yours: choose another one"
    )]
    KeptFor {
        /// Which.
        stack: String,
    },
    /// Another stack's container goes by this name.
    #[error("a container of another stack goes by this name: choose another one")]
    Taken,
}

/// The longest text of a client's that an error repeats.
const LONGEST_QUOTE: usize = 255;

fn prefix(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!("{field}: ") }
}

/// Something that a client wrote, in quotes behind a space, if it is like a name.
pub fn quoted(name: &str) -> String {
    let is_name = name.len() <= LONGEST_QUOTE && name.bytes().all(|byte| byte.is_ascii_graphic());
    if is_name { format!(" {name:?}") } else { String::new() }
}

fn either(texts: &[&str]) -> String {
    match texts {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => texts.concat(),
    }
}

fn listed(approved: &[String]) -> String {
    if approved.is_empty() { ", and none are".into() } else { format!(": {}", approved.join(", ")) }
}
