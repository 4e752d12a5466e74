//! One connection to an engine.

use std::{io, pin::Pin, sync::OnceLock, time::Duration};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Uri,
    body::Body,
    client::conn::http1::{Builder, SendRequest},
    rt::{Read, Write},
};
use hyper_util::rt::TokioIo;
use hyperlocal::UnixConnector;
use rustls::pki_types::ServerName;
use tokio::{
    net::{TcpStream, lookup_host},
    task::AbortHandle,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use crate::{Address, Error, TlsFiles, What, tls};

/// How long a connection may take to come about.
pub(crate) const CONNECTING: Duration = Duration::from_secs(5);
/// How long all addresses of another machine may take to take a connection: less than an engine may take to say that it is
/// there, so that a machine that is off isn't taken for an engine that hangs. A lost packet is sent again after a second.
const REACHING: Duration = Duration::from_millis(1_500);
/// The largest head of a reply; hyper buffers as much of the body at most.
const MAX_BUFFER: usize = 256 << 10;

/// A body that can be sent.
pub trait Sendable:
    Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin + 'static
{
}

impl<B> Sendable for B where
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin + 'static
{
}

/// Makes connections.
pub(crate) struct Connector {
    address: Address,
    /// Once the files for it could be read.
    tls: OnceLock<TlsConnector>,
}

/// What reads and writes a connection, until it is closed or upgraded.
pub(crate) type Driver = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A connection. Dropping it closes it at once, whatever is under way.
pub(crate) struct Connection<B = Full<Bytes>> {
    pub(crate) sender: SendRequest<B>,
    driver: AbortHandle,
}

impl<B> Drop for Connection<B> {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connector {
    pub(crate) fn new(address: Address) -> Self {
        Self { address, tls: OnceLock::new() }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// A connection that a task of its own drives.
    pub(crate) async fn connect<B: Sendable>(&self, what: &What) -> Result<Connection<B>, Error> {
        let (sender, driver) = self.reach(what).await?;
        Ok(Connection { sender, driver: tokio::spawn(driver).abort_handle() })
    }

    /// A connection, and what drives it: whoever has it polls it.
    pub(crate) async fn reach<B: Sendable>(&self, what: &What) -> Result<(SendRequest<B>, Driver), Error> {
        match timeout(CONNECTING, self.open(what)).await {
            Ok(connection) => connection,
            Err(_) => Err(self.unanswered(CONNECTING)),
        }
    }

    async fn open<B: Sendable>(&self, what: &What) -> Result<(SendRequest<B>, Driver), Error> {
        match &self.address {
            Address::Unix(path) => {
                let uri = Uri::from(hyperlocal::Uri::new(path, "/"));
                let connect = tower_service::Service::call(&mut UnixConnector, uri);
                match connect.await {
                    Ok(stream) => handshake(stream, what).await,
                    // Linux says so when as many wait to be accepted as may: the engine hangs.
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        Err(self.unanswered(Duration::ZERO))
                    }
                    Err(error) => Err(self.unconnected(error)),
                }
            }
            Address::Tcp { host, port, tls } => {
                let stream = self.dial(host, *port).await?;
                stream.set_nodelay(true).map_err(|error| self.unconnected(error))?;
                match tls {
                    Some(files) => {
                        handshake(TokioIo::new(self.secure(files, host, stream).await?), what).await
                    }
                    None => handshake(TokioIo::new(stream), what).await,
                }
            }
            Address::Unusable(why) => Err(Error::Address((**why).clone())),
        }
    }

    /// What makes connections safe. Files that can't be read are tried again with the next connection.
    fn tls(&self, files: &TlsFiles) -> Result<&TlsConnector, String> {
        match self.tls.get() {
            Some(tls) => Ok(tls),
            None => tls::connector(files).map(|tls| self.tls.get_or_init(|| tls)),
        }
    }

    async fn secure(
        &self,
        files: &TlsFiles,
        host: &str,
        stream: TcpStream,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Error> {
        let unsafe_ = |message| Error::Tls { address: self.address.to_string(), message };
        let tls = self.tls(files).map_err(unsafe_)?;
        let name = ServerName::try_from(host.to_owned()).map_err(|error| unsafe_(error.to_string()))?;
        tls.connect(name, stream).await.map_err(|error| {
            if tls::is_tls(&error) { unsafe_(error.to_string()) } else { self.unconnected(error) }
        })
    }

    async fn dial(&self, host: &str, port: u16) -> Result<TcpStream, Error> {
        let found = lookup_host((host, port)).await.map_err(|error| self.unconnected(error))?;
        let addresses: Vec<_> = found.collect();
        let patience = REACHING / u32::try_from(addresses.len().max(1)).unwrap_or(u32::MAX);
        let mut failure = self.unanswered(REACHING);
        for address in addresses {
            match timeout(patience, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => failure = self.unconnected(error),
                Err(_) => {}
            }
        }
        Err(failure)
    }

    fn unanswered(&self, after: Duration) -> Error {
        Error::Unconnected { address: self.address.to_string(), after }
    }

    fn unconnected(&self, source: io::Error) -> Error {
        Error::Connect { address: self.address.to_string(), source }
    }
}

async fn handshake<T, B>(stream: T, what: &What) -> Result<(SendRequest<B>, Driver), Error>
where
    T: Read + Write + Unpin + Send + 'static,
    B: Sendable,
{
    let (sender, connection) = Builder::new()
        .max_buf_size(MAX_BUFFER)
        .handshake(stream)
        .await
        .map_err(|source| Error::Transport { what: what.clone(), source })?;
    // A connection's own error is told to the request that it breaks.
    Ok((sender, Box::pin(async move { drop(connection.with_upgrades().await) })))
}
