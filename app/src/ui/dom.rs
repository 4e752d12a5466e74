//! How pieces of the page become nodes of the document, and follow the signals that they read.
//!
//! `view!` makes calls of these functions. They know no types but the document's own, so that they exist once.

mod building;
mod context;
mod each;
mod signal;
mod value;

use leptos::{
    children::ToChildren,
    prelude::*,
    reactive::{
        effect::RenderEffect,
        graph::{AnySubscriber, Subscriber, ToAnySubscriber},
        owner::on_cleanup,
    },
};
use send_wrapper::SendWrapper;
use web_sys::Node;

pub(crate) use building::Building;
pub(crate) use context::{expect_context, provide_context};
pub(crate) use each::{HIDDEN, each, each_row};
pub(crate) use signal::{Keep, Memo, RwSignal, Signal, constant};
pub(crate) use view::{lazy, view};

use value::Spot;

/// A piece of the page: a node, or a fragment of several, that has yet to be put somewhere.
pub(crate) struct Drawn(SendWrapper<Node>);

impl Drawn {
    fn new(node: impl Into<Node>) -> Self {
        Self(SendWrapper::new(node.into()))
    }
}

/// Makes the page and puts it into the document, for as long as that is open.
pub(crate) fn mount(page: impl FnOnce() -> Drawn) {
    // It fails when there is an executor already, which is as good.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let drawn = owner.with(page);
    if let Some(body) = document().body() {
        append(&body, &drawn);
    }
    std::mem::forget(owner);
}

/// A piece that stands in the document beside what the page draws there, until this is dropped.
pub(crate) struct Beside {
    owner: Owner,
    around: web_sys::Element,
}

/// Puts a piece at the end of an element, beside what the page draws there.
pub(crate) fn beside(parent: &Node, piece: impl FnOnce() -> Drawn) -> Option<Beside> {
    let around = document().create_element("span").ok()?;
    let owner = Owner::new();
    append(&around, &owner.with(piece));
    parent.append_child(&around).ok()?;
    Some(Beside { owner, around })
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.owner.cleanup();
        self.around.remove();
    }
}

/// What can be drawn.
pub(crate) trait Draw: Sized {
    /// Makes it.
    fn drawn(self) -> Drawn;

    /// Makes it, and again whenever a signal changes that was read for it.
    fn followed(mut make: impl FnMut() -> Self + 'static) -> Drawn {
        followed(Box::new(move || make().drawn()))
    }
}

impl Draw for Drawn {
    fn drawn(self) -> Drawn {
        self
    }
}

impl Draw for () {
    fn drawn(self) -> Drawn {
        together(Vec::new())
    }
}

impl<T: Draw> Draw for Option<T> {
    fn drawn(self) -> Drawn {
        self.map_or_else(|| ().drawn(), T::drawn)
    }
}

impl<T: Draw> Draw for Vec<T> {
    fn drawn(self) -> Drawn {
        self.into_iter().draw_all()
    }
}

impl<T: Draw, const N: usize> Draw for [T; N] {
    fn drawn(self) -> Drawn {
        self.into_iter().draw_all()
    }
}

impl Draw for &'static str {
    fn drawn(self) -> Drawn {
        text(self)
    }

    fn followed(mut make: impl FnMut() -> Self + 'static) -> Drawn {
        followed_text(Box::new(move || Some(make().into())))
    }
}

impl Draw for String {
    fn drawn(self) -> Drawn {
        text(&self)
    }

    fn followed(mut make: impl FnMut() -> Self + 'static) -> Drawn {
        followed_text(Box::new(move || Some(make().into())))
    }
}

impl<F, T> Draw for F
where
    F: FnMut() -> T + 'static,
    T: Draw,
{
    fn drawn(self) -> Drawn {
        T::followed(self)
    }
}

impl<T: Draw + Keep> Draw for Signal<T> {
    fn drawn(self) -> Drawn {
        T::followed(move || self.get())
    }
}

/// Draws what an iterator gives.
pub(crate) trait DrawAll {
    /// One behind the other.
    fn draw_all(self) -> Drawn;
}

impl<I> DrawAll for I
where
    I: Iterator,
    I::Item: Draw,
{
    fn draw_all(self) -> Drawn {
        together(self.map(I::Item::drawn).collect())
    }
}

/// Several pieces, one behind the other.
pub(crate) fn together(pieces: Vec<Drawn>) -> Drawn {
    let fragment = document().create_document_fragment();
    for piece in &pieces {
        append(&fragment, piece);
    }
    Drawn::new(fragment)
}

/// What stands inside a part.
pub(crate) struct Inside(Box<dyn FnOnce() -> Drawn>);

impl Inside {
    /// Makes it.
    pub(crate) fn draw(self) -> Drawn {
        (self.0)()
    }
}

impl<F: FnOnce() -> Drawn + 'static> ToChildren<F> for Inside {
    fn to_children(inside: F) -> Self {
        Self(Box::new(inside))
    }
}

/// What stands inside a part from time to time.
pub(crate) struct Again(Box<dyn Fn() -> Drawn>);

impl Again {
    /// Makes it anew.
    pub(crate) fn draw(&self) -> Drawn {
        (self.0)()
    }
}

impl<F: Fn() -> Drawn + 'static> ToChildren<F> for Again {
    fn to_children(inside: F) -> Self {
        Self(Box::new(inside))
    }
}

/// Does something as soon as a node stands in the document: a part that was loaded is made before it is put there.
/// Nothing, when that takes longer than [`FRAMES`]: then nobody waits for it any more.
pub(crate) fn once_there(node: Node, act: impl FnOnce() + 'static) {
    wait_for(node, Box::new(act), FRAMES);
}

/// Ten seconds on most screens; the styles of a part come, or are given up, within five.
const FRAMES: u32 = 600;

fn wait_for(node: Node, act: Box<dyn FnOnce()>, frames: u32) {
    if node.is_connected() {
        act();
    } else if let Some(left) = frames.checked_sub(1) {
        request_animation_frame(move || wait_for(node, act, left));
    }
}

/// Runs now, and again whenever a signal that it read has changed, until what it is a part of goes. Leptos' own exists
/// once for each function that it is given.
pub(crate) fn effect(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| value::apart(&mut *run));
    on_cleanup(move || unfollow(&effect.to_any_subscriber()));
}

/// Ends what something follows. Leptos leaves it to the signals to forget who has gone, and they never do: what lives
/// as long as the page would keep a trace of each row that was ever drawn.
fn unfollow(follower: &AnySubscriber) {
    follower.clear_sources(follower);
}

fn append(parent: &Node, piece: &Drawn) {
    // It fails for what can't be inside another node; the parser of `view!` makes only elements and texts.
    let _ = parent.append_child(&piece.0);
}

fn text(text: &str) -> Drawn {
    Drawn::new(document().create_text_node(text))
}

fn followed_text(read: value::Read) -> Drawn {
    let node = document().create_text_node("");
    Spot::Text(node.clone()).follow(read);
    Drawn::new(node)
}

/// A piece that is replaced as a whole. Two marks hold its place while it is empty.
fn followed(mut make: Box<dyn FnMut() -> Drawn>) -> Drawn {
    let (around, Marks { first, last }) = marks();
    let is_gathering = value::is_gathering();
    effect(Box::new(move || {
        let piece = if is_gathering { value::gather(&mut *make) } else { make() };
        let Some(parent) = last.parent_node() else { return };
        while let Some(node) = first.next_sibling().filter(|node| *node != last) {
            let _ = parent.remove_child(&node);
        }
        let _ = parent.insert_before(&piece.0, Some(&last));
    }));
    around
}

/// Before and behind nodes that come and go.
struct Marks {
    first: Node,
    last: Node,
}

fn marks() -> (Drawn, Marks) {
    let mark = || Drawn::new(document().create_comment(""));
    let (first, last) = (mark(), mark());
    let marks = Marks { first: Node::clone(&first.0), last: Node::clone(&last.0) };
    (together(vec![first, last]), marks)
}
