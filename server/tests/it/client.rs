//! A small browser: one cookie, an origin, no redirects followed.

use std::{net::SocketAddr, time::Duration};

use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody who makes requests.
#[derive(Clone)]
pub(crate) struct Client {
    address: SocketAddr,
    cookie: Option<String>,
    bearer: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The status, and the message of a failure.
    pub(crate) fn failure(&self) -> (u16, String) {
        let body: serde_json::Value = serde_json::from_str(&self.text).unwrap_or_default();
        (self.status.as_u16(), body["message"].as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Client {
    /// Nobody yet.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, cookie: None, bearer: None }
    }

    /// Who has this token.
    pub(crate) fn with_token(address: SocketAddr, token: &str) -> Self {
        Self { bearer: Some(token.trim().to_owned()), ..Self::new(address) }
    }

    pub(crate) fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    pub(crate) fn bearer(&self) -> Option<&str> {
        self.bearer.as_deref()
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), "").await
    }

    /// As a browser asks for a page.
    pub(crate) async fn visit(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html,*/*;q=0.8"), "").await
    }

    /// As our own page sends a value.
    pub(crate) async fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        let origin = format!("http://{}", self.address);
        let request = Request::post(path).header("origin", origin).header("content-type", "application/json");
        self.send(request, &body.to_string()).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        let origin = format!("http://{}", self.address);
        self.send(Request::delete(path).header("origin", origin), "").await
    }

    /// As our own page posts a form.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{}", self.address);
        self.post_from(path, fields, &[("origin", &origin)]).await
    }

    pub(crate) async fn post_from(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let form = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        let request = headers.iter().fold(form, |request, (name, value)| request.header(*name, *value));
        self.send(request, &body).await
    }

    pub(crate) async fn log_in(&mut self, name: &str, password: &str) -> Answer {
        self.post("/login", &[("name", name), ("password", password)]).await
    }

    pub(crate) async fn send(&mut self, request: http::request::Builder, body: &str) -> Answer {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let host = self.address.to_string();
        self.send_on(stream, &host, request, body).await
    }

    /// For bodies that aren't text.
    pub(crate) async fn send_for_bytes(&mut self, request: http::request::Builder) -> (HeaderMap, Bytes) {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let host = self.address.to_string();
        let (head, body) = self.exchange(stream, &host, request, "").await;
        (head.headers, body)
    }

    pub(crate) async fn send_on(
        &mut self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        host: &str,
        request: http::request::Builder,
        body: &str,
    ) -> Answer {
        let (head, body) = self.exchange(stream, host, request, body).await;
        Answer {
            status: head.status,
            headers: head.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn exchange(
        &mut self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        host: &str,
        mut request: http::request::Builder,
        body: &str,
    ) -> (http::response::Parts, Bytes) {
        let names = request.headers_ref().unwrap();
        if !names.contains_key(header::HOST) {
            request = request.header(header::HOST, host);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Full::new(Bytes::from(body.to_owned()))).unwrap();
        let exchange = async {
            let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
            let driving = tokio::spawn(connection);
            let (head, body) = sender.send_request(request).await.unwrap().into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            driving.abort();
            (head, body)
        };
        let (head, body) = timeout(PATIENCE, exchange).await.expect("no answer came");
        if let Some(set) = head.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        (head, body)
    }
}
