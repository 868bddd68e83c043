//! What the troubles of an echo mean to the people in front of it.

use std::net::{IpAddr, UdpSocket};

use nix::errno::Errno;
use wire::reading::{Cause, Failure};

use super::socket::Notice;

/// What a report from the way means, RFC 792, RFC 1812 5.2.7 and RFC 4443.
pub(super) fn returned(notice: Notice, to: IpAddr) -> Failure {
    let Some(by) = notice.by.filter(|by| !is_here(*by)) else {
        return nobody_there(to);
    };
    let says = |what: &str| format!("{by} says that {what}");
    let (cause, detail) = match (to.is_ipv6(), notice.sort, notice.code) {
        (false, 3, 9 | 10 | 13) | (true, 1, 1 | 5 | 6) => (
            Cause::Denied,
            says(&format!(
                "it may not pass echoes on to {to}; check the firewall there"
            )),
        ),
        (false, 3, 0 | 6 | 11) | (true, 1, 0) => (
            Cause::Unreachable,
            says(&format!("it knows no way to {to}; check the routes there")),
        ),
        (false, 3, 4) | (true, 2, _) => (
            Cause::Unreachable,
            says(&format!(
                "the echo is too long for the way to {to}; set a smaller size"
            )),
        ),
        (false, 3, _) | (true, 1, _) => (
            Cause::Unreachable,
            says(&format!(
                "{to} is not there; check its power, its cable and its address"
            )),
        ),
        (false, 11, _) | (true, 3, _) => (
            Cause::Unreachable,
            says(&format!(
                "the echo to {to} went through too many routers; look for a loop in the routes"
            )),
        ),
        (_, sort, code) => (
            Cause::Unreachable,
            says(&format!(
                "the echo to {to} could not be passed on (ICMP type {sort}, code {code})"
            )),
        ),
    };
    Failure::new(cause, detail)
}

fn nobody_there(to: IpAddr) -> Failure {
    let detail = format!(
        "{to} is not there: nothing on its network answers for it; check its power, its cable and its address"
    );
    Failure::new(Cause::Unreachable, detail)
}

/// Whether `address` is one of this machine: its own kernel reports a neighbour that does not answer.
fn is_here(address: IpAddr) -> bool {
    UdpSocket::bind((address, 0)).is_ok()
}

/// What it means that there is no socket for echoes to `to`.
pub(super) fn no_socket(error: Errno, to: IpAddr) -> Failure {
    match error {
        Errno::EACCES | Errno::EPERM => Failure::new(
            Cause::Denied,
            "this machine does not let Flywatch send echoes; allow it with `sysctl -w \
             net.ipv4.ping_group_range=\"0 2147483647\"`, or give the program the right with `setcap cap_net_raw+ep`",
        ),
        Errno::EAFNOSUPPORT | Errno::EPROTONOSUPPORT => {
            let version = if to.is_ipv6() { "IPv6" } else { "IPv4" };
            Failure::new(
                Cause::Unreachable,
                format!("{version} is switched off on this machine, so {to} has no way"),
            )
        }
        _ => Failure::new(
            Cause::Denied,
            format!("this machine gives no socket for echoes: {}", error.desc()),
        ),
    }
}

/// What it means that this machine did not send an echo of `size` bytes.
pub(super) fn not_sent(error: Errno, to: IpAddr, size: usize) -> Failure {
    let (cause, detail) = match error {
        Errno::ENETUNREACH | Errno::ENETDOWN | Errno::EADDRNOTAVAIL => (
            Cause::Unreachable,
            format!("this machine has no way to {to}; check its own cable and network settings"),
        ),
        Errno::EHOSTUNREACH => return nobody_there(to),
        Errno::EACCES | Errno::EPERM => (
            Cause::Denied,
            format!("this machine does not allow echoes to {to}; check its firewall"),
        ),
        Errno::EMSGSIZE => (
            Cause::Denied,
            format!("an echo with {size} bytes is too long for the way to {to}; set a smaller size"),
        ),
        Errno::ENOBUFS | Errno::EAGAIN => (
            Cause::Denied,
            format!("the network interface towards {to} takes no more packets; check its load and its link"),
        ),
        _ => (
            Cause::Denied,
            format!("this machine could not send an echo to {to}: {}", error.desc()),
        ),
    };
    Failure::new(cause, detail)
}
