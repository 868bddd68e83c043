//! A host and a port that a probe talks to, and what its troubles mean to the people in front of it.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::net::{TcpStream, UdpSocket};
use wire::reading::{Cause, Failure};
use wire::settings::FieldError;

use crate::resolve::{Family, resolve};
use crate::{Look, Target};

/// Where a probe talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) family: Family,
}

impl Endpoint {
    /// Host and port of `target`.
    ///
    /// # Errors
    /// Which of them is not named.
    pub(crate) fn of(target: &Target, family: Family) -> Result<Self, FieldError> {
        let missing = |what: &str| {
            let scheme = target.url().scheme();
            FieldError::new("target", format!("name the {what}: {scheme}://HOST:PORT"))
        };
        let host = Some(target.host())
            .filter(|host| !host.is_empty())
            .ok_or_else(|| missing("host"))?;
        let port = target
            .port()
            .filter(|port| *port != 0)
            .ok_or_else(|| missing("port"))?;
        Ok(Self { host, port, family })
    }

    /// The address of the host, and how long it took to find; no time when the host is an address.
    pub(crate) async fn find(&self, seen: &mut Look) -> Result<(SocketAddr, Option<Duration>), Failure> {
        seen.missing(format!(
            "no address for {} from the DNS servers of this machine",
            self.host
        ));
        let began = Instant::now();
        let address = resolve(&self.host, self.family).await?;
        let took = (address.to_string() != self.host).then(|| began.elapsed());
        Ok((SocketAddr::new(address, self.port), took))
    }
}

/// Connects to `address`, and tells how long it took.
pub(crate) async fn connect(address: SocketAddr, seen: &mut Look) -> Result<(TcpStream, Duration), Failure> {
    seen.missing(no_answer(address));
    let began = Instant::now();
    let stream = TcpStream::connect(address)
        .await
        .map_err(|error| trouble(&error, address))?;
    Ok((stream, began.elapsed()))
}

/// A socket for datagrams to and from `address` alone: only the target can answer, and the kernel reports when it
/// refuses.
pub(crate) async fn datagrams(address: SocketAddr) -> Result<UdpSocket, Failure> {
    let any: IpAddr = match address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))
        .await
        .map_err(|error| trouble(&error, address))?;
    socket
        .connect(address)
        .await
        .map_err(|error| trouble(&error, address))?;
    Ok(socket)
}

/// The beginning of the sentence for a target that says nothing.
pub(crate) fn no_answer(address: SocketAddr) -> String {
    format!("no answer from {} on port {}", address.ip(), address.port())
}

/// What a trouble with a socket means.
pub(crate) fn trouble(error: &io::Error, address: SocketAddr) -> Failure {
    let (ip, port) = (address.ip(), address.port());
    let (cause, detail) = match error.kind() {
        ErrorKind::ConnectionRefused => (
            Cause::Refused,
            format!("{ip} answers, but nothing listens on port {port}"),
        ),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            (Cause::Refused, format!("{ip} cut the connection on port {port}"))
        }
        ErrorKind::TimedOut => (Cause::Timeout, no_answer(address)),
        ErrorKind::HostUnreachable => (
            Cause::Unreachable,
            format!(
                "{ip} is not there: nothing on its network answers for it; check its power, its cable and its address"
            ),
        ),
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => (
            Cause::Unreachable,
            format!("this machine has no way to {ip}; check its own cable and network settings"),
        ),
        ErrorKind::AddrNotAvailable | ErrorKind::InvalidInput => (
            Cause::Unreachable,
            format!("this machine has no address from which to reach {ip}; check its network settings"),
        ),
        ErrorKind::PermissionDenied => (
            Cause::Denied,
            format!("this machine does not allow traffic to {ip} port {port}; check its firewall"),
        ),
        _ => (
            Cause::Denied,
            format!("this machine could not talk to {ip} port {port}: {error}"),
        ),
    };
    Failure::new(cause, detail)
}

/// Why this machine cannot listen at an address.
pub(crate) fn cannot_listen(error: &io::Error, address: SocketAddr) -> Failure {
    let (ip, port) = (address.ip(), address.port());
    match error.kind() {
        ErrorKind::AddrInUse => Failure::new(
            Cause::Denied,
            format!("another program or probe of this machine listens on {ip} port {port} already"),
        ),
        ErrorKind::AddrNotAvailable => Failure::new(
            Cause::Unreachable,
            format!(
                "{ip} is not an address of this machine; enter 0.0.0.0 for what is sent to any of them, or a multicast group"
            ),
        ),
        _ => trouble(error, address),
    }
}
