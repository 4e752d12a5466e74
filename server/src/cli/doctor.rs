//! `pierhead doctor`: what stands between Pierhead and the engine, or between you and a running server.

use std::{net::IpAddr, sync::Arc, time::Duration};

use clap::Args;
use http::StatusCode;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::{CommandError, block_on, trust::Trust};
use crate::{Config, TlsChoice, config::ServeFlags};

/// How long a running server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(super) struct Doctor {
    /// Ask the running server instead of the engine, for a container's health check
    #[arg(long)]
    server: bool,
    #[command(flatten)]
    flags: ServeFlags,
}

impl Doctor {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let config = self.flags.load()?;
        match self.server {
            true => block_on(look_at_server(&config))?,
            false => block_on(look_at_engine(&config))?,
        }
    }
}

async fn look_at_engine(config: &Config) -> Result<(), CommandError> {
    let found = config.engine_address()?;
    println!("Engine at {} ({})", found.address, found.source);
    let diagnosis = engine::diagnose(&found.address).await;
    println!("{diagnosis}");
    if diagnosis.is_healthy() { Ok(()) } else { Err(CommandError::Said) }
}

async fn look_at_server(config: &Config) -> Result<(), CommandError> {
    let mut address = config.listen;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            IpAddr::from([127, 0, 0, 1])
        } else {
            IpAddr::from([0_u16, 0, 0, 0, 0, 0, 0, 1])
        });
    }
    let asked = async {
        let stream = TcpStream::connect(address).await?;
        if config.tls == TlsChoice::Off {
            return ask_health(stream).await;
        }
        // It asks this machine whether it lives, and tells it nothing: any certificate will do.
        let tls = TlsConnector::from(Arc::new(Trust::Any.client_config()?));
        ask_health(tls.connect(ServerName::IpAddress(address.ip().into()), stream).await?).await
    };
    match timeout(PATIENCE, asked).await {
        Ok(Ok(StatusCode::OK)) => {
            println!("The server at {address} is healthy.");
            return Ok(());
        }
        Ok(Ok(status)) => println!("The server at {address} answers {status}."),
        Ok(Err(error)) => println!("The server at {address} can't be asked: {error}"),
        Err(_) => println!("The server at {address} doesn't answer."),
    }
    Err(CommandError::Said)
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

async fn ask_health(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<StatusCode, AnyError> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driving = tokio::spawn(connection);
    let request = http::Request::get("/health").header("host", "localhost").body(String::new())?;
    let status = sender.send_request(request).await?.status();
    driving.abort();
    Ok(status)
}
