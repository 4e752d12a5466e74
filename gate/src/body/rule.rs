//! What is done with fields of every kind of body.

use serde_json::Value;

use super::{Form, Refused, Why, deciding::Deciding, table::Ruled};

pub(super) fn flag(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    if value.is_boolean() { Ok(Some(value)) } else { Err(deciding.refuse(Why::NotA(Form::Flag))) }
}

/// A whole number within bounds; 0 is nothing.
pub(super) fn whole(deciding: &mut Deciding<'_>, value: Value, least: i64, most: i64) -> Ruled {
    if value.as_i64() == Some(0) {
        return Ok(None);
    }
    Ok(Some(deciding.whole(&value, least, most)?.into()))
}

/// Any text.
pub(super) fn text(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let text = deciding.text(value)?;
    Ok((!text.is_empty()).then_some(Value::String(text)))
}

/// A text of which a look at its letters says all.
pub(super) fn text_of(deciding: &mut Deciding<'_>, value: Value, is: fn(&str) -> bool, form: Form) -> Ruled {
    let text = deciding.text(value)?;
    if text.is_empty() {
        return Ok(None);
    }
    if is(&text) { Ok(Some(Value::String(text))) } else { Err(deciding.refuse(Why::NotA(form))) }
}

/// One of some texts, or none.
pub(super) fn one_of(deciding: &mut Deciding<'_>, value: Value, known: &'static [&'static str]) -> Ruled {
    let text = deciding.text(value)?;
    match text.as_str() {
        "" => Ok(None),
        text if known.contains(&text) => Ok(Some(text.into())),
        _ => Err(deciding.refuse(Why::NotOneOf(known))),
    }
}

/// What clients send and the engine doesn't read: it is a text, and isn't sent.
pub(super) fn unread_text(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    deciding.text(value).map(|_| None)
}

/// The same, for true or false.
pub(super) fn unread_flag(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    flag(deciding, value).map(|_| None)
}

/// Any texts. An empty list isn't the same as none: it can stand against the image's own.
pub(super) fn texts(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |_, text| Ok(text))
}

/// Texts, each as a rule gives it back.
pub(super) fn texts_of(
    deciding: &mut Deciding<'_>,
    value: Value,
    rule: impl Fn(&mut Deciding<'_>, String) -> Result<String, Refused>,
) -> Ruled {
    let texts = deciding.each(value, |deciding, item| {
        let text = deciding.text(item)?;
        rule(deciding, text).map(Value::String)
    })?;
    Ok(Some(Value::Array(texts)))
}

/// How long a command may be, as JSON: the engine's lists hold it whole. Scripts belong into files.
pub(super) const LONGEST_COMMAND: usize = 32 << 10;

/// A command: the engine takes one text for a list of one.
pub(super) fn command(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let command = match value {
        Value::String(text) => Some(Value::Array(vec![text.into()])),
        list => texts(deciding, list)?,
    };
    match &command {
        Some(words) if words.to_string().len() > LONGEST_COMMAND => {
            Err(deciding.refuse(Why::NotA(Form::Command)))
        }
        _ => Ok(command),
    }
}

/// `KEY=value`, or `KEY` to take one away.
pub(super) fn environment(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        name_of_variable(deciding, &text)?;
        Ok(text)
    })
}

/// The name in front of a variable's value.
pub(super) fn name_of_variable<'a>(deciding: &Deciding<'_>, text: &'a str) -> Result<&'a str, Refused> {
    let (name, _) = text.split_once('=').unwrap_or((text, ""));
    if name.is_empty() { Err(deciding.refuse(Why::NotA(Form::Variable))) } else { Ok(name) }
}

/// Height and width of a terminal: larger than any is as large as any.
pub(super) fn console_size(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let sides = deciding.each(value, |deciding, side| {
        Ok(deciding.whole(&side, 0, i64::from(u32::MAX))?.min(crate::query::LARGEST_CONSOLE.into()))
    })?;
    if sides.len() == 2 {
        Ok(Some(sides.into()))
    } else {
        Err(deciding.refuse(Why::NotA(Form::HeightAndWidth)))
    }
}

/// A name for a host, as resolvers take it.
pub(super) fn is_host_name(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.len() <= 253
        && text.split('.').all(|label| (1..=63).contains(&label.len()) && !label.starts_with('-'))
        && text.bytes().all(known)
}

/// A name that others find a container by, unless it is another stack's.
pub(super) fn own_name(deciding: &mut Deciding<'_>, name: String) -> Result<String, Refused> {
    if !is_host_name(&name) {
        return Err(deciding.refuse(Why::NotA(Form::HostName)));
    }
    if deciding.around.is_anothers(&name, &deciding.stack) {
        return Err(deciding.refuse(Why::Taken));
    }
    Ok(name)
}
