//! Connections to peers, encrypted or not, and what is said when there is none.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, Error, RootCertStore};
use wire::describe::text;
use wire::kind::Field;
use wire::settings::FieldError;

use crate::Undelivered;

/// The setting of whoever speaks TLS to servers of the operator's own.
pub(crate) const AUTHORITY_FILE: Field = text(
    "authority_file",
    "Authority file",
    "Path of a PEM file on this machine with the authorities to trust instead of those the system trusts.",
);

/// The largest file of authorities that is read, in bytes: far more than those of a system.
const LARGEST_AUTHORITY_FILE: u64 = 4 * 1024 * 1024;

/// Where a peer listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Name or address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl Place {
    /// Reads `HOST`, `HOST:PORT`, `[ADDRESS]:PORT` or a bare IPv6 address, entered as `field`.
    ///
    /// # Errors
    /// What to enter instead.
    pub(crate) fn read(field: &str, entered: &str, port: u16) -> Result<Self, FieldError> {
        let wrong = || {
            let message =
                format!("enter a name or an address, with a port if it is not {port}: 192.0.2.10:{port}");
            FieldError::new(field, message)
        };
        let (host, written) = match entered.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, rest)) => (
                host,
                rest.strip_prefix(':')
                    .or(if rest.is_empty() { Some("") } else { None }),
            ),
            None if entered.matches(':').count() > 1 => (entered, Some("")),
            None => entered
                .split_once(':')
                .map_or((entered, Some("")), |(host, port)| (host, Some(port))),
        };
        let port = match written.ok_or_else(wrong)? {
            "" => port,
            written => written.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?,
        };
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || "/@?#".contains(c)) {
            return Err(wrong());
        }
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }

    /// Connects by TCP.
    ///
    /// # Errors
    /// What is in the way, and what to look at.
    pub(crate) async fn connect(&self) -> Result<TcpStream, Undelivered> {
        self.resolve().await?;
        TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|error| self.trouble(&error))
    }

    /// The first address of the host.
    ///
    /// # Errors
    /// The name is not known.
    pub(crate) async fn resolve(&self) -> Result<std::net::SocketAddr, Undelivered> {
        let unknown = || {
            Undelivered::later(format!(
                "nobody knows an address of {}; check how it is written, and the name servers of this machine",
                self.host
            ))
        };
        let mut found = lookup_host((self.host.as_str(), self.port))
            .await
            .map_err(|_| unknown())?;
        found.next().ok_or_else(unknown)
    }

    /// Agrees on encryption.
    ///
    /// # Errors
    /// The certificate is not trusted, or no TLS is spoken there.
    pub(crate) async fn secure(
        &self,
        stream: TcpStream,
        authority_file: &str,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Undelivered> {
        let name = ServerName::try_from(self.host.clone())
            .map_err(|_| Undelivered::never(format!("{} cannot be the name of a server", self.host)))?;
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Undelivered::never(format!("TLS cannot be set up: {error}")))?
            .with_root_certificates(roots(authority_file).await?)
            .with_no_client_auth();
        TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
            .map_err(|error| self.trouble(&error))
    }

    /// A connection, encrypted when `authority_file` is there; empty for the authorities of the system.
    ///
    /// # Errors
    /// As of [`connect`](Self::connect) and [`secure`](Self::secure).
    pub(crate) async fn open(&self, authority_file: Option<&str>) -> Result<Box<dyn Stream>, Undelivered> {
        let stream = self.connect().await?;
        Ok(match authority_file {
            Some(file) => Box::new(self.secure(stream, file).await?),
            None => Box::new(stream),
        })
    }

    /// Why nothing more came from there.
    pub(crate) fn trouble(&self, error: &io::Error) -> Undelivered {
        let of_tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
        if let Some(error) = of_tls {
            return self.insecure(error);
        }
        Undelivered::later(match error.kind() {
            io::ErrorKind::ConnectionRefused => {
                format!("{self} is closed; check the port, and whether the service runs there")
            }
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
                format!("there is no way to {self}; check the network of this machine and the address")
            }
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => {
                format!("{self} closed the connection; check whether this is the right port for it")
            }
            _ => format!("{self} cannot be talked to: {error}"),
        })
    }

    fn insecure(&self, error: &Error) -> Undelivered {
        Undelivered::later(match error {
            Error::InvalidCertificate(why) => format!(
                "the certificate of {self} is not trusted ({why}); check its dates and its name, or name its authority"
            ),
            Error::InvalidMessage(_) => {
                format!("{self} does not answer in TLS; check the port, or do without encryption")
            }
            other => format!("{self} does not agree on encryption: {other}"),
        })
    }
}

/// Bytes to and from a peer.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// The authorities that are trusted: those of the system, or those in a file.
async fn roots(authority_file: &str) -> Result<Arc<RootCertStore>, Undelivered> {
    static SYSTEM: OnceCell<Arc<RootCertStore>> = OnceCell::const_new();
    if authority_file.is_empty() {
        let roots = SYSTEM.get_or_init(system_roots).await.clone();
        let none = "this machine trusts no authority; install the package ca-certificates";
        return if roots.is_empty() {
            Err(Undelivered::never(none))
        } else {
            Ok(roots)
        };
    }
    let pem = authorities(authority_file).await?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok));
    if roots.is_empty() {
        let none = format!("there is no certificate in {authority_file}; write the path of a PEM file");
        return Err(Undelivered::never(none));
    }
    Ok(Arc::new(roots))
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

/// What stands in a file of authorities.
///
/// # Errors
/// It cannot be read, or is no such file.
pub(crate) async fn authorities(path: &str) -> Result<Vec<u8>, Undelivered> {
    let cannot =
        |error: io::Error| Undelivered::never(format!("the authority file {path} cannot be read: {error}"));
    let metadata = tokio::fs::metadata(Path::new(path)).await.map_err(cannot)?;
    if !metadata.is_file() || metadata.len() > LARGEST_AUTHORITY_FILE {
        let most = LARGEST_AUTHORITY_FILE / 1024 / 1024;
        let detail = format!("the authority file {path} is no file of at most {most} MiB");
        return Err(Undelivered::never(detail));
    }
    tokio::fs::read(path).await.map_err(cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_write_them() {
        for (entered, written) in [
            ("mail.example.org", "mail.example.org:25"),
            ("192.0.2.1:2525", "192.0.2.1:2525"),
            ("[2001:db8::1]:2525", "[2001:db8::1]:2525"),
            ("[2001:db8::1]", "[2001:db8::1]:25"),
            ("2001:db8::1", "[2001:db8::1]:25"),
        ] {
            assert_eq!(Place::read("server", entered, 25).unwrap().to_string(), written);
        }
        for wrong in ["", ":25", "a b", "host:0", "host:mail", "smtp://host", "[::1]25"] {
            assert!(Place::read("server", wrong, 25).is_err(), "{wrong}");
        }
    }
}
