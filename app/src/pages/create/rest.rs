//! What is loaded after the form: the options that are folded away, and what has to do with pasting. One part for all of
//! it, since each part costs the first visit a few bytes.

use crate::ui::dom::{Drawn, RwSignal, lazy, view};
use wire::Remark;

use super::{
    form::Form,
    options::OptionsView,
    paste::{Pasted, dialog, remarks},
};

/// What is drawn of it.
pub(super) enum Piece {
    /// The options.
    Options,
    /// The dialog that asks for what is to be pasted, as long as it is open.
    Asking(Pasted, RwSignal<bool>),
    /// What is to be looked at in what was pasted.
    Remarks(Vec<Remark>),
}

/// Loaded when it is first asked for.
#[lazy]
pub(super) fn rest(form: Form, piece: Piece) -> Drawn {
    match piece {
        Piece::Options => view! { <OptionsView form=form /> },
        Piece::Asking(what, open) => dialog(form, what, open),
        Piece::Remarks(list) => remarks(form, list),
    }
}
