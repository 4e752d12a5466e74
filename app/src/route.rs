//! Addresses: every view has one, and what a list shows is part of it.

mod query;

use std::fmt;

use crate::{
    search::{Facet, token},
    ui::dom::{RwSignal, expect_context, provide_context},
};
use leptos::prelude::*;
use query::decoded;
pub(crate) use query::{encoded, pairs};
use wasm_bindgen::JsValue;

/// A view, as the address names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// `/` and `/dashboard`
    Dashboard,
    /// `/containers`
    Containers(Listing),
    /// `/containers/KEY` and `/containers/KEY/raw`; the key is a name or an id.
    Container { key: String, tab: Tab },
    /// `/create?image=`
    Create { image: String },
    /// `/images`
    Images(Listing),
    /// `/volumes`
    Volumes(Listing),
    /// `/networks`
    Networks(Listing),
    /// `/engine`
    Engine,
    /// `/jobs`
    Jobs,
    /// `/people`
    People,
    /// `/people/NAME`
    Person { name: String },
    /// `/audit?…`: what is searched for, as it stands in the address.
    Audit { query: String },
    /// `/account`
    Account,
    /// `/settings`
    Settings,
    /// `/ui`: the parts that pages are made of.
    Parts,
    /// Anything else.
    Unknown,
}

/// The parts of a container's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    #[default]
    Overview,
    Raw,
}

/// What a list shows of its rows, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// `q=`: the rows that answer this; `crate::search` says how.
    pub(crate) search: String,
    /// `sort=`, with a minus for the last first.
    pub(crate) sort: Sort,
    pub(crate) descending: bool,
    /// `group=stack`: each stack's rows stand together.
    pub(crate) grouped: bool,
    /// `fold=`, once for each stack of which only the heading is shown.
    pub(crate) folded: Vec<String>,
}

/// What a list is sorted by; each list has some of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    #[default]
    Name,
    State,
    Image,
    Stack,
    Ports,
    Created,
    Size,
    Driver,
    Subnet,
    Use,
}

const SORT: [(Sort, &str); 10] = [
    (Sort::Name, "name"),
    (Sort::State, "state"),
    (Sort::Image, "image"),
    (Sort::Stack, "stack"),
    (Sort::Ports, "ports"),
    (Sort::Created, "created"),
    (Sort::Size, "size"),
    (Sort::Driver, "driver"),
    (Sort::Subnet, "subnet"),
    (Sort::Use, "use"),
];

impl Sort {
    fn as_str(self) -> &'static str {
        SORT.iter().find(|(sort, _)| *sort == self).map_or("", |(_, word)| word)
    }

    /// The one with this number.
    pub(crate) fn numbered(number: usize) -> Self {
        SORT.iter().map(|(sort, _)| *sort).find(|sort| *sort as usize == number).unwrap_or_default()
    }
}

impl Route {
    /// Reads an address: its path and its query, without the question mark.
    pub(crate) fn parse(path: &str, query: &str) -> Self {
        let segments: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decoded).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments[..] {
            [] | ["dashboard"] => Self::Dashboard,
            ["containers"] => Self::Containers(Listing::parse(query)),
            ["containers", key] => Self::Container { key: key.into(), tab: Tab::Overview },
            ["containers", key, "raw"] => Self::Container { key: key.into(), tab: Tab::Raw },
            ["create"] => {
                let image = pairs(query).find(|(name, _)| name == "image").map(|(_, value)| value);
                Self::Create { image: image.unwrap_or_default() }
            }
            ["images"] => Self::Images(Listing::parse(query)),
            ["volumes"] => Self::Volumes(Listing::parse(query)),
            ["networks"] => Self::Networks(Listing::parse(query)),
            ["engine"] => Self::Engine,
            ["jobs"] => Self::Jobs,
            ["people"] => Self::People,
            ["people", name] => Self::Person { name: name.into() },
            ["audit"] => Self::Audit { query: query.into() },
            ["account"] => Self::Account,
            ["settings"] => Self::Settings,
            ["ui"] => Self::Parts,
            _ => Self::Unknown,
        }
    }

    /// The page of a container, by its name.
    pub(crate) fn container(name: &str) -> Self {
        Self::Container { key: name.into(), tab: Tab::Overview }
    }

    /// What the list shows, when it is one.
    pub(crate) fn listing(&self) -> Option<&Listing> {
        match self {
            Self::Containers(listing)
            | Self::Images(listing)
            | Self::Volumes(listing)
            | Self::Networks(listing) => Some(listing),
            _ => None,
        }
    }

    /// The same list, showing something else.
    pub(crate) fn with_listing(&self, listing: Listing) -> Self {
        match self {
            Self::Containers(_) => Self::Containers(listing),
            Self::Images(_) => Self::Images(listing),
            Self::Volumes(_) => Self::Volumes(listing),
            Self::Networks(_) => Self::Networks(listing),
            other => other.clone(),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dashboard => f.write_str("/dashboard"),
            Self::Containers(listing) => listing.print("/containers", f),
            Self::Container { key, tab } => {
                f.write_str("/containers/")?;
                f.write_str(&encoded(key))?;
                f.write_str(match tab {
                    Tab::Overview => "",
                    Tab::Raw => "/raw",
                })
            }
            Self::Create { image } if image.is_empty() => f.write_str("/create"),
            Self::Create { image } => {
                f.write_str("/create?image=")?;
                f.write_str(&encoded(image))
            }
            Self::Images(listing) => listing.print("/images", f),
            Self::Volumes(listing) => listing.print("/volumes", f),
            Self::Networks(listing) => listing.print("/networks", f),
            Self::Engine => f.write_str("/engine"),
            Self::Jobs => f.write_str("/jobs"),
            Self::People => f.write_str("/people"),
            Self::Person { name } => {
                f.write_str("/people/")?;
                f.write_str(&encoded(name))
            }
            Self::Audit { query } => {
                f.write_str("/audit")?;
                f.write_str(if query.is_empty() { "" } else { "?" })?;
                f.write_str(query)
            }
            Self::Account => f.write_str("/account"),
            Self::Settings => f.write_str("/settings"),
            Self::Parts => f.write_str("/ui"),
            Self::Unknown => f.write_str("/"),
        }
    }
}

impl Listing {
    /// The rows that answer this.
    pub(crate) fn of(search: &str) -> Self {
        Self { search: search.into(), ..Self::default() }
    }

    /// Everything of one stack.
    pub(crate) fn of_stack(stack: &str) -> Self {
        Self::of(&token(Facet::Stack, stack))
    }

    fn parse(query: &str) -> Self {
        let mut listing = Self::default();
        for (name, value) in pairs(query) {
            match name.as_str() {
                "q" => listing.search = value,
                "sort" => {
                    let column = value.strip_prefix('-');
                    listing.descending = column.is_some();
                    let named = SORT.iter().find(|(_, word)| *word == column.unwrap_or(&value));
                    listing.sort = named.map(|(sort, _)| *sort).unwrap_or_default();
                }
                "group" => listing.grouped = value == "stack",
                "fold" => listing.folded.push(value),
                _ => {}
            }
        }
        listing
    }

    fn print(&self, path: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        let sorted = self.descending || self.sort != Sort::default();
        let sort = if sorted { [sign, self.sort.as_str()].concat() } else { String::new() };
        let group = if self.grouped { "stack" } else { "" };
        let folded = self.folded.iter().filter(|_| self.grouped).map(|stack| ("fold", stack.as_str()));
        let said = [("q", self.search.as_str()), ("sort", &sort), ("group", group)];
        let said = said.into_iter().filter(|(_, value)| !value.is_empty()).chain(folded);
        f.write_str(path)?;
        let mut separator = "?";
        for (name, value) in said {
            f.write_str(&[separator, name, "=", &encoded(value)].concat())?;
            separator = "&";
        }
        Ok(())
    }
}

/// Where the page is, and the only way to go elsewhere.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    current: RwSignal<Route>,
}

impl Router {
    /// Begins at the browser's address and follows its back and forward buttons.
    pub(crate) fn start() -> Self {
        let router = Self { current: RwSignal::new(here()) };
        // It lives as long as the page.
        let _ = window_event_listener(leptos::ev::popstate, move |_| router.current.set(here()));
        provide_context(router);
        router
    }

    /// The router of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Where the page is.
    pub(crate) fn current(&self) -> Route {
        self.current.get()
    }

    /// Without following it.
    pub(crate) fn current_untracked(&self) -> Route {
        self.current.get_untracked()
    }

    /// What the list of this address shows.
    pub(crate) fn listing(&self) -> Listing {
        self.current.with(|route| route.listing().cloned().unwrap_or_default())
    }

    /// Goes to a view, so that the back button comes back.
    pub(crate) fn go(&self, route: Route) {
        self.go_to(&route.to_string());
    }

    /// Goes to an address of this page. The browser remembers how far down it was here, for whoever comes back.
    pub(crate) fn go_to(&self, address: &str) {
        let Ok(history) = window().history() else { return };
        if here().to_string() != address {
            let top = document().get_element_by_id("main").map(|main| main.scroll_top());
            let _ = history.replace_state_with_url(&top.into(), "", None);
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
        }
        self.current.set(here());
    }

    /// The same view has another address from now on: the one before leads nowhere.
    pub(crate) fn readdress(&self, route: &Route) {
        self.current.set(route.clone());
        self.write(route);
    }

    /// Changes what this list shows, in place. The address follows when typing rests: browsers allow
    /// about three changes a second.
    pub(crate) fn relist(&self, change: impl FnOnce(&mut Listing)) {
        let route = self.current_untracked();
        let Some(mut listing) = route.listing().cloned() else { return };
        change(&mut listing);
        let route = route.with_listing(listing);
        self.current.set(route.clone());
        let router = *self;
        set_timeout(move || router.write(&route), ADDRESS_RESTS);
    }

    fn write(&self, route: &Route) {
        if self.current.with_untracked(|current| current == route)
            && let Ok(history) = window().history()
        {
            let address = route.to_string();
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
        }
    }
}

const ADDRESS_RESTS: std::time::Duration = std::time::Duration::from_millis(300);

fn here() -> Route {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    Route::parse(&location.pathname().unwrap_or_default(), query.trim_start_matches('?'))
}

#[cfg(test)]
mod tests;
