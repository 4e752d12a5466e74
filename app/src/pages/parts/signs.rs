//! What only says something.

use crate::ui::dom::{DrawAll, Drawn, Signal, view};
use leptos::prelude::*;

use super::Part;
use crate::{
    i18n::{Text, t},
    ui::{
        Badge, Button, Card, Code, CopyButton, Count, Counts, Empty, Fact, Facts, Icon, IconButton, Keycaps,
        Mark, Notice, Progress, Skeleton, Tone, icon,
    },
};

const TONES: [Tone; 5] = [Tone::Idle, Tone::Good, Tone::Warn, Tone::Bad, Tone::Busy];

/// All icons, by their names.
#[component]
pub(super) fn Icons() -> Drawn {
    let one = |(name, symbol): &(&'static str, Icon)| {
        view! { <figure class="sign">{icon(*symbol)}<figcaption>{*name}</figcaption></figure> }
    };
    view! { <Part title=Text::PartIcons>{Icon::ALL.iter().map(one).draw_all()}</Part> }
}

/// Words and signs in each tone.
#[component]
pub(super) fn Badges() -> Drawn {
    let marks = [
        (Icon::Ring, Tone::Idle, Text::StateCreated),
        (Icon::RingPlay, Tone::Good, Text::StateRunning),
        (Icon::RingPause, Tone::Warn, Text::StatePaused),
        (Icon::RingCross, Tone::Bad, Text::StateDead),
        (Icon::Spinner, Tone::Busy, Text::Loading),
    ];
    let badge = |tone: Tone| view! { <Badge text=t(Text::Sample) tone=tone /> };
    let mark =
        |(shape, tone, word): (Icon, Tone, Text)| view! { <Mark shape=shape tone=tone label=t(word) /> };
    view! {
        <Part title=Text::PartBadges>
            {TONES.map(badge).into_iter().draw_all()}
            {marks.map(mark).into_iter().draw_all()}
        </Part>
    }
}

/// A notice in each tone.
#[component]
pub(super) fn Notices() -> Drawn {
    let notice =
        |tone: Tone| view! { <Notice tone=tone title=t(Text::Sample)>{t(Text::SampleProblem)}</Notice> };
    view! { <Part title=Text::PartNotices>{TONES.map(notice).into_iter().draw_all()}</Part> }
}

/// Bars: nobody knows, some, and in each tone.
#[component]
pub(super) fn Progresses() -> Drawn {
    let bar = |(part, tone): (Option<f64>, Tone)| {
        view! { <Progress label=t(Text::Sample) part=Signal::derive(move || part) tone=tone /> }
    };
    let bars = [(None, Tone::Busy), (Some(0.3), Tone::Busy), (Some(1.0), Tone::Good), (Some(0.6), Tone::Bad)];
    view! { <Part title=Text::PartProgress>{bars.map(bar).into_iter().draw_all()}</Part> }
}

/// Numbers that lead to what they count.
#[component]
pub(super) fn Numbers() -> Drawn {
    let count = |word, count: usize| Count::new(t(word), "#".into(), Signal::always(Some(count)));
    let bad = Count { tone: Tone::Bad, ..count(Text::Concerns, 2) };
    let counts = vec![count(Text::Running, 12), bad, count(Text::Images, 1234)];
    view! { <Part title=Text::PartCounts><Counts label=t(Text::PartCounts) counts=counts /></Part> }
}

/// What is known of a thing, in a card; one of it can be copied.
#[component]
pub(super) fn FactList() -> Drawn {
    view! {
        <Part title=Text::PartFacts>
            <Card title=t(Text::Image)>
                <Facts>
                    <Fact name=t(Text::Size)>"45 MB"</Fact>
                    <Fact name=t(Text::Image)><code>"nginx:1.27"</code> <CopyButton text="nginx:1.27" /></Fact>
                </Facts>
            </Card>
        </Part>
    }
}

/// Code that can be copied.
#[component]
pub(super) fn Codes() -> Drawn {
    let text = "docker run --detach \\\n  --name web nginx:1.27";
    view! { <Part title=Text::PartCode><Code label=t(Text::Command) text=text /></Part> }
}

/// Keys.
#[component]
pub(super) fn KeyRow() -> Drawn {
    view! { <Part title=Text::PartKeys><Keycaps keys=vec!["Ctrl+k"] /><Keycaps keys=vec!["g", "c"] /></Part> }
}

/// What a button without a word is for.
#[component]
pub(super) fn Tooltips() -> Drawn {
    view! {
        <Part title=Text::PartTooltips>
            <IconButton label=t(Text::Copy) symbol=Icon::Copy on_press=Callback::new(|()| ()) />
            <p class="soft">{t(Text::TooltipHint)}</p>
        </Part>
    }
}

/// Nothing there, and the next step.
#[component]
pub(super) fn Emptiness() -> Drawn {
    view! {
        <Part title=Text::PartEmpty>
            <Empty symbol=Icon::Box title=t(Text::NoContainers) text=t(Text::NoContainersMore)>
                <Button label=t(Text::CreateContainer) on_press=Callback::new(|()| ()) />
            </Empty>
        </Part>
    }
}

/// On its way.
#[component]
pub(super) fn Skeletons() -> Drawn {
    view! { <Part title=Text::PartSkeletons><Skeleton /></Part> }
}
