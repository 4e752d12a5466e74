//! What `boot.js` has begun and can do: it runs before this program is there.

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// Everything of it.
pub(crate) fn all() -> JsValue {
    Reflect::get(&window(), &"boot".into()).unwrap_or_default()
}

/// One thing of it.
pub(crate) fn get<T: JsCast>(name: &str) -> Option<T> {
    Reflect::get(&all(), &name.into()).ok()?.dyn_into().ok()
}

/// Has it do something.
pub(crate) fn call<T: JsCast>(name: &str, with: &str) -> Option<T> {
    get::<Function>(name)?.call1(&JsValue::UNDEFINED, &with.into()).ok()?.dyn_into().ok()
}
