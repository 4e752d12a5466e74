//! The one way to the engine: it takes only what the gate has allowed, and writes down what that does.

mod ending;

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use engine::{Client, Forwarded, Items, MAX_REPLY, Sendable, What};
use engine_api::{
    call::{Call, Unsendable},
    command::{Command, Named},
    container::InspectContainerRaw,
    operation::Operation,
    reply::{Decoder, Streamed, Unary},
    version::ApiVersion,
};
use futures_util::Stream;
use gate::Authorized;
use http::{Request, Response, uri::InvalidUri};
use serde_json::Value;
use wire::{
    Id,
    audit::{ANSWERED, DONE, FAILED},
};

use crate::{
    audit::{Audit, Intent},
    error::Error,
};
pub(crate) use ending::Ending;

/// The engine, for those who act in somebody's name.
#[derive(Clone)]
pub struct Gateway {
    client: Client,
    audit: Audit,
}

impl Gateway {
    /// The way to the engine of a client. What is done there is written to the audit.
    pub fn new(client: Client, audit: Audit) -> Self {
        Self { client, audit }
    }

    /// Makes a call and waits for its whole reply.
    pub async fn call<C>(&self, call: Authorized<C>) -> Result<<C::Reply as Unary>::Value, Error>
    where
        C: Call + Sync,
        C::Reply: Unary,
    {
        let intent = self.audit.begin(&call).await?;
        let result = self.client.call(&*call).await;
        if let Some(intent) = intent {
            intent.end(&outcome(result.as_ref().map(drop))).await;
        }
        Ok(result?)
    }

    /// What the engine tells of a container, all of it, and its id.
    pub async fn inspect(&self, look: Authorized<InspectContainerRaw>) -> Result<(Id, Value), Error> {
        let what = What::named(Operation::ContainerInspect, &look.container);
        let said = self.call(look).await?;
        let said: Value = serde_json::from_slice(&said)
            .map_err(|source| engine::Error::Reply { what: what.clone(), source })?;
        let id = said.get("Id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        Ok((id.ok_or_else(|| engine::Error::lacks(what, "Id"))?, said))
    }

    /// Makes a call and gives its items as they come. Dropping them ends it.
    pub async fn stream<C>(
        &self,
        call: Authorized<C>,
    ) -> Result<Audited<<C::Reply as Streamed>::Decoder>, Error>
    where
        C: Call + Sync,
        C::Reply: Streamed,
    {
        let intent = self.audit.begin(&call).await?;
        match self.client.stream(&*call).await {
            Ok(items) => Ok(Audited { items, intent }),
            Err(error) => {
                if let Some(intent) = intent {
                    intent.end(&outcome(Err(&error))).await;
                }
                Err(error.into())
            }
        }
    }

    /// The version of the API that is spoken with the engine.
    pub async fn version(&self) -> Result<ApiVersion, Error> {
        Ok(self.client.version_to_speak().await?)
    }

    /// Asks for what a command says, with a body that was decided about, and gives the engine's answer as it comes, with
    /// what is to be written down when it ends.
    pub async fn ask(
        &self,
        command: &Authorized<Command>,
        body: Option<Bytes>,
        upgrade: bool,
    ) -> Result<(Response<Forwarded>, Ending), Error> {
        let intent = self.audit.begin_command(command, body.as_deref()).await?;
        let answer = self.client.ask(command, body, upgrade).await;
        let ending = Ending::of(command.named.operation, intent, answered(&answer)).await;
        Ok((answer?, ending))
    }

    /// As [`Gateway::ask`], for an answer that is JSON, whole. The engine's failure is an error.
    pub async fn ask_for_value(
        &self,
        command: &Authorized<Command>,
        body: Option<Bytes>,
    ) -> Result<Value, Error> {
        let (answer, _) = self.ask(command, body, false).await?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer.into_body().json().await?);
        }
        let told = answer.into_body().whole(MAX_REPLY).await?;
        let what = What::named(command.named.operation, &command.named.object);
        Err(engine::Error::Engine { what, status, message: engine::message(status, &told) }.into())
    }

    /// Passes a request on as it is, and gives the engine's answer as it comes. That it answered is written down, not
    /// when it ended: streams last for days. Where the end tells whether it was done, it is what is written down.
    /// `id` is the whole id of what is named, where that is known, and `body` what is sent, where it is JSON: both for the
    /// record.
    pub async fn forward<B: Sendable>(
        &self,
        named: Authorized<Named>,
        id: Option<String>,
        body: Option<Bytes>,
        request: Request<B>,
    ) -> Result<(Response<Forwarded>, Ending), Error> {
        let query = request.uri().query().unwrap_or_default();
        let intent = self.audit.begin_raw(&named, id.as_deref(), query, body.as_deref()).await?;
        let answer = async {
            let request = self.pinned(&named, request).await?;
            self.client.forward(named.operation, &named.object, request).await
        };
        let answer = answer.await;
        let ending = Ending::of(named.operation, intent, answered(&answer)).await;
        Ok((answer?, ending))
    }

    /// A request in a version that is known here: without one in its path, a newer engine would take it for one of its own.
    async fn pinned<B>(&self, named: &Named, mut request: Request<B>) -> Result<Request<B>, engine::Error> {
        if named.version.is_none()
            && let Some(version) = self.client.version_to_pin().await?
        {
            let target = request.uri().path_and_query().map_or("", |target| target.as_str());
            let target = format!("/v{version}{target}").parse();
            *request.uri_mut() = target.map_err(|error: InvalidUri| Unsendable::Http(error.into()))?;
        }
        Ok(request)
    }
}

/// What the engine answered, and whether it is a beginning.
fn answered(answer: &Result<Response<Forwarded>, engine::Error>) -> (String, bool) {
    match answer {
        Ok(answer) => (format!("{ANSWERED}{}", answer.status()), answer.status().is_success()),
        Err(error) => (outcome(Err(error)), false),
    }
}

/// The items of a stream whose end is written down.
pub struct Audited<D> {
    items: Items<D>,
    intent: Option<Intent>,
}

impl<D: Decoder + Unpin> Stream for Audited<D> {
    type Item = Result<D::Item, engine::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.items).poll_next(context));
        let end = match &item {
            Some(Ok(_)) => return Poll::Ready(item),
            Some(Err(error)) => outcome(Err(error)),
            None => outcome(Ok(())),
        };
        if let Some(intent) = self.intent.take() {
            intent.end_later(&end);
        }
        Poll::Ready(item)
    }
}

/// What came back, in a word or in the engine's own. What the engine quotes may be a command with a secret in it.
fn outcome(result: Result<(), &engine::Error>) -> String {
    match result {
        Ok(()) => DONE.to_owned(),
        Err(error) => failure(&error.to_string()),
    }
}

fn failure(why: &str) -> String {
    [FAILED, &without_quotes(why)].concat()
}

/// A text without what stands in quotes.
pub(crate) fn without_quotes(text: &str) -> String {
    let pieces = text.split('"').enumerate();
    pieces.map(|(place, piece)| if place % 2 == 0 { piece } else { "\"…\"" }).collect()
}
