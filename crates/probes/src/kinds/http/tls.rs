//! Agrees on encryption with a server, and judges its certificate before anything else is sent.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    AlertDescription, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use wire::reading::{Cause, Failure};

use crate::Look;
use crate::endpoint::trouble;

use super::certificate;
use super::plan::Trust;

/// The largest file of authorities that is read, in bytes: far more than those of a system.
const LARGEST_AUTHORITY_FILE: u64 = 4 * 1024 * 1024;

/// Agrees on encryption over `stream` with a server that is asked for as `name`. Nothing when its certificate is not
/// valid; the findings say why.
pub(super) async fn secure(
    stream: TcpStream,
    address: SocketAddr,
    name: &str,
    trust: &Trust,
    measure: bool,
    seen: &mut Look,
) -> Result<Option<TlsStream<TcpStream>>, Failure> {
    let server = ServerName::try_from(name.to_owned()).map_err(|_| {
        Failure::new(
            Cause::Unreachable,
            format!("{name} cannot be the name of a server"),
        )
    })?;
    let roots = roots(trust).await?;
    let connector = TlsConnector::from(Arc::new(config(roots.is_some())?));
    seen.missing(format!("{address} is open, but did not answer in TLS"));
    let began = Instant::now();
    let secured = connector
        .connect(server.clone(), stream)
        .await
        .map_err(|error| refused(&error, address))?;
    if measure {
        seen.sample("http_tls_seconds", began.elapsed().as_secs_f64());
    }
    let chain = secured.get_ref().1.peer_certificates().unwrap_or_default();
    let now = UnixTime::since_unix_epoch(Duration::from_millis(
        u64::try_from(seen.now().0).unwrap_or_default(),
    ));
    let judged = certificate::judge(chain, &server, roots.as_deref(), now);
    if let Some(left) = judged.seconds_left.filter(|_| measure) {
        seen.sample("http_certificate_expiry_seconds", left);
    }
    let is_valid = judged.defects.is_empty();
    for (code, detail) in judged.defects {
        seen.finding(code, format!("{detail}; the request was not sent"));
    }
    Ok(is_valid.then_some(secured))
}

/// The authorities that are trusted; nothing when any certificate will do.
async fn roots(trust: &Trust) -> Result<Option<Arc<RootCertStore>>, Failure> {
    static SYSTEM: OnceCell<Arc<RootCertStore>> = OnceCell::const_new();
    let (roots, none) = match trust {
        Trust::Anyone => return Ok(None),
        Trust::System => {
            let roots = SYSTEM.get_or_init(system_roots).await.clone();
            (
                roots,
                "this machine trusts no authority; install the package ca-certificates".to_owned(),
            )
        }
        Trust::File(path) => {
            let none = format!(
                "there is no certificate in {}; write the path of a PEM file",
                path.display()
            );
            (Arc::new(roots_in(path).await?), none)
        }
    };
    if roots.is_empty() {
        Err(Failure::new(Cause::Denied, none))
    } else {
        Ok(Some(roots))
    }
}

/// Reading a hundred and fifty files takes its time: once, and on a thread that may wait.
async fn system_roots() -> Arc<RootCertStore> {
    let loaded = tokio::task::spawn_blocking(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        roots
    });
    Arc::new(loaded.await.unwrap_or_else(|_| RootCertStore::empty()))
}

async fn roots_in(path: &Path) -> Result<RootCertStore, Failure> {
    let cannot = |error: io::Error| {
        let detail = format!("the authority file {} cannot be read: {error}", path.display());
        Failure::new(Cause::Denied, detail)
    };
    let metadata = tokio::fs::metadata(path).await.map_err(cannot)?;
    if !metadata.is_file() || metadata.len() > LARGEST_AUTHORITY_FILE {
        let most = LARGEST_AUTHORITY_FILE / 1024 / 1024;
        let detail = format!(
            "the authority file {} is no file of at most {most} MiB",
            path.display()
        );
        return Err(Failure::new(Cause::Denied, detail));
    }
    let pem = tokio::fs::read(path).await.map_err(cannot)?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok));
    Ok(roots)
}

fn config(proven: bool) -> Result<ClientConfig, Failure> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Arc::new(JudgedLater {
        provider: provider.clone(),
        proven,
    });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::new(Cause::Bug, format!("TLS cannot be set up: {error}")))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    // A session that is taken up again would hide the certificate and most of the time it takes to agree.
    config.resumption = Resumption::disabled();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Lets every certificate pass, because [`secure`] judges it right after the handshake and before a byte of the request
/// is sent. So a bad certificate can be described in full instead of only ending the connection. That the server owns
/// its certificate is proven within the handshake all the same, unless any certificate will do.
#[derive(Debug)]
struct JudgedLater {
    provider: Arc<CryptoProvider>,
    proven: bool,
}

impl ServerCertVerifier for JudgedLater {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if !self.proven {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if !self.proven {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// Whether a trouble with a stream is one of encryption.
pub(super) fn is_at_fault(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Error>())
}

/// What it means that a server and this machine do not agree on encryption.
pub(super) fn refused(error: &io::Error, address: SocketAddr) -> Failure {
    let at = format!("{} port {}", address.ip(), address.port());
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let (cause, detail) = match tls {
        Some(Error::InvalidMessage(_)) => (
            Cause::Garbled,
            format!("{at} does not speak TLS; try http: instead of https:, or another port"),
        ),
        Some(Error::AlertReceived(
            AlertDescription::CertificateRequired | AlertDescription::AccessDenied,
        )) => (
            Cause::Denied,
            format!("{at} lets in only those who show a certificate of their own"),
        ),
        Some(Error::AlertReceived(AlertDescription::UnrecognisedName)) => (
            Cause::Denied,
            format!("{at} does not know the name it was asked for; set the host name to ask for"),
        ),
        Some(
            Error::PeerIncompatible(_)
            | Error::AlertReceived(AlertDescription::ProtocolVersion | AlertDescription::HandshakeFailure),
        ) => (
            Cause::Denied,
            format!("{at} offers no encryption that is still safe (TLS 1.2 or 1.3); update it"),
        ),
        Some(error) => (
            Cause::Garbled,
            format!("{at} broke off while agreeing on encryption: {error}"),
        ),
        None if error.kind() == io::ErrorKind::UnexpectedEof => (
            Cause::Garbled,
            format!("{at} closed the connection while agreeing on encryption"),
        ),
        None => return trouble(error, address),
    };
    Failure::new(cause, detail)
}
