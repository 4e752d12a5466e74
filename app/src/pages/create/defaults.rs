//! What an image brings along, and what it suggests for the form.

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, view};
use leptos::prelude::*;
use wire::{FailureKind, Field as Part, GetImageDefaults, ImageDefaults, shell_line};

use super::form::{Form, REST};
use crate::{
    api,
    i18n::{Text, t},
    live::Live,
    ui::{Button, Entries, Icon, Kind, focus_first, focused_in},
};

/// What is known of the image's defaults.
#[derive(Clone, Default, PartialEq)]
pub(super) enum Defaults {
    #[default]
    Unasked,
    /// It isn't on the engine; it will be pulled.
    Missing,
    Known(ImageDefaults),
}

impl Form {
    /// Asks the engine what the image brings along, when typing rests.
    pub(super) fn ask_for_defaults(self) {
        let live = Live::expect();
        let wanted = Memo::new(move || {
            let faults = self.faults.get()?;
            let reference = self.image.get().trim().to_owned();
            if faults.with(|faults| faults.problem(Part::Image)).is_some() {
                return None;
            }
            let here = live.images(|rows| rows.iter().any(|row| is_named(row, &reference)));
            Some((reference, here))
        });
        Effect::new(move || {
            let reference = match wanted.get() {
                None => return self.defaults.set(Defaults::Unasked),
                Some((_, false)) => return self.defaults.set(Defaults::Missing),
                Some((reference, true)) => reference,
            };
            let still = Some((reference.clone(), true));
            set_timeout(
                move || {
                    if wanted.try_get_untracked().flatten() != still {
                        return;
                    }
                    leptos::task::spawn_local(async move {
                        let answer = api::send(&GetImageDefaults { reference }).await;
                        if wanted.try_get_untracked().flatten() == still {
                            self.defaults.try_set(match answer {
                                Ok(defaults) => Defaults::Known(defaults),
                                Err(failure) if failure.kind == FailureKind::NotFound => Defaults::Missing,
                                Err(_) => Defaults::Unasked,
                            });
                        }
                    });
                },
                REST,
            );
        });
    }

    fn known<T: Default>(self, read: fn(&ImageDefaults) -> T) -> T {
        self.defaults.with(|defaults| match defaults {
            Defaults::Known(defaults) => read(defaults),
            _ => T::default(),
        })
    }
}

/// Whether a reference names an image that the engine has, as the engine completes references.
fn is_named(row: &wire::Image, reference: &str) -> bool {
    let short = reference.strip_prefix("docker.io/").unwrap_or(reference);
    let short = short.strip_prefix("library/").unwrap_or(short);
    let named = |tag: &String| tag == short || tag.strip_suffix(":latest") == Some(short);
    row.tags.iter().any(named)
        || row.digests.iter().any(|digest| digest == short)
        || row
            .id
            .to_string()
            .trim_start_matches("sha256:")
            .starts_with(reference.trim_start_matches("sha256:"))
            && reference.len() >= 12
}

/// What the image runs, or that it isn't there yet.
pub(super) fn about_image(form: Form) -> Drawn {
    let text = form.defaults.with(|defaults| match defaults {
        Defaults::Unasked => None,
        Defaults::Missing => Some(t(Text::ImageMissing).drawn()),
        Defaults::Known(defaults) => {
            let words = [defaults.entrypoint.clone(), defaults.command.clone()].concat();
            let part = |word, value: String| {
                (!words.is_empty() && !value.is_empty())
                    .then(|| view! { " " {t(word)} " " <code>{value}</code> })
            };
            Some(view! {
                {if words.is_empty() {
                    t(Text::ImageRunsNothing).drawn()
                } else {
                    view! { {t(Text::ImageRuns)} " " <code>{shell_line(&words)}</code> }
                }}
                {part(Text::ImageRunsAs, defaults.user.clone())}
                {part(Text::ImageRunsIn, defaults.working_dir.clone())}
            })
        }
    });
    text.map(|text| view! { <p class="from-image" role="status">{text}</p> }).drawn()
}

/// Small buttons that take over what the image suggests, of what isn't there yet: `same` says whether a row is that.
pub(super) fn suggestions(
    form: Form,
    entries: Entries,
    same: fn(&[String], &[String]) -> bool,
    read: fn(&ImageDefaults) -> Vec<Vec<String>>,
) -> Drawn {
    (move || {
        let chip = |row: Vec<String>| {
            let word = row.iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
            let press = Callback::new(move |()| {
                let cells: Vec<&str> = row.iter().map(String::as_str).collect();
                // It is offered no more once it is there.
                focus_first(focused_in(".more"), "button");
                entries.add(&cells);
            });
            view! { <Button label=word symbol=Some(Icon::Plus) kind=Kind::Quiet on_press=press /> }
        };
        let there = entries.texts();
        let mut rows = form.known(read);
        rows.retain(|row| !there.iter().any(|cells| same(cells, row)));
        (!rows.is_empty()).then(|| {
            view! {
                <span class="faint">{t(Text::FromTheImage)}</span>
                {rows.into_iter().map(chip).draw_all()}
            }
        })
    })
    .drawn()
}
