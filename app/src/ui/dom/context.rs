//! What a page provides to all that it is made of, by type. As with Leptos' own contexts the nearest one counts;
//! only these share one machinery.

use std::{
    any::{TypeId, type_name},
    sync::Arc,
};

use leptos::prelude::use_context;

use super::signal::{Keep, Kept};

/// The last thing that was provided, and what was before.
#[derive(Clone)]
struct Provided(Arc<Thing>);

struct Thing {
    of: TypeId,
    kept: Kept,
    before: Option<Provided>,
}

/// Provides something to all that is made from here on, below this.
pub(crate) fn provide_context<T: Keep>(value: T) {
    provide(TypeId::of::<T>(), Arc::new(value));
}

/// What was provided.
///
/// # Panics
/// When nothing of that type was.
pub(crate) fn expect_context<T: Keep>() -> T {
    let found = find(TypeId::of::<T>());
    let found = found.as_ref().and_then(|kept| kept.downcast_ref::<T>());
    found.cloned().unwrap_or_else(|| panic!("{}", type_name::<T>()))
}

fn provide(of: TypeId, kept: Kept) {
    let before = use_context::<Provided>();
    leptos::prelude::provide_context(Provided(Arc::new(Thing { of, kept, before })));
}

fn find(of: TypeId) -> Option<Kept> {
    let mut next = use_context::<Provided>();
    while let Some(Provided(thing)) = next {
        if thing.of == of {
            return Some(thing.kept.clone());
        }
        next = thing.before.clone();
    }
    None
}
