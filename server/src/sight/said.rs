//! The engine's failures, in its own words, without what they tell of others.

use std::sync::Arc;

use gate::Principal;
use wire::Container;

use super::Sight;
use crate::{error::Error, gateway::without_quotes, targets::Targets};

/// Ids are written with as many digits, or more.
const SHORT_ID: usize = 12;

/// A failure, as somebody is told it who asked for something to be done to `object`.
pub(crate) fn told(principal: &Arc<Principal>, targets: &Targets, error: Error, object: &str) -> Error {
    let Error::Engine(engine::Error::Engine { what, status, message }) = error else { return error };
    match Sight::new(principal.clone(), targets.clone()) {
        Ok(sight) => {
            let message = sight.said(&message, object);
            engine::Error::Engine { what, status, message }.into()
        }
        Err(error) => error,
    }
}

impl Sight {
    /// The engine's words on something that was to be done to `object`.
    pub(crate) fn said(&self, text: &str, object: &str) -> String {
        if self.is_of_all() {
            return text.to_owned();
        }
        let rows = self.targets.rows::<Container>();
        let seen = rows.iter().map(|row| row.id).filter(|id| self.sees_container(id));
        let known: Vec<_> = seen.map(|id| id.to_string()).chain([object.to_owned()]).collect();
        without_others(text, |id| known.iter().any(|known| known.contains(id)))
    }
}

/// A text that names something else by its id, as what has a name already, or is connected still, may name it in
/// quotes, too: then nothing in quotes is told.
fn without_others(text: &str, is_known: impl Fn(&str) -> bool) -> String {
    let is_id = |word: &str| word.len() >= SHORT_ID && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = || text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let others: Vec<_> = words().filter(|word| is_id(word) && !is_known(word)).collect();
    if others.is_empty() {
        return text.to_owned();
    }
    others.into_iter().fold(without_quotes(text), |text, id| text.replace(id, "…"))
}

#[cfg(test)]
mod tests;
