//! An element while it is made.

use leptos::{
    ev::EventDescriptor, html::ElementType, prelude::*, reactive::owner::on_cleanup,
    tachys::html::node_ref::NodeRefContainer,
};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

use super::{
    Draw, Drawn, append,
    value::{Spot, Value},
};

const HTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

/// An element while it is made.
pub(crate) struct Building(Element);

impl Building {
    /// An element of HTML.
    pub(crate) fn html(name: &str) -> Self {
        Self::new(HTML, name)
    }

    /// An element of SVG.
    pub(crate) fn svg(name: &str) -> Self {
        Self::new(SVG, name)
    }

    fn new(space: &str, name: &str) -> Self {
        // `expect` would bring the printing of any value of the browser's along.
        let element = document().create_element_ns(Some(space), name).ok();
        Self(element.expect("`view!` makes elements by the names that HTML and SVG have"))
    }

    /// Gives it an attribute.
    pub(crate) fn attribute(self, name: &'static str, value: impl Value) -> Self {
        value.put(Spot::Attribute(self.0.clone(), name));
        self
    }

    /// Gives it a class, as long as that is so.
    pub(crate) fn class(self, name: &'static str, on: impl Value) -> Self {
        on.put(Spot::Class(self.0.clone(), name));
        self
    }

    /// Gives it a style's property.
    pub(crate) fn style(self, name: &'static str, text: impl Value) -> Self {
        text.put(Spot::style(&self.0, name));
        self
    }

    /// Gives it the text that it holds as an input.
    pub(crate) fn value(self, text: impl Value) -> Self {
        text.put(Spot::value(&self.0));
        self
    }

    /// Checks it as a box, as long as that is so.
    pub(crate) fn checked(self, on: impl Value) -> Self {
        on.put(Spot::checked(&self.0));
        self
    }

    /// Tells what happens to it.
    pub(crate) fn on<E>(self, event: E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        listen(&self.0, &event.name(), Box::new(move |event| handler(event.unchecked_into())));
        self
    }

    /// Lets others find it.
    pub(crate) fn known_as<E>(self, reference: NodeRef<E>) -> Self
    where
        E: ElementType,
        E::Output: JsCast + 'static,
    {
        reference.load(&self.0);
        self
    }

    /// Puts something inside, behind what is there.
    pub(crate) fn child(self, child: impl Draw) -> Self {
        append(&self.0, &child.drawn());
        self
    }
}

impl Draw for Building {
    fn drawn(self) -> Drawn {
        Drawn::new(self.0)
    }
}

/// What its handler reads may go before the element does; then it hears nothing more.
fn listen(element: &Element, event: &str, handler: Box<dyn FnMut(Event)>) {
    let (element, event) = (element.clone(), event.to_owned());
    let closure = Closure::wrap(handler);
    let _ = element.add_event_listener_with_callback(&event, closure.as_ref().unchecked_ref());
    let end = SendWrapper::new(move || {
        let _ = element.remove_event_listener_with_callback(&event, closure.as_ref().unchecked_ref());
        // A handler may be what takes its own element away; it must not end while it runs.
        drop(closure.into_js_value());
    });
    on_cleanup(move || end.take()());
}
