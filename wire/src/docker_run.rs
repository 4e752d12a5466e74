//! `docker run …`, as people write it: read into a specification, and written from one. Both ways go by one table
//! of its flags, which the form for what is rarely needed goes by, too.

mod flags;
mod read;
mod shell;
mod write;

pub use flags::{FLAGS, Flag};
pub use read::{Remark, Run, Why};
pub use write::shell_line;

#[cfg(test)]
mod tests;
