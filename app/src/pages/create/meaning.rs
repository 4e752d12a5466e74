//! What the form means: the specification, and what is wrong with it. Loaded after the form.

use crate::ui::dom::Memo;
use leptos::prelude::*;
use wire::ContainerSpec;

use super::{
    draft::{Draft, Typed, draft},
    form::Form,
};

/// What is meant.
#[derive(Clone, Copy)]
pub(super) struct Meaning(Memo<Draft>);

impl Meaning {
    /// That of a form: worked out from when it is first asked for.
    pub(super) fn of(form: Form) -> Self {
        if let Some(meaning) = form.meaning.get_untracked() {
            return meaning;
        }
        form.owner.get_value().with(|| Self::made(form))
    }

    fn made(form: Form) -> Self {
        let draft = Memo::new(move || {
            draft(&typed(form), |spec| match form.folded.get() {
                None => Vec::new(),
                Some(folded) => {
                    let (whole, problems) = folded.add.run(std::mem::take(spec));
                    *spec = whole;
                    problems
                }
            })
        });
        form.meaning.set(Some(Self(draft)));
        form.faults.set(Some(Memo::new(move || draft.with(|draft| draft.faults.clone()))));
        Self(draft)
    }

    /// A look at the specification.
    pub(super) fn spec<T>(self, look: impl FnOnce(&ContainerSpec) -> T) -> T {
        self.0.with(|draft| look(&draft.spec))
    }

    /// Whether the server can be asked.
    pub(super) fn is_fine(self) -> bool {
        self.0.with(|draft| draft.faults.is_fine())
    }

    /// The specification as it is now.
    pub(super) fn now(self) -> ContainerSpec {
        self.0.get_untracked().spec
    }
}

fn typed(form: Form) -> Typed {
    Typed {
        image: form.image.get(),
        name: form.name.get(),
        command: form.command.get(),
        tty: form.tty.get(),
        stdin: form.stdin.get(),
        ports: form.ports.texts(),
        env: form.env.rows(),
        mounts: form.mounts.texts(),
        network: form.network.get(),
        restart: form.restart.get(),
        attempts: form.attempts.get(),
        memory: form.memory.get(),
        cpus: form.cpus.get(),
        labels: form.labels.rows(),
    }
}
