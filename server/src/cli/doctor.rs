//! `pierhead doctor`: what stands between Pierhead and the engine, or between you and a running server.

use std::{net::IpAddr, sync::Arc, time::Duration};

use clap::Args;
use http::StatusCode;
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::{CommandError, block_on};
use crate::{Config, TlsChoice, config::EngineFlags};

/// How long a running server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(super) struct Doctor {
    /// Ask the running server instead of the engine, for a container's health check
    #[arg(long)]
    server: bool,
    #[command(flatten)]
    flags: EngineFlags,
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
        let tls = TlsConnector::from(Arc::new(trusting_client()?));
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

/// A client that takes any certificate: it asks this machine whether it lives, and tells it nothing.
fn trusting_client() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth())
}

#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
