//! A pull whose image has to be remembered, also when whoever asked for it leaves: the engine may have it by then.

use std::{sync::Arc, time::Duration};

use futures_util::{Stream, StreamExt, stream::BoxStream};
use gate::Principal;
use tokio::time::timeout;

use super::Policy;
use crate::Error;

/// How long a pull is heard that nobody waits for any more, before it is ended: what the engine has told by then, or tells in
/// the next moment, is that it has the image.
const MOMENT: Duration = Duration::from_secs(2);
/// How long the engine may take to put down an image whose digest it has told.
const ENDING: Duration = Duration::from_secs(10);

/// What a pull tells, as it comes, until it is remembered.
pub(crate) struct Pull<T: Send + 'static, E: Send + 'static>(Option<Heard<T, E>>);

/// Finds the digest that the engine tells in a piece of what it says.
type Find<T> = dyn FnMut(&T) -> Option<String> + Send;

struct Heard<T, E> {
    policy: Policy,
    principal: Arc<Principal>,
    reference: String,
    source: BoxStream<'static, Result<T, E>>,
    find: Box<Find<T>>,
    digest: Option<String>,
}

impl<T: Send + 'static, E: Send + 'static> Pull<T, E> {
    /// A pull of `reference`. Its items are what `source` says; `find` finds the digest in one.
    pub(crate) fn new(
        policy: &Policy,
        principal: &Arc<Principal>,
        reference: String,
        source: impl Stream<Item = Result<T, E>> + Send + 'static,
        find: impl FnMut(&T) -> Option<String> + Send + 'static,
    ) -> Self {
        let (policy, principal) = (policy.clone(), principal.clone());
        let (source, find) = (source.boxed(), Box::new(find));
        Self(Some(Heard { policy, principal, reference, source, find, digest: None }))
    }

    /// What is said next.
    pub(crate) async fn next(&mut self) -> Option<Result<T, E>> {
        self.0.as_mut()?.next().await
    }

    /// Puts what was pulled into the stacks for which it may have been, also when nobody waits for that.
    pub(crate) async fn remember(mut self) -> Result<(), Error> {
        let Some(heard) = self.0.take() else { return Ok(()) };
        tokio::spawn(heard.remember()).await.map_err(Error::internal)?
    }
}

impl<T: Send + 'static, E: Send + 'static> Drop for Pull<T, E> {
    fn drop(&mut self) {
        if let Some(heard) = self.0.take() {
            tokio::spawn(heard.outlive());
        }
    }
}

impl<T, E> Heard<T, E> {
    async fn next(&mut self) -> Option<Result<T, E>> {
        let told = self.source.next().await?;
        if let Ok(told) = &told {
            self.digest = (self.find)(told).or(self.digest.take());
        }
        Some(told)
    }

    /// Hears a pull to its end, if that is near.
    async fn outlive(mut self) {
        let digest = async { while self.digest.is_none() && matches!(self.next().await, Some(Ok(_))) {} };
        _ = timeout(MOMENT, digest).await;
        if self.digest.is_none() {
            return;
        }
        _ = timeout(ENDING, async { while matches!(self.next().await, Some(Ok(_))) {} }).await;
        let reference = self.reference.clone();
        if let Err(error) = self.remember().await {
            tracing::warn!(%error, %reference, "what was pulled may belong to no stack");
        }
    }

    async fn remember(self) -> Result<(), Error> {
        let Self { policy, principal, reference, digest, .. } = self;
        policy.remember_pulled(&principal, &reference, digest.as_deref()).await
    }
}
