//! Whether switches go on passing a multicast group: where nobody asks for members, they stop after a while.

use std::net::IpAddr;
use std::time::Duration;

use nix::ifaddrs::getifaddrs;
use nix::net::if_::InterfaceFlags;

use self::membership::Membership;
use self::querier::{PATIENCE, Presence};
use self::socket::{Queries, Refused};
use super::place::{Interface, Place};

mod membership;
mod querier;
mod socket;

/// Watches over the membership in one group.
pub(super) struct Group {
    ip: IpAddr,
    wanted: Option<String>,
    joined: Option<Membership>,
    queries: Option<Result<Queries, Refused>>,
    presence: Presence,
}

impl Group {
    /// Of the group of a place, after it was joined; nothing where there is none.
    pub(super) fn of(place: &Place) -> Option<Self> {
        Self::with_patience(place, PATIENCE)
    }

    fn with_patience(place: &Place, patience: Duration) -> Option<Self> {
        let ip = Some(place.address.ip()).filter(IpAddr::is_multicast)?;
        let mut group = Self {
            ip,
            wanted: place.interface.as_ref().and_then(named),
            joined: None,
            queries: None,
            presence: Presence::new(patience),
        };
        group.look();
        Some(group)
    }

    /// Looks where the group is joined, and takes the queries that have come.
    pub(super) fn look(&mut self) {
        let before = self.joined.take();
        self.joined = Membership::of(self.ip, self.wanted.as_deref());
        let interface = self.joined.as_ref().map(|joined| joined.interface.as_str());
        if before.as_ref().map(|before| before.interface.as_str()) != interface {
            let asked = interface.filter(|name| self.ip.is_ipv4() && !is_loopback(name));
            self.queries = asked.map(Queries::open);
            self.presence = self.presence.anew();
        }
        if let Some(Ok(queries)) = &mut self.queries {
            for querier in queries.take() {
                self.presence.heard(querier);
            }
        }
    }

    /// The interface and how the kernel answers there, in words.
    pub(super) fn membership(&self) -> Option<String> {
        let joined = self.joined.as_ref()?;
        Some(match &joined.version {
            Some(version) => format!("{}, {version}", joined.interface),
            None => joined.interface.clone(),
        })
    }

    /// Who asks for members, in words; nothing where that is no question.
    pub(super) fn querier(&self) -> Option<String> {
        Some(match self.queries.as_ref()? {
            Err(Refused::Right) => {
                "not available: Flywatch has no right to hear IGMP (CAP_NET_RAW)".to_owned()
            }
            Err(Refused::Other(error)) => format!("not available: {error}"),
            Ok(_) => match self.presence.querier() {
                Some(querier) => querier.to_string(),
                None if self.presence.is_missing() => "none".to_owned(),
                None => "none heard yet".to_owned(),
            },
        })
    }

    /// What is wrong when nobody asks for members.
    pub(super) fn trouble(&self) -> Option<String> {
        let joined = self.joined.as_ref()?;
        let is_heard = matches!(self.queries, Some(Ok(_)));
        (is_heard && self.presence.is_missing()).then(|| {
            let (interface, seconds) = (&joined.interface, self.presence.patience().as_secs());
            format!(
                "no IGMP query came on {interface} for more than {seconds} s: switches with snooping will stop passing the group \
                 {}; switch on a querier in one of them",
                self.ip
            )
        })
    }
}

/// The name of an interface that is given by its name or address.
fn named(interface: &Interface) -> Option<String> {
    match interface {
        Interface::Name(name) => Some(name.clone()),
        Interface::Address(address) => {
            let mut all = getifaddrs().ok()?;
            let has_it = |ip: Option<nix::sys::socket::SockaddrStorage>| {
                ip.and_then(|ip| ip.as_sockaddr_in().map(|ip| ip.ip())) == Some(*address)
            };
            all.find(|one| has_it(one.address)).map(|one| one.interface_name)
        }
    }
}

/// Nobody asks on loopback, and nobody need.
fn is_loopback(name: &str) -> bool {
    let flags = getifaddrs().into_iter().flatten();
    let mut flags = flags
        .filter(|one| one.interface_name == name)
        .map(|one| one.flags);
    flags.any(|flags| flags.contains(InterfaceFlags::IFF_LOOPBACK))
}

#[cfg(test)]
mod tests;
