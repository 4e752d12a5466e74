//! What is wrong with a specification, for scripts; the page has words of its own, in each language.

use wire::{Fault, Field, SpecProblem};

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
    };
    format!("{part} {fault}")
}
