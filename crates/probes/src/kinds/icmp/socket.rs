//! A socket for echoes: unprivileged where the kernel allows it, raw where the process has the right to it.

use std::io::{IoSlice, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use nix::errno::Errno;
use nix::libc;
use nix::sys::socket::{
    AddressFamily, ControlMessage, ControlMessageOwned, MsgFlags, SockFlag, SockProtocol, SockType,
    SockaddrIn, SockaddrIn6, SockaddrStorage, TimestampingFlag, bind, getsockname, recvmsg, sendmsg,
    setsockopt, socket, sockopt,
};

use super::packet::{after_ipv4_header, numbers};

/// Longest packet taken from the network, in bytes: the longest payload that can be set, and headers.
const LONGEST: usize = 9_216;
/// Space for answers that wait while the machine is busy, in bytes. The kernel gives less if it must.
const WAITING: usize = 1 << 20;

/// A socket for one IP version.
pub(super) struct Socket {
    fd: OwnedFd,
    v6: bool,
    raw: bool,
    identifier: u16,
    packet: Box<[u8]>,
    control: Vec<u8>,
}

/// A packet that came in.
pub(super) struct Incoming<'a> {
    pub(super) from: IpAddr,
    /// From the ICMP header on.
    pub(super) packet: &'a [u8],
    /// When the kernel got it, since 1970.
    pub(super) at: Option<Duration>,
    /// What is left of its time to live.
    pub(super) ttl: Option<u8>,
}

/// What the kernel reports about a packet that went out.
pub(super) enum Report<'a> {
    /// It was handed to the network card at that time since 1970.
    Left { frame: &'a [u8], at: Duration },
    /// Somebody on the way, or this machine, says that it cannot arrive.
    Returned {
        to: IpAddr,
        sequence: u16,
        notice: Notice,
    },
    /// Something else.
    Other,
}

/// What somebody says about a packet that cannot arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    /// Who; nobody when this machine itself refused to send it.
    pub(super) by: Option<IpAddr>,
    /// ICMP type.
    pub(super) sort: u8,
    /// ICMP code.
    pub(super) code: u8,
}

/// How to send one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Time to live; the usual one of this machine when not set.
    pub(super) ttl: Option<u8>,
    /// Differentiated services code point, RFC 2474.
    pub(super) dscp: u8,
}

impl Socket {
    pub(super) fn open(v6: bool) -> Result<Self, Errno> {
        let (family, protocol) = if v6 {
            (AddressFamily::Inet6, SockProtocol::IcmpV6)
        } else {
            (AddressFamily::Inet, SockProtocol::Icmp)
        };
        let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
        let (fd, raw) = match socket(family, SockType::Datagram, flags, protocol) {
            Ok(fd) => (fd, false),
            // What a raw socket is refused for counts only if the right to it is there.
            Err(refused) => match socket(family, SockType::Raw, flags, protocol) {
                Ok(fd) => (fd, true),
                Err(Errno::EPERM | Errno::EACCES) => return Err(refused),
                Err(error) => return Err(error),
            },
        };
        let identifier = if raw {
            rand::random()
        } else {
            Self::bound(&fd, v6)?
        };
        Self::prepare(&fd, v6)?;
        let control = nix::cmsg_space!(
            libc::sock_extended_err,
            SockaddrIn6,
            [libc::timespec; 3],
            libc::c_int
        );
        Ok(Self {
            fd,
            v6,
            raw,
            identifier,
            packet: vec![0; LONGEST].into(),
            control,
        })
    }

    /// The identifier that the kernel gives to an unprivileged socket.
    fn bound(fd: &OwnedFd, v6: bool) -> Result<u16, Errno> {
        if v6 {
            bind(
                fd.as_raw_fd(),
                &SockaddrIn6::from(SocketAddrV6::new(Ipv6Addr::UNSPECIFIED, 0, 0, 0)),
            )?;
            Ok(getsockname::<SockaddrIn6>(fd.as_raw_fd())?.port())
        } else {
            bind(
                fd.as_raw_fd(),
                &SockaddrIn::from(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0)),
            )?;
            Ok(getsockname::<SockaddrIn>(fd.as_raw_fd())?.port())
        }
    }

    fn prepare(fd: &OwnedFd, v6: bool) -> Result<(), Errno> {
        let stamps = TimestampingFlag::SOF_TIMESTAMPING_SOFTWARE
            | TimestampingFlag::SOF_TIMESTAMPING_TX_SOFTWARE
            | TimestampingFlag::SOF_TIMESTAMPING_RX_SOFTWARE;
        setsockopt(fd, sockopt::Timestamping, &stamps)?;
        if v6 {
            setsockopt(fd, sockopt::Ipv6RecvErr, &true)?;
            setsockopt(fd, sockopt::Ipv6RecvHopLimit, &true)?;
        } else {
            setsockopt(fd, sockopt::Ipv4RecvErr, &true)?;
            setsockopt(fd, sockopt::Ipv4RecvTtl, &true)?;
        }
        setsockopt(fd, sockopt::RcvBuf, &WAITING)
    }

    pub(super) fn identifier(&self) -> u16 {
        self.identifier
    }

    pub(super) fn send(&self, to: IpAddr, manner: Manner, packet: &[u8]) -> Result<(), Errno> {
        let ttl = libc::c_int::from(manner.ttl.unwrap_or_default());
        // The lower two bits of the field belong to congestion notification.
        let class = manner.dscp << 2;
        let class_v6 = i32::from(class);
        let mut control = Vec::new();
        if manner.ttl.is_some() {
            control.push(if self.v6 {
                ControlMessage::Ipv6HopLimit(&ttl)
            } else {
                ControlMessage::Ipv4Ttl(&ttl)
            });
        }
        if class != 0 {
            control.push(if self.v6 {
                ControlMessage::Ipv6TClass(&class_v6)
            } else {
                ControlMessage::Ipv4Tos(&class)
            });
        }
        let bytes = [IoSlice::new(packet)];
        let fd = self.fd.as_raw_fd();
        let sent = match to {
            IpAddr::V4(ip) => sendmsg(
                fd,
                &bytes,
                &control,
                MsgFlags::empty(),
                Some(&SockaddrIn::from(SocketAddrV4::new(ip, 0))),
            ),
            IpAddr::V6(ip) => sendmsg(
                fd,
                &bytes,
                &control,
                MsgFlags::empty(),
                Some(&SockaddrIn6::from(SocketAddrV6::new(ip, 0, 0, 0))),
            ),
        };
        sent.map(|_| ())
    }

    /// The next packet that came in.
    pub(super) fn receive(&mut self) -> Option<Incoming<'_>> {
        let mut bytes = [IoSliceMut::new(&mut self.packet)];
        let message = recvmsg::<SockaddrStorage>(
            self.fd.as_raw_fd(),
            &mut bytes,
            Some(&mut self.control),
            MsgFlags::empty(),
        );
        let message = message.ok()?;
        let (length, from) = (message.bytes, ip(message.address?)?);
        let (mut at, mut ttl) = (None, None);
        for part in message.cmsgs().into_iter().flatten() {
            match part {
                ControlMessageOwned::ScmTimestampsns(stamps) => at = Some(stamps.system.into()),
                ControlMessageOwned::Ipv4Ttl(left) | ControlMessageOwned::Ipv6HopLimit(left) => {
                    ttl = u8::try_from(left).ok();
                }
                _ => {}
            }
        }
        let packet = self.packet.get(..length)?;
        // A raw IPv4 socket gives the IP header as well.
        let packet = if self.raw && !self.v6 {
            after_ipv4_header(packet).unwrap_or_default()
        } else {
            packet
        };
        Some(Incoming {
            from,
            packet,
            at,
            ttl,
        })
    }

    /// The next report of the kernel about a packet that went out.
    pub(super) fn report(&mut self) -> Option<Report<'_>> {
        let mut bytes = [IoSliceMut::new(&mut self.packet)];
        let message = recvmsg::<SockaddrStorage>(
            self.fd.as_raw_fd(),
            &mut bytes,
            Some(&mut self.control),
            MsgFlags::MSG_ERRQUEUE,
        );
        let message = message.ok()?;
        let (length, to) = (message.bytes, message.address);
        let (mut at, mut notice, mut ours) = (None, None, true);
        for part in message.cmsgs().into_iter().flatten() {
            let (error, by) = match part {
                ControlMessageOwned::ScmTimestampsns(stamps) => {
                    at = Some(stamps.system.into());
                    continue;
                }
                ControlMessageOwned::Ipv4RecvErr(error, by) => {
                    (error, by.map(|by| IpAddr::from(SockaddrIn::from(by).ip())))
                }
                ControlMessageOwned::Ipv6RecvErr(error, by) => {
                    (error, by.map(|by| IpAddr::from(SockaddrIn6::from(by).ip())))
                }
                _ => continue,
            };
            match error.ee_origin {
                libc::SO_EE_ORIGIN_ICMP | libc::SO_EE_ORIGIN_ICMP6 => {
                    notice = Some(Notice {
                        by,
                        sort: error.ee_type,
                        code: error.ee_code,
                    });
                }
                libc::SO_EE_ORIGIN_TIMESTAMPING => {}
                _ => ours = false,
            }
        }
        let packet = self.packet.get(..length)?;
        let returned = || {
            let (identifier, sequence) = numbers(packet)?;
            // A raw socket hears about the echoes of every program.
            (identifier == self.identifier).then_some(())?;
            Some(Report::Returned {
                to: ip(to?)?,
                sequence,
                notice: notice?,
            })
        };
        Some(match (at, notice) {
            (_, Some(_)) => returned().unwrap_or(Report::Other),
            (Some(at), None) if ours => Report::Left { frame: packet, at },
            _ => Report::Other,
        })
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

fn ip(address: SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|v4| IpAddr::from(v4.ip()));
    v4.or_else(|| address.as_sockaddr_in6().map(|v6| v6.ip().into()))
}
