//! Memos and signals whose machinery exists once, whatever they hold.
//!
//! Leptos' own are compiled anew for every type: a sixth of what a first visit would download. These are the
//! same ones, holding anything, with a type to the outside.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::{
    prelude::{ArcMemo, Get, GetUntracked, GetValue, Set, StoredValue, Track, on_cleanup, untrack},
    reactive::graph::ToAnySubscriber,
};

use super::unfollow;

/// Anything. What is inside is known to those who put it there.
pub(super) type Kept = Arc<dyn Any + Send + Sync>;

/// What a `Signal<T>` keeps.
type Source<T> = Box<dyn Fn() -> T + Send + Sync>;

/// What a value can be that is kept.
pub(crate) trait Keep: Clone + Send + Sync + 'static {}

impl<T: Clone + Send + Sync + 'static> Keep for T {}

/// A value made of others, made again when they change; who reads it is told only when it differs.
pub(crate) struct Memo<T>(leptos::prelude::Memo<Kept>, PhantomData<fn() -> T>);

impl<T: Keep + PartialEq> Memo<T> {
    /// Made by a function of signals.
    pub(crate) fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let make = Box::new(move || Arc::new(make()) as Kept);
        Self(memo(make, is_same::<T>), PhantomData)
    }
}

impl<T: Keep> Memo<T> {
    /// The value, followed.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    /// Looks at the value, followed.
    pub(crate) fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(held(&self.0.get()))
    }

    /// The value, not followed.
    pub(crate) fn get_untracked(&self) -> T {
        untrack(|| self.get())
    }

    /// The value, not followed; `None` when what made it is gone.
    pub(crate) fn try_get_untracked(&self) -> Option<T> {
        self.0.try_get_untracked().map(|kept| held::<T>(&kept).clone())
    }
}

/// A value that may change. It is read anew each time.
pub(crate) struct Signal<T>(StoredValue<Kept>, PhantomData<fn() -> T>);

impl<T: Keep> Signal<T> {
    /// Read by a function of other signals.
    pub(crate) fn derive(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let source: Source<T> = Box::new(read);
        Self(StoredValue::new(Arc::new(source)), PhantomData)
    }

    /// The value, followed.
    pub(crate) fn get(&self) -> T {
        held::<Source<T>>(&self.0.get_value())()
    }

    /// Looks at the value, followed.
    pub(crate) fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.get())
    }

    /// The value, not followed.
    pub(crate) fn get_untracked(&self) -> T {
        untrack(|| self.get())
    }

    /// One that never changes.
    pub(crate) fn always(value: T) -> Self {
        Self::derive(move || value.clone())
    }
}

/// A value that is set.
pub(crate) struct RwSignal<T>(leptos::prelude::RwSignal<Kept>, PhantomData<fn() -> T>);

impl<T: Keep> RwSignal<T> {
    /// With its first value.
    pub(crate) fn new(value: T) -> Self {
        Self(leptos::prelude::RwSignal::new(Arc::new(value)), PhantomData)
    }

    /// One that holds something of this type already.
    pub(super) fn of(kept: leptos::prelude::RwSignal<Kept>) -> Self {
        Self(kept, PhantomData)
    }

    /// The value, followed.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    /// Looks at the value, followed.
    pub(crate) fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(held(&self.0.get()))
    }

    /// The value, not followed.
    pub(crate) fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    /// Looks at the value, not followed.
    pub(crate) fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(held(&self.0.get_untracked()))
    }

    /// Sets the value; who follows it is told.
    pub(crate) fn set(&self, value: T) {
        self.0.set(Arc::new(value));
    }

    /// Sets the value, unless what it belonged to is gone.
    pub(crate) fn try_set(&self, value: T) {
        // What comes back is the value, when there was nowhere to put it.
        drop(self.0.try_set(Arc::new(value)));
    }

    /// Changes the value; who follows it is told.
    pub(crate) fn update(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// Follows it without a look.
    pub(crate) fn track(&self) {
        self.0.track();
    }
}

fn memo(
    make: Box<dyn Fn() -> Kept + Send + Sync>,
    same: fn(&Kept, &Kept) -> bool,
) -> leptos::prelude::Memo<Kept> {
    let memo = ArcMemo::new_owning(move |before: Option<Kept>| {
        let made = make();
        let changed = before.is_none_or(|before| !same(&before, &made));
        (made, changed)
    });
    let follower = memo.to_any_subscriber();
    on_cleanup(move || unfollow(&follower));
    memo.into()
}

/// Whether two things of a type are equal.
pub(super) fn is_same<T: PartialEq + 'static>(one: &Kept, other: &Kept) -> bool {
    held::<T>(one) == held(other)
}

pub(super) fn held<T: 'static>(kept: &Kept) -> &T {
    kept.downcast_ref().expect("what is kept has the type that it was put there with")
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: Keep + Default> Default for Signal<T> {
    fn default() -> Self {
        Self::always(T::default())
    }
}

impl<F, T> From<F> for Signal<T>
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Keep,
{
    fn from(read: F) -> Self {
        Self::derive(read)
    }
}

impl<T: Keep> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

impl<T: Keep> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

impl From<&'static str> for Signal<String> {
    fn from(text: &'static str) -> Self {
        Self::derive(move || text.to_owned())
    }
}

/// What a part's property can be given as it is, where it could also change.
macro_rules! constant {
    ($($type:ty),*) => {$(
        impl From<$type> for $crate::ui::dom::Signal<$type> {
            fn from(value: $type) -> Self {
                Self::always(value)
            }
        }
    )*};
}
pub(crate) use constant;

constant!(String, bool);
