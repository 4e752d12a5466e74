//! Whatever else `docker run` takes: folded away, and loaded after the rest of the form. Each field is a flag of
//! `docker run`, read and written as the flag is.

mod fill;
mod sections;
mod shown;

use crate::ui::dom::RwSignal;
use leptos::prelude::*;
use wire::{ContainerSpec, Field, Flag, SpecProblem, Takes};

use super::form::{Folded, Form};
use crate::ui::Entries;
use sections::SECTIONS;

pub(super) use fill::fill;
pub(super) use shown::OptionsView;

/// All fields that are folded away.
#[derive(Clone, Copy)]
pub(super) struct Options(StoredValue<Vec<OptionField>>);

/// A field.
#[derive(Clone, Copy)]
struct OptionField {
    flag: &'static Flag,
    typed: Typed,
}

/// What is typed there.
#[derive(Clone, Copy)]
enum Typed {
    Yes(RwSignal<bool>),
    /// A text, or one of a few.
    One(RwSignal<String>),
    /// Rows of one cell.
    Many(Entries),
}

/// The flag of which the form's own field holds the first value.
const NETWORK: &str = "network";

impl Options {
    /// Those of a form: made when they are first asked for.
    fn of(form: Form) -> Self {
        if let Some(folded) = form.folded.get_untracked() {
            return folded.options;
        }
        form.owner.get_value().with(|| Self::made(form))
    }

    fn made(form: Form) -> Self {
        let flags =
            SECTIONS.iter().flat_map(|section| section.options).filter_map(|(name, _)| Flag::named(name));
        let field = |flag: &'static Flag| {
            let typed = match flag.takes() {
                Takes::Nothing => Typed::Yes(RwSignal::new(false)),
                Takes::YesOrNo | Takes::One => Typed::One(RwSignal::new(String::new())),
                Takes::Many => Typed::Many(Entries::new(1)),
            };
            OptionField { flag, typed }
        };
        let options = Self(StoredValue::new(flags.map(field).collect()));
        let add = Callback::new(move |spec| options.add(spec));
        form.folded.set(Some(Folded { options, add }));
        options
    }

    /// The field of a flag.
    fn field(self, name: &str) -> Option<OptionField> {
        self.0.with_value(|fields| fields.iter().find(|field| field.flag.name == name).copied())
    }

    /// Adds what is typed to a specification, and answers what can't be read.
    fn add(self, mut spec: ContainerSpec) -> (ContainerSpec, Vec<SpecProblem>) {
        let mut problems = Vec::new();
        for OptionField { flag, typed } in self.0.get_value() {
            for (index, value) in typed.values().into_iter().enumerate() {
                // Nothing is typed in that row yet.
                if value.is_empty() {
                    continue;
                }
                let taken = flag.put(&mut spec, bare(&value));
                let field = Field::Option(flag.name, index);
                problems.extend(taken.err().map(|fault| SpecProblem { field, fault }));
            }
        }
        (spec, problems)
    }
}

/// Two quotes stand for an empty text, where that isn't the same as none.
const EMPTY: &str = "\"\"";

fn bare(value: &str) -> &str {
    if value == EMPTY { "" } else { value }
}

impl Typed {
    /// What is typed: nothing where nothing is, and a row that was added counts.
    fn values(self) -> Vec<String> {
        match self {
            Self::Yes(on) => {
                if on.get() {
                    vec!["true".into()]
                } else {
                    Vec::new()
                }
            }
            Self::One(text) => {
                Some(text.get().trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect()
            }
            Self::Many(entries) => {
                entries.texts().into_iter().flatten().map(|text| text.trim().to_owned()).collect()
            }
        }
    }

    /// Shows these values in place of what is typed.
    fn show(self, values: &[String]) {
        match self {
            Self::Yes(on) => on.set(!values.is_empty()),
            Self::One(text) => {
                let value = values.first().map(|value| if value.is_empty() { EMPTY } else { value });
                text.set(value.unwrap_or_default().to_owned());
            }
            Self::Many(entries) => {
                entries.set(&values.iter().map(|value| vec![value.clone()]).collect::<Vec<_>>());
            }
        }
    }
}

#[cfg(test)]
mod tests;
