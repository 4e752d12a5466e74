//! What has to be typed before data is lost for good: a click alone is too easily made.

use crate::ui::dom::{Drawn, RwSignal, view};
use leptos::prelude::*;

use super::Field;
use crate::i18n::{Message, say};

/// A word that has to be typed: a name, or of many how many they are.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    word: StoredValue<String>,
    value: RwSignal<String>,
}

impl Typed {
    /// Nothing is typed yet.
    pub(crate) fn new(word: String) -> Self {
        Self { word: StoredValue::new(word), value: RwSignal::new(String::new()) }
    }

    /// Whether it was typed; followed.
    pub(crate) fn is_done(self) -> bool {
        self.value.with(|value| self.word.with_value(|word| value.trim() == word))
    }

    /// Where it is typed.
    pub(crate) fn field(self) -> Drawn {
        let label = self.word.with_value(|word| say(Message::TypeToConfirm(word)));
        view! { <Field id="typed" label=label value=self.value /> }
    }
}
