//! An admin's requests, passed on as they are: builds, sessions, and whatever a newer client needs.
//!
//! What passes is a request of an operation that is known, at its canonical path, allowed by the gate and written to
//! the audit; of it, everything but what belongs to the connection or to Pierhead.

use axum::{body::Body, extract::Request, response::Response};
use engine_api::{
    command::{Named, NotUnderstood},
    operation::{self, Operation, Transport},
};
use gate::{Role, query::SHORT_ID};
use http::{HeaderValue, StatusCode, Uri, header};
use http_body_util::BodyExt;
use hyper::upgrade::OnUpgrade;

use super::{
    Asker, Docker, Over,
    drain::{self, drained},
    end_to_end, newest,
    revocable::Revocable,
    runs,
    tunnel::Tunnel,
};
use crate::{
    Error,
    codec::{self, refuse_form},
};

impl Docker {
    /// Passes a request on, and its answer.
    pub(super) async fn pass(
        &self,
        named: Named,
        target: &str,
        asker: Asker,
        mut request: Request,
    ) -> Result<Response, Error> {
        let hijacks = named.operation.transport() == Transport::Hijack
            && request.headers().contains_key(header::UPGRADE);
        refuse_form(request.headers())?;
        let (row, operation) = (self.row(&named), named.operation);
        let is_drained = drain::is_needed(
            operation,
            drain::follows(request.uri().query()),
            row.as_deref().is_some_and(runs),
        );
        let own = self.own(&named, row.as_deref());
        let named = gate::authorize_raw(&asker.caller.principal, named, own)?;
        let client = hijacks.then(|| hyper::upgrade::on(&mut request));
        let mut request = passed_on(request, target, hijacks)?;
        let mut body = None;
        if operation.body() == operation::Body::Json {
            let read = codec::read_whole(std::mem::take(request.body_mut())).await?;
            asker.sessions.confirm(&asker.caller)?;
            *request.body_mut() = Body::from(read.clone());
            body = Some(read);
        }
        // By name it may be another one by the time that the engine looks, and so it may by a few digits.
        let is_certain = |id: &String| named.object.len() >= SHORT_ID && id.starts_with(&*named.object);
        let id = row.map(|row| row.id.to_string()).filter(is_certain);
        let (answer, ending) = self.gateway.forward(named, id, body, request).await?;
        let over = asker.over(&self.targets, |principal| principal.role == Role::Admin && principal.raw);
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
            return tunnel(client, answer, is_drained, over);
        }
        let (mut head, answer) = answer.into_parts();
        // How it travels to the client is that connection's matter.
        head.headers.remove(header::CONTENT_LENGTH);
        if newest::cap_header(&mut head.headers) && operation == Operation::SystemVersion {
            let mut told = answer.json().await?;
            newest::cap_version(&mut told);
            return Ok(Response::from_parts(head, Body::from(told.to_string())));
        }
        let body = match is_drained {
            true => Body::new(Revocable::new(drained(answer.into_data_stream()), over)),
            false => Body::new(Revocable::new(ending.told(answer), over)),
        };
        Ok(Response::from_parts(head, body))
    }
}

/// Gives a client the connection that the engine has changed the protocol of.
pub(super) fn tunnel(
    client: Option<OnUpgrade>,
    mut answer: http::Response<engine::Forwarded>,
    is_drained: bool,
    over: Over,
) -> Result<Response, Error> {
    let engine = hyper::upgrade::on(&mut answer);
    let (head, body) = answer.into_parts();
    let client = client.ok_or_else(|| Error::internal("the engine changed the protocol unasked"))?;
    let tunnel = Tunnel { client, engine, is_drained, place: body.into_place() };
    tokio::spawn(async move {
        tokio::select! {
            () = tunnel.run() => {}
            () = over => {}
        }
    });
    Ok(Response::from_parts(head, Body::empty()))
}

/// The request as the engine gets it.
fn passed_on(request: Request, target: &str, hijacks: bool) -> Result<Request, Error> {
    let (mut head, body) = request.into_parts();
    head.uri = target.parse::<Uri>().map_err(|_| NotUnderstood::NoOperation)?;
    let upgrade = head.headers.get(header::UPGRADE).cloned();
    head.headers = end_to_end(&head.headers);
    if let Some(protocol) = upgrade.filter(|_| hijacks) {
        head.headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        head.headers.insert(header::UPGRADE, protocol);
    }
    head.version = http::Version::HTTP_11;
    head.extensions.clear();
    Ok(Request::from_parts(head, body))
}
