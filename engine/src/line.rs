//! A connection that is driven by whoever waits for it: a task of its own would be woken for every request, and wake the
//! asking one for every answer, which costs more than the engine takes for a small one.

use std::{
    future::poll_fn,
    pin::pin,
    task::{Context, Poll},
};

use http::{Request, Response};
use hyper::{
    body::Incoming,
    client::conn::{TrySendError, http1::SendRequest},
};

use crate::{bell::Bell, connection::Driver, forward::Passed, pool::Usable};

/// A connection with what drives it.
pub(crate) struct Line {
    sender: SendRequest<Passed>,
    drive: Drive,
}

struct Drive {
    driver: Driver,
    /// Whether the driver has come to its end.
    over: bool,
    bell: Bell,
}

impl Line {
    pub(crate) fn new(sender: SendRequest<Passed>, driver: Driver) -> Self {
        Self { sender, drive: Drive { driver, over: false, bell: Bell::default() } }
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
        let Self { driver, over, bell } = self;
        bell.attend(context, |within| {
            *over = *over || driver.as_mut().poll(within).is_ready();
            wanted(within)
        })
    }
}

impl Usable for Line {
    fn is_closed(&self) -> bool {
        self.drive.over || self.sender.is_closed()
    }
}

#[cfg(test)]
mod tests;
