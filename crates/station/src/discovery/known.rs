//! Everybody who is known, each once, whatever he is known by.

use std::collections::HashMap;
use std::net::IpAddr;

use wire::discovery::{Role, Seen};

/// Who is known so far.
#[derive(Default)]
pub(super) struct Known(HashMap<String, Seen>);

impl Known {
    /// Notes that `address`, which is an IP address or a host name, is that to this machine.
    pub(super) fn note(&mut self, address: &impl ToString, role: Role) -> &mut Seen {
        let address = address.to_string();
        let seen = self.0.entry(address.clone()).or_insert_with(|| Seen {
            address,
            name: None,
            mac: None,
            roles: Vec::new(),
            rtt_ms: None,
            offers: Vec::new(),
            watched: false,
        });
        if let Err(place) = seen.roles.binary_search(&role) {
            seen.roles.insert(place, role);
        }
        seen
    }

    /// Everybody: first who matters most to this machine, then by address.
    pub(super) fn all(self) -> Vec<Seen> {
        let mut all: Vec<_> = self.0.into_values().collect();
        all.sort_by_cached_key(|seen| {
            // Who has only talked or answered is somebody like any other.
            let role = seen.roles.iter().min().map(|role| (*role).min(Role::Neighbour));
            let ip = seen.address.parse::<IpAddr>();
            (role, ip.is_err(), ip.ok(), seen.address.clone())
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_comes_once_and_the_nearest_first() {
        let mut known = Known::default();
        for (address, role) in [
            ("10.0.4.100", Role::Answered),
            ("10.0.4.9", Role::Neighbour),
            ("clock.test", Role::TimeServer),
            ("10.0.4.1", Role::Neighbour),
            ("10.0.4.1", Role::Resolver),
            ("10.0.4.1", Role::Gateway),
            ("10.0.4.2", Role::ThisMachine),
            ("10.0.4.9", Role::Answered),
            ("10.0.4.9", Role::Neighbour),
        ] {
            known.note(&address, role);
        }
        let all: Vec<_> = known
            .all()
            .into_iter()
            .map(|seen| (seen.address, seen.roles))
            .collect();
        assert_eq!(
            all,
            [
                ("10.0.4.2".to_owned(), vec![Role::ThisMachine]),
                (
                    "10.0.4.1".to_owned(),
                    vec![Role::Gateway, Role::Resolver, Role::Neighbour]
                ),
                ("clock.test".to_owned(), vec![Role::TimeServer]),
                ("10.0.4.9".to_owned(), vec![Role::Neighbour, Role::Answered]),
                ("10.0.4.100".to_owned(), vec![Role::Answered]),
            ]
        );
    }
}
