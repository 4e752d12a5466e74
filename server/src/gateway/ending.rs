//! How work ended of which the engine tells within an answer that has begun well: pulls, pushes, builds.

use std::{
    fmt::Display,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use engine_api::{
    jsonl::Lines,
    operation::Operation,
    reply::{Broken, Decoder},
};
use hyper::body::{Body, Frame, SizeHint};
use serde::de::IgnoredAny;

use super::failure;
use crate::audit::Intent;

/// Whether an operation's answer begins before its work, and says in its last line whether that failed.
fn is_told_last(operation: Operation) -> bool {
    use Operation::{ImageBuild, ImageCreate, ImageLoad, ImagePush, PluginPull, PluginPush, PluginUpgrade};
    matches!(
        operation,
        ImageBuild | ImageCreate | ImageLoad | ImagePush | PluginPull | PluginPush | PluginUpgrade
    )
}

/// What is to be written down when an answer ends; nothing, where that was done when it began.
#[derive(Default)]
pub(crate) struct Ending(Option<Open>);

struct Open {
    intent: Intent,
    /// What the engine answered, which holds unless a line says otherwise.
    said: String,
    lines: Lines<IgnoredAny>,
    /// Within a line that is too long to be one that says what failed.
    skips: bool,
    /// The engine quotes what it ran, which may hold a secret.
    quotes: bool,
}

impl Ending {
    /// Writes down that something was answered, or will when all of that answer has passed.
    pub(super) async fn of(
        operation: Operation,
        intent: Option<Intent>,
        (said, is_beginning): (String, bool),
    ) -> Self {
        match intent {
            Some(intent) if is_beginning && is_told_last(operation) => {
                let quotes = operation == Operation::ImageBuild;
                Self(Some(Open { intent, said, lines: Lines::default(), skips: false, quotes }))
            }
            Some(intent) => {
                intent.end(&said).await;
                Self::default()
            }
            None => Self::default(),
        }
    }

    /// An answer whose end is written down as it passes. Dropped before, it was given up.
    pub(crate) fn told<B: Body>(mut self, body: B) -> Told<B> {
        // Nobody asks for more of what has no body.
        if body.is_end_stream() {
            self.over();
        }
        Told { body, ending: self }
    }

    /// Looks at what passes, for a line that says what failed.
    fn look(&mut self, passing: &Bytes) {
        let Some(open) = &mut self.0 else { return };
        let mut passing = passing.clone();
        loop {
            if open.skips {
                let Some(end) = passing.iter().position(|byte| *byte == b'\n') else { return };
                passing.advance(end + 1);
                open.skips = false;
            }
            match open.lines.next(&mut passing) {
                Some(Err(Broken::Failed(message))) => return self.failed(&message),
                Some(Err(Broken::TooLarge { .. })) => {
                    open.lines = Lines::default();
                    open.skips = true;
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    fn over(&mut self) {
        let Some(mut open) = self.0.take() else { return };
        match open.lines.finish() {
            Some(Err(Broken::Failed(message))) => {
                self.0 = Some(open);
                self.failed(&message);
            }
            _ => open.intent.end_later(&open.said),
        }
    }

    fn failed(&mut self, why: &str) {
        if let Some(open) = self.0.take() {
            let why = if open.quotes { "the build" } else { why };
            open.intent.end_later(&failure(why));
        }
    }
}

/// An answer, watched for how it ends.
pub(crate) struct Told<B> {
    body: B,
    ending: Ending,
}

impl<B: Body<Data = Bytes, Error: Display> + Unpin> Body for Told<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let Self { body, ending } = &mut *self;
        let polled = ready!(Pin::new(&mut *body).poll_frame(context));
        match &polled {
            Some(Ok(frame)) => {
                if let Some(passing) = frame.data_ref() {
                    ending.look(passing);
                }
                // Nobody may ask for more.
                if body.is_end_stream() {
                    ending.over();
                }
            }
            Some(Err(error)) => ending.failed(&error.to_string()),
            None => ending.over(),
        }
        Poll::Ready(polled)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
