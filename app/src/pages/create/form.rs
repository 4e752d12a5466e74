//! The form: what is typed, and what it all means.

use crate::ui::dom::{Memo, RwSignal};
use leptos::prelude::*;
use wire::{ContainerSpec, Field as Part, Remark, SpecProblem};

use super::{
    defaults::Defaults,
    draft::{Draft, Typed, draft},
};
use crate::{
    i18n::{Text, fault, t},
    ui::Entries,
};

/// How long typing must rest before the server is asked about it.
pub(super) const REST: std::time::Duration = std::time::Duration::from_millis(350);

/// What is typed, and what the engine says of the image.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) image: RwSignal<String>,
    pub(super) name: RwSignal<String>,
    pub(super) command: RwSignal<String>,
    pub(super) tty: RwSignal<bool>,
    pub(super) stdin: RwSignal<bool>,
    pub(super) ports: Entries,
    pub(super) env: Entries,
    pub(super) mounts: Entries,
    pub(super) network: RwSignal<String>,
    pub(super) restart: RwSignal<String>,
    pub(super) attempts: RwSignal<String>,
    pub(super) memory: RwSignal<String>,
    pub(super) cpus: RwSignal<String>,
    pub(super) labels: Entries,
    /// What is folded away, once it has been loaded.
    pub(super) folded: RwSignal<Option<Folded>>,
    /// What is to be said about what was pasted.
    pub(super) remarks: RwSignal<Vec<Remark>>,
    pub(super) defaults: RwSignal<Defaults>,
    /// What it all means.
    pub(super) draft: Memo<Draft>,
}

/// The part that is loaded after the form, as the form uses it.
#[derive(Clone, Copy)]
pub(super) struct Folded {
    /// Its fields.
    pub(super) options: super::options::Options,
    /// Adds what it says to a specification, and answers what it can't read.
    pub(super) add: Callback<ContainerSpec, (ContainerSpec, Vec<SpecProblem>)>,
}

impl Form {
    /// An empty form for an image.
    pub(super) fn new(image: String) -> Self {
        let text = || RwSignal::new(String::new());
        let image = RwSignal::new(image);
        let (name, command, network, restart, attempts, memory, cpus) =
            (text(), text(), text(), text(), text(), text(), text());
        let (tty, stdin) = (RwSignal::new(false), RwSignal::new(false));
        let (ports, env, mounts, labels) =
            (Entries::new(3), Entries::new(2), Entries::new(3), Entries::new(2));
        let folded = RwSignal::new(None::<Folded>);
        let draft = Memo::new(move || {
            let typed = Typed {
                image: image.get(),
                name: name.get(),
                command: command.get(),
                tty: tty.get(),
                stdin: stdin.get(),
                ports: ports.texts(),
                env: env.rows(),
                mounts: mounts.texts(),
                network: network.get(),
                restart: restart.get(),
                attempts: attempts.get(),
                memory: memory.get(),
                cpus: cpus.get(),
                labels: labels.rows(),
            };
            draft(&typed, |spec| match folded.get() {
                None => Vec::new(),
                Some(folded) => {
                    let (whole, problems) = folded.add.run(std::mem::take(spec));
                    *spec = whole;
                    problems
                }
            })
        });
        let form = Self {
            image,
            name,
            command,
            tty,
            stdin,
            ports,
            env,
            mounts,
            network,
            restart,
            attempts,
            memory,
            cpus,
            labels,
            folded,
            remarks: RwSignal::new(Vec::new()),
            defaults: RwSignal::new(Defaults::default()),
            draft,
        };
        form.ask_for_defaults();
        form
    }

    /// What is wrong with a part, in words. An empty form isn't scolded.
    pub(super) fn problem(self, part: Part) -> Option<String> {
        let found = self.draft.with(|draft| draft.problem(part))?;
        let untouched = part == Part::Image && self.image.with(String::is_empty);
        (!untouched).then(|| t(fault(found)).to_owned())
    }

    /// The words for a fault, where something can be faulty without a place in the specification.
    pub(super) fn bad_attempts(self) -> Option<String> {
        self.draft.with(|draft| draft.bad_attempts).then(|| t(Text::NotANumber).to_owned())
    }
}
