//! The bodies of `POST /containers/{id}/exec` and `POST /exec/{id}/start`.

use serde_json::{Map, Value};

use super::{
    Form, Objection as O, Refused, Why,
    deciding::Deciding,
    mounts,
    rule::{command, console_size, environment, flag, text_of, unread_flag, unread_text},
    table::{Kind as K, Row, Rule::*, Ruled, Table, empty, nothing_more, row},
};

pub(super) static EXEC: Table = Table { rows: &[&ROWS], then: runs_something };

static ROWS: [Row; 13] = [
    row("AttachStderr", K::Ok, By(flag), "as asked"),
    row("AttachStdin", K::Ok, By(flag), "as asked"),
    row("AttachStdout", K::Ok, By(flag), "as asked"),
    row("Cmd", K::Ok, By(command), "up to a length"),
    row("ConsoleSize", K::Ok, By(console_size), "up to a limit"),
    row("Container", K::Cli, By(unread_text), "the path names it"),
    row("Detach", K::Cli, By(unread_flag), "the start says it"),
    row("DetachKeys", K::Ok, By(|d, v| text_of(d, v, is_keys, Form::Keys)), "keys"),
    row("Env", K::Secret, By(environment), "as asked, and repeated nowhere"),
    empty("Privileged", K::Root, O::CommandIsRoot),
    row("Tty", K::Ok, By(flag), "as asked"),
    row("User", K::Policy, By(user), "the container's own; anybody where that is root"),
    row("WorkingDir", K::Ok, By(mounts::working_dir), "a path, not into the kernel's own"),
];

pub(super) static START: Table = Table { rows: &[&START_ROWS], then: nothing_more };

static START_ROWS: [Row; 3] = [
    row("ConsoleSize", K::Ok, By(console_size), "up to a limit"),
    row("Detach", K::Ok, By(flag), "as asked"),
    row("Tty", K::Ok, By(flag), "as asked"),
];

/// Whoever made the container chose what its processes may be. Where they are root, another user is less; where they
/// aren't, any other user may be more: names are looked up in the container's own files, so that a list of those who
/// are root can't be had.
fn user(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let asked = deciding.text(value)?;
    if asked.is_empty() {
        return Ok(None);
    }
    let own = deciding.around.user();
    let is_root = matches!(own, "" | "0" | "root" | "0:0" | "root:root");
    if is_root || asked == own {
        return Ok(Some(asked.into()));
    }
    Err(deciding.refuse(Why::OnlyAdmins(O::UserMayDoMore)))
}

fn is_keys(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn runs_something(deciding: &mut Deciding<'_>, sent: &mut Map<String, Value>) -> Result<(), Refused> {
    let is = sent.get("Cmd").and_then(Value::as_array).is_some_and(|command| !command.is_empty());
    if is { Ok(()) } else { Err(deciding.refuse_at("Cmd", Why::NotA(Form::Given))) }
}
