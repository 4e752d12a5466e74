//! Dialogs: they keep the focus inside, close with Escape and give the focus back.

use crate::ui::dom::{Drawn, Inside, Signal, once_there, view};
use leptos::{ev::SubmitEvent, html, prelude::*};
use send_wrapper::SendWrapper;
use web_sys::{Element, HtmlDialogElement, Node};

use super::{Kind, Tone, focus_rest, focused_in, is_lost, notice::Notice};
use crate::i18n::{Text, t};

/// A dialog that is open as long as it is drawn. `on_close` is told when it has closed itself.
#[component]
pub(crate) fn Dialog(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] class: &'static str,
    on_close: Callback<()>,
    children: Inside,
) -> Drawn {
    let (node, closed) = (modal(), closing(on_close));
    view! {
        <dialog class=["dialog ", class].concat() node_ref=node aria-label=move || title.get() on:close=move |_| _ = closed.try_run(())>
            <header><h2>{move || title.get()}</h2></header>
            {children.draw()}
        </dialog>
    }
}

/// What is run when a dialog closes. The browser says so a moment later: of one that has gone by then, nothing is said.
pub(crate) fn closing(on_close: Callback<()>) -> Callback<()> {
    Callback::new(move |()| on_close.run(()))
}

/// For a dialog that is open over the page as soon as it stands in it.
pub(crate) fn modal() -> NodeRef<html::Dialog> {
    let node = NodeRef::<html::Dialog>::new();
    let shown = StoredValue::new(None::<SendWrapper<(HtmlDialogElement, Option<Told>)>>);
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        once_there(dialog.clone().into(), move || {
            show(&dialog);
            let told = Told::brought_into(&dialog);
            shown.try_set_value(Some(SendWrapper::new((dialog, told))));
        });
    });
    on_cleanup(move || {
        let Some((dialog, told)) = shown.try_update_value(Option::take).flatten().map(SendWrapper::take)
        else {
            return;
        };
        if let Some(told) = told {
            told.go_back(&dialog);
        }
        // One that is taken away while it is open doesn't give the focus back.
        if dialog.open() {
            dialog.close();
        }
        // What had it before may have gone meanwhile: then it is still in here, or nowhere.
        if is_lost() || focused_in("dialog:not([open])").is_some() {
            focus_rest(None);
        }
    });
    node
}

fn show(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// The place of what has to be read whatever is open: news, and what is wrong. While a dialog is open it stands in it: what
/// is beneath one is dimmed, and nothing there can be pressed.
struct Told {
    place: Element,
    home: Node,
}

impl Told {
    fn brought_into(dialog: &Element) -> Option<Self> {
        let place = document().query_selector(".told").ok()??;
        let home = place.parent_node()?;
        put_first(&place, dialog)?;
        Some(Self { place, home })
    }

    /// A dialog beneath this one may have gone before it, and taken the place back, or with it the home that it had there.
    fn go_back(self, dialog: &Element) {
        if !dialog.contains(Some(&self.place)) {
            return;
        }
        let page = document().get_element_by_id("main").map(Node::from);
        let home = Some(self.home).filter(Node::is_connected).or(page);
        let _ = home.and_then(|home| put_first(&self.place, &home));
    }
}

fn put_first(place: &Element, around: &Node) -> Option<Node> {
    around.insert_before(place, around.first_child().as_ref()).ok()
}

/// What a dialog asks: its button's word, how dangerous that is, and how it goes.
#[component]
pub(crate) fn DialogForm(
    #[prop(into)] submit: Signal<String>,
    #[prop(optional)] kind: Kind,
    #[prop(into)] busy: Signal<bool>,
    /// What went wrong at the last try.
    #[prop(into)]
    failure: Signal<Option<AnyText>>,
    #[prop(optional, into)] blocked: Signal<bool>,
    on_submit: Callback<()>,
    children: Inside,
) -> Drawn {
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() && !blocked.get_untracked() {
            on_submit.run(());
        }
    };
    let cancel = move |event: leptos::ev::MouseEvent| close_around(&event);
    let class = match kind {
        Kind::Danger => "button danger",
        _ => "button primary",
    };
    view! {
        <form on:submit=submitted novalidate>
            <div class="inside">
                {children.draw()}
                {move || failure.get().map(|text| view! {
                    <Notice tone=Tone::Bad title=text.title>{text.more}</Notice>
                })}
            </div>
            <footer>
                <button type="button" class="button" on:click=cancel>{t(Text::Cancel)}</button>
                <button
                    type="submit"
                    class=class
                    disabled=move || blocked.get()
                    aria-busy=move || busy.get().then_some("true")
                >
                    {move || busy.get().then(|| super::icon(super::Icon::Spinner))}
                    {move || submit.get()}
                </button>
            </footer>
        </form>
    }
}

/// A dialog that asks nothing but whether something is really meant.
#[component]
pub(crate) fn Confirm(
    #[prop(into)] title: String,
    /// The word of its button.
    #[prop(into)]
    submit: String,
    kind: Kind,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] failure: Signal<Option<AnyText>>,
    on_submit: Callback<()>,
    on_close: Callback<()>,
    children: Inside,
) -> Drawn {
    view! {
        <Dialog title=title on_close=on_close>
            <DialogForm submit=submit kind=kind busy=busy failure=failure on_submit=on_submit>
                {children.draw()}
            </DialogForm>
        </Dialog>
    }
}

/// A sentence, and what can be added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnyText {
    pub(crate) title: String,
    pub(crate) more: String,
}

impl AnyText {
    /// Both, each on a line of its own.
    pub(crate) fn in_lines(&self) -> String {
        let end = if self.more.is_empty() { "" } else { "\n" };
        [&self.title, end, &self.more].concat()
    }
}

fn close_around(event: &leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    let around = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let dialog = around.and_then(|element| element.closest("dialog").ok().flatten());
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}
