//! What can be granted, each with what it means, and chosen in forms.

use crate::ui::dom::{Draw, DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Grant, Role};

use crate::{
    i18n::{Text, t},
    ui::Check,
};

/// A role's word.
pub(super) fn role_word(role: Role) -> Text {
    match role {
        Role::Viewer => Text::RoleViewer,
        Role::Operator => Text::RoleOperator,
        Role::Admin => Text::RoleAdmin,
    }
}

/// A grant's word.
pub(super) fn grant_word(grant: Grant) -> Text {
    match grant {
        Grant::Logs => Text::GrantLogs,
        Grant::Exec => Text::GrantExec,
        Grant::Deploy => Text::GrantDeploy,
        Grant::Files => Text::GrantFiles,
    }
}

/// What it means, honestly.
fn grant_meaning(grant: Grant) -> Text {
    match grant {
        Grant::Logs => Text::GrantLogsMore,
        Grant::Exec => Text::GrantExecMore,
        Grant::Deploy => Text::GrantDeployMore,
        Grant::Files => Text::GrantFilesMore,
    }
}

/// The grants that come to anything with a role; an admin has all of them.
pub(super) fn of_role(role: Role) -> Vec<Grant> {
    match role {
        Role::Viewer => vec![Grant::Logs, Grant::Files],
        Role::Operator => Grant::ALL.to_vec(),
        Role::Admin => Vec::new(),
    }
}

/// The grants that are chosen in a form.
#[derive(Clone, Copy)]
pub(super) struct Chosen([RwSignal<bool>; 4]);

impl Chosen {
    /// Those that are there already.
    pub(super) fn new(given: &[Grant]) -> Self {
        Self(Grant::ALL.map(|grant| RwSignal::new(given.contains(&grant))))
    }

    /// Those of the offered ones that are chosen now.
    pub(super) fn of(&self, offered: &[Grant]) -> Vec<Grant> {
        let all = Grant::ALL.into_iter().zip(&self.0);
        let chosen = all.filter(|(grant, on)| on.get_untracked() && offered.contains(grant));
        chosen.map(|(grant, _)| grant).collect()
    }
}

/// A box for each grant that is offered.
#[component]
pub(super) fn GrantChecks(
    #[prop(into)] legend: String,
    chosen: Chosen,
    #[prop(into)] offered: Signal<Vec<Grant>>,
) -> Drawn {
    let boxes = move || {
        let offered = offered.get();
        let all = Grant::ALL.into_iter().zip(chosen.0).filter(|(grant, _)| offered.contains(grant));
        let boxes = all.map(|(grant, value)| {
            view! { <Check label=t(grant_word(grant)) value=value hint=t(grant_meaning(grant)) /> }
        });
        boxes.draw_all()
    };
    view! {
        <fieldset class="options">
            <legend>{legend}</legend>
            {boxes}
        </fieldset>
    }
    .drawn()
}
