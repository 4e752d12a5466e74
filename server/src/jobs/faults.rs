//! What is wrong with a specification, for scripts; the page has words of its own, in each language.

use wire::{Fault, Field, Flag, SpecProblem, Takes};

/// The part and its fault, in the words of the JSON that was sent.
pub(super) fn describe(problem: &SpecProblem) -> String {
    let part = match problem.field {
        Field::Image => "image".to_owned(),
        Field::Name => "name".to_owned(),
        Field::Port(index) => format!("ports[{index}]"),
        Field::Env(index) => format!("env[{index}]"),
        Field::Mount(index) => format!("mounts[{index}]"),
        Field::Memory => "memory".to_owned(),
        Field::Cpus => "nano_cpus".to_owned(),
        Field::Label(index) => format!("labels[{index}]"),
        Field::Option(flag, index) => option(flag, index),
    };
    let fault = match problem.fault {
        Fault::Missing => "must be given",
        Fault::NotAReference => "is not the reference of an image, such as nginx:1.29",
        Fault::NotAName => {
            "begins with a letter or digit, then has letters, digits, _, . and -; two at least"
        }
        Fault::NotAPort => "must be from 1 to 65535",
        Fault::Twice => "is there twice",
        Fault::NotAVariable => "can't hold = in its name, nor a NUL character",
        Fault::NotAbsolute => "must be an absolute path",
        Fault::Root => "can't be the root itself",
        Fault::Colon => "can't hold a colon",
        Fault::TooLittleMemory => "must be 6 MiB at least",
        Fault::NoTime => "must be more than nothing",
        Fault::NotAnAddress => "is not an address",
        Fault::NotADevice => "is not a device, such as /dev/ttyUSB0",
        Fault::NotAHostName => "is not a host's name",
        Fault::NotANumber => "is not a number that this can be",
        Fault::NotAnOption => "is nothing that this can be",
        Fault::NotAPair => "must have a name",
        Fault::NotASignal => "is not a signal, such as SIGTERM",
        Fault::NotASize => "is not a size",
        Fault::NotATime => "must be a millisecond at least",
        Fault::NotWithOthers => "can't be together with what else is asked for",
        Fault::NotYesOrNo => "must be true or false",
        Fault::OutOfBounds => "is too small or too large",
        Fault::Malformed => "is not written as docker run takes it",
        Fault::TooMany => "has more than 1000 items",
    };
    format!("{part} {fault}")
}

/// Where an option of `docker run` is in the JSON: the first network's are said without its name there.
fn option(flag: &str, index: usize) -> String {
    let Some(flag) = Flag::named(flag) else { return flag.to_owned() };
    let at = flag.at.replacen("first.", "networks[0].", 1);
    match flag.takes() {
        Takes::Many => format!("{at}[{index}]"),
        Takes::One | Takes::Nothing | Takes::YesOrNo => at,
    }
}
