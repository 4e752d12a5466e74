//! How the parts of a specification are written, by people and by the `docker` command: one notation for both.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Fault;

/// A value that has a notation.
pub(crate) trait Notation: Sized {
    /// Whether it is yes or no.
    const IS_SWITCH: bool = false;

    /// What a text stands for.
    fn read(text: &str) -> Result<Self, Fault>;

    /// The text that stands for it.
    fn write(&self) -> String;

    /// The same where it may be left out: an empty text is none.
    fn read_some(text: &str) -> Result<Option<Self>, Fault> {
        if text.is_empty() { Ok(None) } else { Self::read(text).map(Some) }
    }

    /// The same where a text may stand for several, as a range of ports does.
    fn read_all(text: &str) -> Result<Vec<Self>, Fault> {
        Ok(vec![Self::read(text)?])
    }
}

/// How often an option is given a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Never: it stands for itself.
    Nothing,
    /// As good as never: it stands for yes, and can say no.
    YesOrNo,
    /// Once; the last one counts.
    One,
    /// Any number of times.
    Many,
}

/// What an option says: it takes the option's values, and tells them again.
pub trait Part {
    /// How often it is given a value.
    fn takes(&self) -> Takes;

    /// Takes a value: instead of the one before, or where there may be several, beside them.
    ///
    /// # Errors
    /// It isn't one.
    fn put(&mut self, value: &str) -> Result<(), Fault>;

    /// The values that say the same; none when nothing is said.
    fn tell(&self) -> Vec<String>;
}

/// As Go reads yes and no.
fn yes_or_no(text: &str) -> Result<bool, Fault> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(Fault::NotYesOrNo),
    }
}

impl Part for bool {
    fn takes(&self) -> Takes {
        Takes::Nothing
    }

    fn put(&mut self, value: &str) -> Result<(), Fault> {
        *self = yes_or_no(value)?;
        Ok(())
    }

    fn tell(&self) -> Vec<String> {
        if *self { vec!["true".into()] } else { Vec::new() }
    }
}

impl<T: Notation> Part for Option<T> {
    fn takes(&self) -> Takes {
        if T::IS_SWITCH { Takes::YesOrNo } else { Takes::One }
    }

    fn put(&mut self, value: &str) -> Result<(), Fault> {
        *self = T::read_some(value)?;
        Ok(())
    }

    fn tell(&self) -> Vec<String> {
        self.iter().map(T::write).collect()
    }
}

/// The most of anything that one container has, and that a range stands for: the gate's own bound.
pub(crate) const MOST_ITEMS: usize = 1_000;

impl<T: Notation> Part for Vec<T> {
    fn takes(&self) -> Takes {
        Takes::Many
    }

    fn put(&mut self, value: &str) -> Result<(), Fault> {
        let more = T::read_all(value)?;
        if self.len() + more.len() > MOST_ITEMS {
            return Err(Fault::TooMany);
        }
        self.extend(more);
        Ok(())
    }

    fn tell(&self) -> Vec<String> {
        self.iter().map(T::write).collect()
    }
}

impl Notation for bool {
    const IS_SWITCH: bool = true;

    fn read(text: &str) -> Result<Self, Fault> {
        yes_or_no(text)
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

/// Any text that a program can be given.
impl Notation for String {
    fn read(text: &str) -> Result<Self, Fault> {
        if text.contains('\0') { Err(Fault::Malformed) } else { Ok(text.to_owned()) }
    }

    fn write(&self) -> String {
        self.clone()
    }
}

/// `NAME=value`; without a value it is empty.
impl Notation for (String, String) {
    fn read(text: &str) -> Result<Self, Fault> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        Ok((String::read(name)?, String::read(value)?))
    }

    fn write(&self) -> String {
        [&*self.0, "=", &*self.1].concat()
    }
}

/// What Rust itself reads and writes as Docker does.
macro_rules! as_rust_has_it {
    ($($type:ty: $fault:ident),*) => {
        $(impl Notation for $type {
            fn read(text: &str) -> Result<Self, Fault> {
                text.parse().map_err(|_| Fault::$fault)
            }

            fn write(&self) -> String {
                self.to_string()
            }
        })*
    };
}

as_rust_has_it!(u16: NotANumber, u32: NotANumber, u64: NotANumber, i64: NotANumber);
as_rust_has_it!(IpAddr: NotAnAddress, Ipv4Addr: NotAnAddress, Ipv6Addr: NotAnAddress);

/// The fields of a line of comma-separated values, as Go reads them: one that begins with a quote ends with one, and
/// holds them doubled.
pub(crate) fn fields(line: &str) -> Result<Vec<String>, Fault> {
    let (mut fields, mut rest) = (Vec::new(), line);
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, more) =
                rest.split_once(',').map_or((rest, None), |(field, more)| (field, Some(more)));
            if field.contains('"') {
                return Err(Fault::Malformed);
            }
            fields.push(field.to_owned());
            let Some(more) = more else { return Ok(fields) };
            rest = more;
            continue;
        };
        let (field, more) = until_quote(quoted).ok_or(Fault::Malformed)?;
        fields.push(field);
        match more.strip_prefix(',') {
            Some(more) => rest = more,
            None if more.is_empty() => return Ok(fields),
            None => return Err(Fault::Malformed),
        }
    }
}

/// What stands before the closing quote, and what follows it.
fn until_quote(text: &str) -> Option<(String, &str)> {
    let (mut field, mut rest) = (String::new(), text);
    loop {
        let (before, after) = rest.split_once('"')?;
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None => return Some((field, after)),
        }
    }
}

/// A line of comma-separated values.
pub(crate) fn line(fields: &[String]) -> String {
    let quoted = |field: &String| {
        if field.contains([',', '"', '\n']) {
            ["\"", &field.replace('"', "\"\""), "\""].concat()
        } else {
            field.clone()
        }
    };
    fields.iter().map(quoted).collect::<Vec<_>>().join(",")
}
