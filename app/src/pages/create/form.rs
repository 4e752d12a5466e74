//! The form: what is typed. What it all means is worked out by a part that is loaded after it.

use crate::ui::dom::{Memo, RwSignal};
use leptos::prelude::*;
use wire::{ContainerSpec, Fault, Field as Part, Remark, SpecProblem};

use super::{defaults::Defaults, meaning::Meaning};
use crate::{
    i18n::{fault, t},
    ui::Entries,
};

/// How long typing must rest before the server is asked about it.
pub(super) const REST: std::time::Duration = std::time::Duration::from_millis(350);

/// What is typed, and what the engine says of the image.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// The page's: what is loaded later lives as long as what it is added to, and not only until it is drawn again.
    pub(super) owner: StoredValue<Owner>,
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
    /// Somebody has tried to create it: what is missing is said from then on.
    pub(super) tried: RwSignal<bool>,
    /// What is to be said about what was pasted.
    pub(super) remarks: RwSignal<Vec<Remark>>,
    pub(super) defaults: RwSignal<Defaults>,
    /// What it all means, once that has been loaded.
    pub(super) meaning: RwSignal<Option<Meaning>>,
    /// What is wrong with it.
    pub(super) faults: RwSignal<Option<Memo<Faults>>>,
}

/// What is wrong with what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Faults {
    pub(super) problems: Vec<SpecProblem>,
    /// The command can't be cut into words: a quote is missing.
    pub(super) open_quote: bool,
    /// The number of attempts isn't one.
    pub(super) bad_attempts: bool,
}

impl Faults {
    /// Whether the server can be asked.
    pub(super) fn is_fine(&self) -> bool {
        self.problems.is_empty() && !self.open_quote && !self.bad_attempts
    }

    /// What is wrong with a field.
    pub(super) fn problem(&self, field: Part) -> Option<Fault> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.fault)
    }
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
        let form = Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
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
            folded: RwSignal::new(None),
            tried: RwSignal::new(false),
            remarks: RwSignal::new(Vec::new()),
            defaults: RwSignal::new(Defaults::default()),
            meaning: RwSignal::new(None),
            faults: RwSignal::new(None),
        };
        form.ask_for_defaults();
        form
    }

    /// A look at what is wrong; nothing is, until it is known.
    pub(super) fn fault<T: Default>(self, look: impl FnOnce(&Faults) -> T) -> T {
        self.faults.get().map(|faults| faults.with(look)).unwrap_or_default()
    }

    /// What is wrong with a part, in words. An empty form isn't scolded before somebody sends it.
    pub(super) fn problem(self, part: Part) -> Option<String> {
        let found = self.fault(|faults| faults.problem(part))?;
        let untouched = part == Part::Image && self.image.with(String::is_empty) && !self.tried.get();
        (!untouched).then(|| t(fault(found)).to_owned())
    }
}
