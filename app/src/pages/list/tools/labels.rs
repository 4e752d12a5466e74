//! Asks the server which rows carry the labels that are searched for: at once when others are, and again when rows have
//! come, since what a row carries never changes. One question is on its way at a time.

mod answers;

use std::{collections::HashSet, future::Future, pin::Pin, sync::Arc, time::Duration};

use crate::ui::dom::{Draw, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::Failure;

use super::super::Open;
use crate::{
    actions::explained,
    fetched,
    i18n::{Message, Text, say, t},
    live::Live,
    search::{Facet, Query},
    ui::{AnyText, Key, Notice, Tone, later},
};
use answers::Answers;
pub(in crate::pages) use answers::Carriers;

/// After an answer, the next question waits so long: rows may come faster than anybody reads.
const RESTS: Duration = Duration::from_millis(250);

/// How a list learns of labels.
pub(in crate::pages) struct Source {
    /// All its rows, followed.
    pub(in crate::pages) rows: fn(Live) -> HashSet<Key>,
    /// Asks which carry a label.
    pub(in crate::pages) ask: fn(String) -> Asked,
}

impl Default for Source {
    fn default() -> Self {
        Self { rows: |_| HashSet::new(), ask: |_| Box::pin(async { Ok(Carriers::default()) }) }
    }
}

/// An answer on its way.
pub(in crate::pages) type Asked = Pin<Box<dyn Future<Output = Result<Carriers, Failure>>>>;

/// Rows by the labels that are searched for.
#[derive(Clone, Copy)]
pub(in crate::pages::list) struct Labelled {
    /// Those that carry them, as far as that is known.
    pub(in crate::pages::list) rows: Memo<Arc<Vec<Key>>>,
    pub(super) course: Memo<Course>,
}

/// How much is known of the labels that are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// Not enough yet.
    Waits,
    /// Not enough; why, is said.
    Failed,
    /// Something of each.
    Known,
}

/// Finds the list's rows by their labels, as long as this is drawn, and says what goes wrong with it.
pub(super) fn follow(open: Open) -> Drawn {
    later(
        async move {
            let facts = (open.list.facts)().await?;
            let asking = Asking::new(&open, facts.facets, facts.labels);
            let (made, labelled) = (open.made, asking.labelled(open.found));
            made.update(|made| made.labelled = Some(labelled));
            on_cleanup(move || made.update(|made| made.labelled = None));
            asking.begin(open.live);
            Ok(asking.draw())
        },
        (),
    )
}

#[derive(Clone, Copy)]
struct Asking {
    /// The labels that are asked for, and whether rows must not carry them.
    terms: Memo<Arc<Vec<(String, bool)>>>,
    /// All rows that the list has.
    rows: Memo<Arc<HashSet<Key>>>,
    ask: fn(String) -> Asked,
    answers: RwSignal<Arc<Answers>>,
    failure: RwSignal<Option<AnyText>>,
    /// A question is on its way, or was answered just now.
    rests: StoredValue<bool>,
    /// Something has changed meanwhile.
    again: StoredValue<bool>,
}

impl Asking {
    fn new(open: &Open, facets: &'static [Facet], source: Option<Source>) -> Self {
        let Open { live, text, .. } = *open;
        // A list that has none takes `label:` for a word, and asks for nothing.
        let Source { rows, ask } = source.unwrap_or_default();
        let terms = move || {
            let query = Query::parse(&text.get(), facets);
            Arc::new(query.labels().map(|(label, not)| (label.to_owned(), not)).collect())
        };
        Self {
            terms: Memo::new(terms),
            rows: Memo::new(move || Arc::new(rows(live))),
            ask,
            answers: RwSignal::new(Arc::default()),
            failure: RwSignal::new(None),
            rests: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    fn labelled(self, found: Signal<Arc<Vec<Key>>>) -> Labelled {
        let Self { terms, answers, failure, .. } = self;
        let rows = move || {
            let (terms, answers, mut rows) = (terms.get(), answers.get(), Vec::clone(&found.get()));
            let is_met =
                |row: &Key| terms.iter().all(|(label, not)| answers.carries(row, label) == Some(!not));
            rows.retain(is_met);
            Arc::new(rows)
        };
        let course = move || {
            let answers = answers.get();
            if terms.with(|terms| terms.iter().all(|(label, _)| answers.knows(label))) {
                Course::Known
            } else if failure.with(Option::is_some) {
                Course::Failed
            } else {
                Course::Waits
            }
        };
        Labelled { rows: Memo::new(rows), course: Memo::new(course) }
    }

    /// Asks now, and whenever something has changed.
    fn begin(self, live: Live) {
        Effect::new(move || {
            if self.terms.with(|terms| terms.is_empty()) {
                return;
            }
            self.rows.with(|_| ());
            // What failed without an engine is asked again when it is back.
            live.engine();
            untrack(|| self.look());
        });
    }

    /// The labels that are asked for, each once.
    fn wanted(self) -> Vec<String> {
        let mut wanted: Vec<_> =
            self.terms.get_untracked().iter().map(|(label, _)| label.to_owned()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// Asks for what isn't known.
    fn look(self) {
        let (wanted, rows) = (self.wanted(), self.rows.get_untracked());
        self.answers.update(|answers| Arc::make_mut(answers).keep(&wanted, &rows));
        let due = self.answers.with(|answers| answers.due(&wanted, &rows));
        if due.is_empty() {
            return self.failure.set(None);
        }
        if self.rests.get_value() {
            return self.again.set_value(true);
        }
        self.rests.set_value(true);
        self.again.set_value(false);
        self.failure.set(None);
        leptos::task::spawn_local(async move {
            for label in due {
                let answer = (self.ask)(label.clone()).await;
                // The page may have been left.
                if self.rests.try_get_value().is_none() {
                    return;
                }
                match answer {
                    Ok(carriers) => {
                        let about = rows.clone();
                        self.answers.update(|answers| Arc::make_mut(answers).take(label, about, carriers));
                    }
                    Err(failure) => {
                        self.failure.set(Some(explained(&failure)));
                        break;
                    }
                }
            }
            set_timeout(move || self.rest_no_more(), RESTS);
        });
    }

    fn rest_no_more(self) {
        if self.rests.try_set_value(false).is_none() && self.again.get_value() {
            self.look();
        }
    }

    fn draw(self) -> Drawn {
        let unknown = Memo::new(move || self.answers.with(|answers| answers.unknown()));
        (move || match (self.failure.get(), unknown.get()) {
            (Some(text), _) => fetched::failed(text),
            (None, 0) => ().drawn(),
            (None, count) => view! {
                <div class="connection">
                    <Notice tone=Tone::Warn title=say(Message::LabelsUnknown(count))>{t(Text::LabelsUnknownMore)}</Notice>
                </div>
            },
        })
        .drawn()
    }
}
