//! A connection that is driven by whoever waits for it: a task of its own would be woken for every request, and wake the
//! asking one for every answer, which costs more than the engine takes for a small one.

use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::task::AtomicWaker;
use http::{Request, Response};
use hyper::{
    body::Incoming,
    client::conn::{TrySendError, http1::SendRequest},
};

use crate::{connection::Driver, forward::Passed, pool::Usable};

/// A connection with what drives it.
pub(crate) struct Line {
    sender: SendRequest<Passed>,
    drive: Drive,
}

struct Drive {
    driver: Driver,
    /// Whether the driver has come to its end.
    over: bool,
    bell: Arc<Bell>,
}

impl Line {
    pub(crate) fn new(sender: SendRequest<Passed>, driver: Driver) -> Self {
        Self { sender, drive: Drive { driver, over: false, bell: Arc::default() } }
    }

    /// Whether another request can be sent.
    pub(crate) async fn is_ready(&mut self) -> bool {
        let Self { sender, drive } = self;
        // It is driven first, and sees whether the engine has closed it: nobody has looked meanwhile.
        drive.until(async move { sender.ready().await.is_ok() }).await && !drive.over
    }

    pub(crate) async fn ask(
        &mut self,
        request: Request<Passed>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Passed>>> {
        let Self { sender, drive } = self;
        drive.until(async move { sender.try_send_request(request).await }).await
    }

    /// Asks for something of the connection.
    pub(crate) fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        wanted: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.drive.poll(context, wanted)
    }

    /// Lets the driver go on by itself: the connection belongs to somebody else now.
    pub(crate) fn leave(self) {
        if !self.drive.over {
            tokio::spawn(self.drive.driver);
        }
    }
}

impl Drive {
    async fn until<T>(&mut self, wanted: impl Future<Output = T>) -> T {
        let mut wanted = pin!(wanted);
        poll_fn(|context| self.poll(context, |within| wanted.as_mut().poll(within))).await
    }

    /// Drives, and asks for what is waited for, until neither gets any further.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        mut wanted: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let bell = self.bell.clone();
        bell.owner.register(context.waker());
        bell.attended.store(true, SeqCst);
        let waker = Waker::from(bell.clone());
        let mut within = Context::from_waker(&waker);
        let polled = loop {
            bell.rung.store(false, SeqCst);
            self.over = self.over || self.driver.as_mut().poll(&mut within).is_ready();
            let polled = wanted(&mut within);
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

impl Usable for Line {
    fn is_closed(&self) -> bool {
        self.drive.over || self.sender.is_closed()
    }
}

/// Wakes whoever drives a line, unless they are at it: then they go round once more. A task that is woken while it runs
/// is put behind all others, and another thread is woken to fetch it from there.
#[derive(Default)]
struct Bell {
    owner: AtomicWaker,
    /// Whether somebody is there who will look at `rung`.
    attended: AtomicBool,
    rung: AtomicBool,
}

impl Wake for Bell {
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
