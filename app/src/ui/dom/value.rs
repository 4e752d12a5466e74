//! What can be given to an attribute, a class, a style or a property, and how it gets there.

use std::{borrow::Cow, cell::Cell};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Text};

use super::{Drawn, Keep, Signal, effect};

/// A text, or none: for what is there or isn't, any text is yes.
type Plain = Option<Cow<'static, str>>;

/// Reads one.
pub(super) type Read = Box<dyn FnMut() -> Plain>;

/// Where a text is shown.
pub(crate) enum Spot {
    Attribute(Element, &'static str),
    Class(Element, &'static str),
    Style(HtmlElement, &'static str),
    Value(HtmlInputElement),
    Checked(HtmlInputElement),
    Text(Text),
}

impl Spot {
    /// What a browser refuses of it is left out: names are constants, and texts can't be wrong.
    pub(super) fn write(&self, text: Option<&str>) {
        match (self, text) {
            (Self::Attribute(element, name), Some(text)) => drop(element.set_attribute(name, text)),
            (Self::Attribute(element, name), None) => drop(element.remove_attribute(name)),
            (Self::Class(element, name), on) => {
                drop(element.class_list().toggle_with_force(name, on.is_some()));
            }
            (Self::Style(element, name), text) => {
                drop(element.style().set_property(name, text.unwrap_or_default()));
            }
            (Self::Value(input), text) => input.set_value(text.unwrap_or_default()),
            (Self::Checked(input), on) => input.set_checked(on.is_some()),
            (Self::Text(node), text) => node.set_data(text.unwrap_or_default()),
        }
    }

    /// Writes what is read, now and when it has changed.
    pub(super) fn follow(self, read: Read) {
        let one = Following { spot: self, read, shown: None };
        let Some(mut gathered) = GATHERED.take() else { return follow(vec![one]) };
        gathered.push(one);
        GATHERED.set(Some(gathered));
    }
}

/// A text that is shown in a spot as long as it is read so.
struct Following {
    spot: Spot,
    read: Read,
    shown: Option<Plain>,
}

impl Following {
    fn show(&mut self) {
        let text = (self.read)();
        // A box that is pressed changes by itself.
        if self.shown.as_ref() != Some(&text) || matches!(self.spot, Spot::Checked(_)) {
            self.spot.write(text.as_deref());
            self.shown = Some(text);
        }
    }
}

thread_local! {
    /// What is drawn to follow something together; none while each follows by itself.
    static GATHERED: Cell<Option<Vec<Following>>> = const { Cell::new(None) };
}

/// Whether what is drawn now follows what it shows together.
pub(super) fn is_gathering() -> bool {
    let gathered = GATHERED.take();
    let is_gathering = gathered.is_some();
    GATHERED.set(gathered);
    is_gathering
}

/// Draws something whose texts all follow what they show in one effect. To read a few texts again that are as they were costs
/// less than to wake each by itself: a row's change mostly touches all of it.
pub(super) fn gather(draw: &mut dyn FnMut() -> Drawn) -> Drawn {
    let outside = GATHERED.replace(Some(Vec::new()));
    let drawn = draw();
    if let Some(all) = GATHERED.replace(outside).filter(|all| !all.is_empty()) {
        follow(all);
    }
    drawn
}

fn follow(mut all: Vec<Following>) {
    effect(Box::new(move || all.iter_mut().for_each(Following::show)));
}

/// Runs something that is drawn on its own, and maybe later.
pub(super) fn apart(run: &mut dyn FnMut()) {
    let outside = GATHERED.take();
    run();
    GATHERED.set(outside);
}

/// What stands for a text, or for none.
pub(crate) trait Stands {
    fn plain(self) -> Option<Cow<'static, str>>;
}

impl Stands for &'static str {
    fn plain(self) -> Plain {
        Some(self.into())
    }
}

impl Stands for String {
    fn plain(self) -> Plain {
        Some(self.into())
    }
}

impl Stands for bool {
    fn plain(self) -> Plain {
        self.then_some("".into())
    }
}

impl<T: Stands> Stands for Option<T> {
    fn plain(self) -> Plain {
        self.and_then(T::plain)
    }
}

/// What can be given: a text, a yes or no, an `Option` of these, and what is followed because it may change.
pub(crate) trait Value {
    fn put(self, spot: Spot);
}

macro_rules! put_once {
    ($($kind:ty),*) => {$(
        impl Value for $kind {
            fn put(self, spot: Spot) {
                spot.write(self.plain().as_deref());
            }
        }
    )*};
}

put_once!(&'static str, String, bool, Option<&'static str>, Option<String>);

impl<F, T> Value for F
where
    F: FnMut() -> T + 'static,
    T: Stands,
{
    fn put(mut self, spot: Spot) {
        spot.follow(Box::new(move || self().plain()));
    }
}

impl<T: Stands + Keep> Value for Signal<T> {
    fn put(self, spot: Spot) {
        spot.follow(Box::new(move || self.get().plain()));
    }
}

impl Spot {
    /// The style of an element, which SVG has as well.
    pub(super) fn style(element: &Element, name: &'static str) -> Self {
        Self::Style(element.clone().unchecked_into(), name)
    }

    /// The text of an input.
    pub(super) fn value(element: &Element) -> Self {
        Self::Value(element.clone().unchecked_into())
    }

    /// Whether a box is checked.
    pub(super) fn checked(element: &Element) -> Self {
        Self::Checked(element.clone().unchecked_into())
    }
}
