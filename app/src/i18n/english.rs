//! The English names of pages and deeds, which find them in every language: whoever knows `docker restart` types that.

use super::{LANGUAGE, Language, Text, en};

macro_rules! named {
    ($($name:ident),* $(,)?) => { [$((Text::$name, en::$name)),*] };
}

const NAMES: &[(Text, &str)] = &named![
    Account,
    Audit,
    Containers,
    CreateContainer,
    CreateNetwork,
    CreateVolume,
    Dashboard,
    DesignSystem,
    Engine,
    Images,
    Inspect,
    Jobs,
    Kill,
    LogOut,
    MoveToStack,
    Networks,
    Open,
    Pause,
    People,
    PullImage,
    Remove,
    Rename,
    Restart,
    Settings,
    Shortcuts,
    Start,
    Stop,
    ThemeDark,
    ThemeLight,
    ThemeSystem,
    Unpause,
    Volumes,
];

/// The English name of something that is called so in the page's language; none where that is English.
pub(crate) fn english(word: &str) -> Option<&'static str> {
    let named = || NAMES.iter().find(|(text, _)| text.0 == word).map(|(_, english)| *english);
    if LANGUAGE == Language::English { None } else { named() }
}
