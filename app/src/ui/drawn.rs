//! A piece of the page whose type is forgotten as soon as it is made.
//!
//! Leptos' own `AnyView` keeps the code that would update a view of the same type in place, for every type;
//! that is a third of what a visitor would download. A `Drawn` is made at once and replaced as a whole: what
//! changes within it are its signals.

use std::sync::Arc;

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    children::ToChildren,
    tachys::{
        hydration::Cursor,
        renderer::types::{Element, Node},
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};
use send_wrapper::SendWrapper;

/// A piece of the page.
pub(crate) struct Drawn(SendWrapper<Box<dyn Mountable>>);

/// What can be drawn.
pub(crate) trait Draw {
    /// Makes it, and forgets its type.
    fn drawn(self) -> Drawn;
}

impl<T: Render> Draw for T
where
    T::State: 'static,
{
    fn drawn(self) -> Drawn {
        Drawn(SendWrapper::new(Box::new(self.build())))
    }
}

/// What stands inside a part.
pub(crate) struct Inside(Box<dyn FnOnce() -> Drawn + Send>);

impl Inside {
    /// Makes it.
    pub(crate) fn draw(self) -> Drawn {
        (self.0)()
    }
}

impl<F, C> ToChildren<F> for Inside
where
    F: FnOnce() -> C + Send + 'static,
    C: Draw,
{
    fn to_children(inside: F) -> Self {
        Self(Box::new(move || inside().drawn()))
    }
}

/// What stands inside a part from time to time.
#[derive(Clone)]
pub(crate) struct Again(Arc<dyn Fn() -> Drawn + Send + Sync>);

impl Again {
    /// Makes it anew.
    pub(crate) fn draw(&self) -> Drawn {
        (self.0)()
    }
}

impl<F, C> ToChildren<F> for Again
where
    F: Fn() -> C + Send + Sync + 'static,
    C: Draw,
{
    fn to_children(inside: F) -> Self {
        Self(Arc::new(move || inside().drawn()))
    }
}

impl Render for Drawn {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(mut self, state: &mut Self) {
        state.0.insert_before_this(&mut self);
        state.0.unmount();
        *state = self;
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}

/// Attributes are given where an element is made.
impl AddAnyAttr for Drawn {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// There is no server rendering: a piece of the page has no text of its own.
impl RenderHtml for Drawn {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
