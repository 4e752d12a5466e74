//! Menus that open from a button, work by keyboard, and close when anything else happens.

use std::{future::Future, pin::Pin};

use crate::ui::dom::{DrawAll, Drawn, Inside, RwSignal, Signal, lazy, once_there, view};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Icon, Loaded, icon, later};

/// What a menu offers.
pub(crate) struct Item {
    pub(crate) symbol: Icon,
    pub(crate) label: &'static str,
    pub(crate) danger: bool,
    pub(crate) act: Callback<()>,
}

impl Item {
    /// Something to do.
    pub(crate) fn new(symbol: Icon, label: &'static str, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self { symbol, label, danger: false, act: Callback::new(move |()| act()) }
    }

    /// The same, marked as dangerous.
    pub(crate) fn danger(self) -> Self {
        Self { danger: true, ..self }
    }
}

/// What a menu offers, once it is loaded: a first visit has many menus, and opens none.
pub(crate) type Offered = Pin<Box<dyn Future<Output = Loaded<Vec<Item>>>>>;

/// What is there already.
pub(crate) fn offered(items: Vec<Item>) -> Offered {
    Box::pin(std::future::ready(Ok(items)))
}

/// A button that opens a menu. What the menu holds is made when it opens.
#[component]
pub(crate) fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] class: String,
    items: Callback<(), Offered>,
    children: Inside,
) -> Drawn {
    let button = NodeRef::<html::Button>::new();
    let open = RwSignal::new(false);
    let class = if class.is_empty() { "button quiet small square".to_owned() } else { class };
    view! {
        <button
            type="button"
            class=class
            node_ref=button
            aria-label=move || label.get()
            title=move || label.get()
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| if !open.get_untracked() { open.set(true) }
        >
            {children.draw()}
        </button>
        {move || open.get().then(|| later(popup(label, button, open, items.run(())), ()))}
    }
}

/// The menu that is open: there is one at most.
const OPEN: &str = "menu";

/// Loaded with the first menu that is opened.
#[lazy]
fn popup(
    label: Signal<String>,
    button: NodeRef<html::Button>,
    open: RwSignal<bool>,
    items: Offered,
) -> Drawn {
    later(async move { Ok(filled(label, button, open, items.await?)) }, ())
}

fn filled(
    label: Signal<String>,
    button: NodeRef<html::Button>,
    open: RwSignal<bool>,
    items: Vec<Item>,
) -> Drawn {
    let menu = NodeRef::<html::Div>::new();
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let items = items.into_iter().map(|item| {
        view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                class:danger=item.danger
                on:click=move |_| {
                    close();
                    item.act.run(());
                }
            >
                {icon(item.symbol)}
                {item.label}
            </button>
        }
    });
    let keys = move |event: KeyboardEvent| {
        let Some(menu) = menu.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowDown" => step(&menu, 1),
            "ArrowUp" => step(&menu, -1),
            "Escape" | "Tab" => close(),
            _ => return,
        }
        event.prevent_default();
    };
    // The browser closes it when something else is pressed; the event's own type isn't everywhere yet.
    let toggled = move |_| {
        let closed = menu.get_untracked().is_some_and(|menu| !menu.matches(":popover-open").unwrap_or(true));
        if closed {
            open.set(false);
        }
    };
    let drawn = view! {
        <div
            class="menu"
            role="menu"
            id=OPEN
            popover="auto"
            node_ref=menu
            aria-label=move || label.get()
            on:keydown=keys
            on:toggle=toggled
        >
            {items.draw_all()}
        </div>
    };
    if let (Some(menu), Some(button)) = (menu.get_untracked(), button.get_untracked()) {
        // Its own button closes it: for the browser that isn't a press outside of it, which would close it before it is opened
        // again.
        let _ = button.set_attribute("popovertarget", OPEN);
        let own = SendWrapper::new(button.clone());
        on_cleanup(move || _ = own.remove_attribute("popovertarget"));
        once_there(menu.clone().into(), move || {
            let _ = menu.show_popover();
            place(&menu, &button);
            step(&menu, 0);
        });
    }
    drawn
}

/// Below the button with their right edges in line, and above it where there is no room.
fn place(menu: &HtmlElement, button: &HtmlElement) {
    const GAP: f64 = 4.0;
    let (around, own) = (button.get_bounding_client_rect(), menu.get_bounding_client_rect());
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let below = around.bottom() + GAP;
    let fits = below + own.height() + GAP <= height;
    let top = if fits { below } else { (around.top() - GAP - own.height()).max(GAP) };
    let left = (around.right() - own.width()).max(GAP);
    for (name, value) in [("--x", left), ("--y", top)] {
        #[expect(clippy::cast_possible_truncation, reason = "a place on a screen, in whole pixels")]
        let value = value as i32;
        let _ = menu.style().set_property(name, &[&value.to_string(), "px"].concat());
    }
}

/// Moves the focus among the items, around the ends; by 0 to the first.
fn step(menu: &HtmlElement, by: i32) {
    let items = menu.children();
    let count = i32::try_from(items.length()).unwrap_or_default();
    let focused = document().active_element();
    let at = (0..count).find(|&index: &i32| {
        let item = items.item(index.unsigned_abs());
        item.is_some_and(|item| focused.as_ref().is_some_and(|focused| item.is_same_node(Some(focused))))
    });
    let next = if by == 0 { 0 } else { (at.unwrap_or_default() + by).rem_euclid(count.max(1)) };
    if let Some(item) = items.item(next.unsigned_abs()).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        let _ = item.focus();
    }
}
