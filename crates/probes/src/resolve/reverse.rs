//! The name that belongs to an address.

use std::net::IpAddr;

use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};

use super::{MACHINE, Names, Servers, resolver};

/// Longest name of a host, in letters (RFC 1035, 2.3.4).
const LONGEST: usize = 253;

/// The name of `address`, by the hosts file of this machine; nobody is asked.
#[must_use]
pub fn known_name(address: IpAddr) -> Option<String> {
    MACHINE.known_name(address)
}

/// The name of `address`, by the hosts file or the DNS servers of this machine; nothing when it has none, or when they do
/// not say.
pub async fn name_of(address: IpAddr) -> Option<String> {
    match MACHINE.known_name(address) {
        Some(name) => Some(name),
        None => ask(address, &MACHINE.servers()).await,
    }
}

impl Names {
    pub(super) fn known_name(&self, address: IpAddr) -> Option<String> {
        let query = Query::query(Name::from(address), RecordType::PTR);
        best(self.hosts().lookup_static_host(&query)?.answers())
    }
}

pub(super) async fn ask(address: IpAddr, servers: &Servers) -> Option<String> {
    let resolver = resolver(servers, |_| {}).ok()?;
    let found = resolver.reverse_lookup(address).await.ok()?;
    best(found.answers())
}

/// The shortest name of a host, always the same one.
fn best(records: &[Record]) -> Option<String> {
    let names = records.iter().filter_map(|record| match &record.data {
        RData::PTR(name) => Some(name.0.to_utf8().trim_end_matches('.').to_owned()),
        _ => None,
    });
    names
        .filter(|name| {
            let is_readable = !name
                .chars()
                .any(|letter| letter.is_control() || letter.is_whitespace());
            !name.is_empty() && name.chars().count() <= LONGEST && is_readable
        })
        .min_by_key(|name| (name.len(), name.clone()))
}
