//! A socket for datagrams that come in a steady stream: with the kernel's stamps, and with its count of those that it had
//! no room for, so that what this machine lost is not held against the network.

use std::io::{self, ErrorKind, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6};
use std::os::fd::AsRawFd;
use std::time::Duration;

use nix::errno::Errno;
use nix::ifaddrs::getifaddrs;
use nix::libc;
use nix::net::if_::if_nametoindex;
use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg, setsockopt, sockopt};
use socket2::{Domain, InterfaceIndexOrAddress, Protocol, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;
use wire::reading::{Cause, Failure};

use super::dscp::Dscp;
use super::place::{Interface, Place};
use crate::endpoint::cannot_listen;

/// Room for datagrams that wait while the machine is busy, in bytes: half a second of 60 Mbit/s. The kernel gives less if
/// its `net.core.rmem_max` says so.
const WAITING: usize = 4 << 20;
/// The longest datagram there is, in bytes.
const LONGEST: usize = 65_535;

pub(super) struct Socket {
    socket: UdpSocket,
    datagram: Box<[u8]>,
    control: Vec<u8>,
}

/// A datagram that came in.
pub(super) struct Incoming<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) from: SocketAddr,
    /// When the kernel got it, since 1970.
    pub(super) at: Option<Duration>,
    /// How many the kernel had no room for since the socket was opened.
    pub(super) dropped: Option<u32>,
    /// What is left of its time to live; the hop limit of IPv6.
    pub(super) ttl: Option<u8>,
    /// How it is marked.
    pub(super) dscp: Option<Dscp>,
}

impl Socket {
    pub(super) fn open(place: &Place) -> Result<Self, Failure> {
        let failed = |error: io::Error| cannot_listen(&error, place.address);
        let socket = socket2::Socket::new(
            Domain::for_address(place.address),
            Type::DGRAM,
            Some(Protocol::UDP),
        );
        let socket = socket.map_err(failed)?;
        socket.set_nonblocking(true).map_err(failed)?;
        if place.address.ip().is_multicast() {
            // Each gets every datagram of a group; what is sent to one address goes to one socket alone.
            socket.set_reuse_address(true).map_err(failed)?;
        }
        setsockopt(&socket, sockopt::RcvBuf, &WAITING).map_err(|error| failed(error.into()))?;
        setsockopt(&socket, sockopt::ReceiveTimestampns, &true).map_err(|error| failed(error.into()))?;
        setsockopt(&socket, sockopt::RxqOvfl, &1).map_err(|error| failed(error.into()))?;
        with_header(&socket, place.address).map_err(|error| failed(error.into()))?;
        // A socket on the group's own address hears nothing of other groups on the same port.
        socket.bind(&bound(place)?.into()).map_err(failed)?;
        if place.address.ip().is_multicast() {
            join(&socket, place)?;
            if place.interface.is_some() {
                heard_there_alone(&socket, place.address).map_err(failed)?;
            }
        }
        Ok(Self {
            socket: UdpSocket::from_std(socket.into()).map_err(failed)?,
            datagram: vec![0; LONGEST].into(),
            control: nix::cmsg_space!(libc::timespec, u32, libc::c_int, libc::c_int),
        })
    }

    /// Waits until a datagram may be there.
    pub(super) async fn ready(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// The next datagram; `WouldBlock` when there is none.
    pub(super) fn receive(&mut self) -> io::Result<Incoming<'_>> {
        let mut bytes = [IoSliceMut::new(&mut self.datagram)];
        let (fd, control) = (self.socket.as_raw_fd(), &mut self.control);
        let message = self.socket.try_io(Interest::READABLE, || {
            let message = recvmsg::<SockaddrStorage>(fd, &mut bytes, Some(control), MsgFlags::empty());
            message.map_err(io::Error::from)
        })?;
        let (mut at, mut dropped, mut ttl, mut dscp) = (None, None, None, None);
        for part in message.cmsgs().into_iter().flatten() {
            match part {
                ControlMessageOwned::ScmTimestampns(stamp) => at = Some(stamp.into()),
                ControlMessageOwned::RxqOvfl(count) => dropped = Some(count),
                ControlMessageOwned::Ipv4Ttl(left) | ControlMessageOwned::Ipv6HopLimit(left) => {
                    ttl = u8::try_from(left).ok();
                }
                ControlMessageOwned::Ipv4Tos(class) => dscp = Some(Dscp::of_class(class)),
                ControlMessageOwned::Ipv6TClass(class) => dscp = u8::try_from(class).ok().map(Dscp::of_class),
                _ => {}
            }
        }
        let from = message.address.and_then(|from| address(&from));
        let length = message.bytes;
        Ok(Incoming {
            bytes: self.datagram.get(..length).unwrap_or_default(),
            from: from.ok_or(ErrorKind::InvalidData)?,
            at,
            dropped,
            ttl,
            dscp,
        })
    }
}

/// What the header of each datagram says is to come with it.
fn with_header(socket: &socket2::Socket, address: SocketAddr) -> Result<(), Errno> {
    if address.is_ipv4() {
        setsockopt(socket, sockopt::Ipv4RecvTtl, &true)?;
        setsockopt(socket, sockopt::IpRecvTos, &true)
    } else {
        setsockopt(socket, sockopt::Ipv6RecvHopLimit, &true)?;
        setsockopt(socket, sockopt::Ipv6RecvTClass, &true)
    }
}

/// Without this a socket hears its group on every interface on which anybody on this machine has joined it.
fn heard_there_alone(socket: &socket2::Socket, group: SocketAddr) -> io::Result<()> {
    if group.is_ipv4() {
        socket.set_multicast_all_v4(false)
    } else {
        socket.set_multicast_all_v6(false)
    }
}

/// A group of one link is bound together with the interface that has the link.
fn bound(place: &Place) -> Result<SocketAddr, Failure> {
    match (place.address, &place.interface) {
        (SocketAddr::V6(group), Some(Interface::Name(name))) if group.ip().is_multicast() => {
            Ok(SocketAddrV6::new(*group.ip(), group.port(), 0, index(name)?).into())
        }
        (address, _) => Ok(address),
    }
}

fn join(socket: &socket2::Socket, place: &Place) -> Result<(), Failure> {
    let joined = match (place.address.ip(), place.source, &place.interface) {
        (IpAddr::V4(group), Some(IpAddr::V4(source)), interface) => {
            let on = match interface {
                None => Ipv4Addr::UNSPECIFIED,
                Some(Interface::Address(address)) => *address,
                Some(Interface::Name(name)) => address_of(name)?,
            };
            socket.join_ssm_v4(&source, &group, &on)
        }
        (IpAddr::V4(group), _, interface) => {
            let on = match interface {
                None => InterfaceIndexOrAddress::Address(Ipv4Addr::UNSPECIFIED),
                Some(Interface::Address(address)) => InterfaceIndexOrAddress::Address(*address),
                Some(Interface::Name(name)) => InterfaceIndexOrAddress::Index(index(name)?),
            };
            socket.join_multicast_v4_n(&group, &on)
        }
        // The listener leaves out other senders itself.
        (IpAddr::V6(group), _, Some(Interface::Name(name))) => socket.join_multicast_v6(&group, index(name)?),
        (IpAddr::V6(group), ..) => socket.join_multicast_v6(&group, 0),
    };
    joined.map_err(|error| {
        let group = place.address.ip();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::AddrNotAvailable | ErrorKind::NetworkUnreachable => Failure::new(
                Cause::Unreachable,
                format!(
                    "no interface of this machine can join {group}; check its cable and its address, or enter the interface"
                ),
            ),
            _ => cannot_listen(&error, place.address),
        }
    })
}

fn index(name: &str) -> Result<u32, Failure> {
    if_nametoindex(name).map_err(|_| no_interface(name))
}

fn address_of(name: &str) -> Result<Ipv4Addr, Failure> {
    index(name)?;
    let interfaces = getifaddrs().map_err(|_: Errno| no_interface(name))?;
    let of = interfaces.filter(|interface| interface.interface_name == name);
    let mut addresses = of.filter_map(|interface| Some(interface.address?.as_sockaddr_in()?.ip()));
    addresses.next().ok_or_else(|| {
        let detail =
            format!("the interface {name} has no IPv4 address; give it one, or leave the sender out");
        Failure::new(Cause::Unreachable, detail)
    })
}

fn no_interface(name: &str) -> Failure {
    Failure::new(
        Cause::Unreachable,
        format!("this machine has no interface called {name}; check the name, or whether it was taken out"),
    )
}

fn address(from: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = from
        .as_sockaddr_in()
        .map(|v4| SocketAddr::from((v4.ip(), v4.port())));
    v4.or_else(|| from.as_sockaddr_in6().map(|v6| (v6.ip(), v6.port()).into()))
}
