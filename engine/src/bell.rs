//! A bell for parts of one task that wait for one another. A task that is woken while it runs is put behind all others, and
//! another thread is woken to fetch it from there: so it goes round once more instead.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::task::AtomicWaker;

/// Wakes whoever attends to it, unless they are at it: then they look once more.
#[derive(Debug, Default)]
pub struct Bell(Arc<Ringing>);

#[derive(Debug, Default)]
struct Ringing {
    owner: AtomicWaker,
    /// Whether somebody is there who will look at `rung`.
    attended: AtomicBool,
    rung: AtomicBool,
}

impl Bell {
    /// Polls until it is ready, or nothing has rung for it while it was polled.
    ///
    /// It ends though its parts feed one another for ever: tokio lets no task do more than its share, and rings after that
    /// only when the task has left off.
    pub fn attend<T>(
        &self,
        context: &mut Context<'_>,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let bell = &self.0;
        bell.owner.register(context.waker());
        bell.attended.store(true, SeqCst);
        let waker = Waker::from(bell.clone());
        let mut within = Context::from_waker(&waker);
        let polled = loop {
            bell.rung.store(false, SeqCst);
            let polled = poll(&mut within);
            if polled.is_ready() || !bell.rung.load(SeqCst) {
                break polled;
            }
        };
        bell.attended.store(false, SeqCst);
        // It may have rung after the last look.
        if polled.is_pending() && bell.rung.load(SeqCst) {
            context.waker().wake_by_ref();
        }
        polled
    }
}

impl Wake for Ringing {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.rung.store(true, SeqCst);
        if !self.attended.load(SeqCst) {
            self.owner.wake();
        }
    }
}

#[cfg(test)]
mod tests;
