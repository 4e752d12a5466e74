//! What a page provides to all that it is made of, by type. As with Leptos' own contexts the nearest one counts;
//! only these share one machinery.

use std::{
    any::{TypeId, type_name},
    sync::Arc,
};

use leptos::prelude::use_context;

use super::signal::{Keep, Kept};

/// Everything that is provided somewhere: at most one thing of a type.
#[derive(Clone)]
struct Provided(Arc<Vec<(TypeId, Kept)>>);

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
    let mut all = use_context::<Provided>().map(|Provided(all)| all.to_vec()).unwrap_or_default();
    all.retain(|(other, _)| *other != of);
    all.push((of, kept));
    leptos::prelude::provide_context(Provided(Arc::new(all)));
}

fn find(of: TypeId) -> Option<Kept> {
    let Provided(all) = use_context()?;
    all.iter().find(|(other, _)| *other == of).map(|(_, kept)| kept.clone())
}
