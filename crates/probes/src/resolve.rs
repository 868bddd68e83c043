//! Finds the address that a name means, as the system does but without a thread for each question.
//!
//! The system's own lookup blocks a thread until the DNS answers. With a thousand probes and dead DNS servers that fills
//! the pool of threads, and targets that are well wait behind those that are not. Here a question is a socket, and
//! nothing else waits for it. The hosts file and the DNS servers of `/etc/resolv.conf` are asked; names that only
//! another service of the machine knows (mDNS, LDAP) are not found. Answers are not kept: a probe sees what a viewer
//! who comes now would see.

use std::borrow::Cow::Borrowed;
use std::fs;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use hickory_resolver::config::{
    LookupIpStrategy, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::system_conf::parse_resolv_conf;
use hickory_resolver::{Hosts, TokioResolver};
use serde::Deserialize;
use wire::kind::Field;
use wire::reading::{Cause, Failure};

use crate::describe::choice;

mod reverse;

pub use reverse::{known_name, name_of};

/// One question to one server is asked again after this long, once; less than the time limit of most probes, so that
/// one lost packet does not fail a look.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The setting for [`Family`].
pub(crate) const FAMILY: Field = choice(
    "family",
    "IP version",
    &[Borrowed("any"), Borrowed("ipv4"), Borrowed("ipv6")],
    "Which address of a name to look at. With any: the IPv4 address, or the IPv6 address when it has no other.",
);

/// Which addresses of a name count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Family {
    /// IPv4 if there is one, else IPv6: always the same one, so that two looks can be compared.
    Any,
    /// Only IPv4.
    Ipv4,
    /// Only IPv6.
    Ipv6,
}

impl Family {
    fn words(self) -> &'static str {
        match self {
            Self::Any => "address",
            Self::Ipv4 => "IPv4 address",
            Self::Ipv6 => "IPv6 address",
        }
    }

    fn takes(self, address: IpAddr) -> bool {
        match self {
            Self::Any => true,
            Self::Ipv4 => address.is_ipv4(),
            Self::Ipv6 => address.is_ipv6(),
        }
    }
}

/// The address of `host`, which is a name or an address, by what this machine knows.
///
/// # Errors
/// [`Cause::Unreachable`] when it has none, [`Cause::Timeout`] when the DNS servers do not say.
pub(crate) async fn resolve(host: &str, family: Family) -> Result<IpAddr, Failure> {
    MACHINE.resolve(host, family).await
}

/// The DNS servers of this machine, the first to ask first.
#[must_use]
pub fn dns_servers() -> Vec<IpAddr> {
    MACHINE
        .servers()
        .config
        .name_servers()
        .iter()
        .map(|server| server.ip)
        .collect()
}

static MACHINE: LazyLock<Names> = LazyLock::new(|| Names::of("/etc/hosts", "/etc/resolv.conf"));

/// What a machine knows about names, read again when its files change: a flypack meets new DNS servers at each venue.
struct Names {
    hosts: File<Hosts>,
    servers: File<Servers>,
}

#[derive(Default)]
struct Servers {
    config: ResolverConfig,
    options: ResolverOpts,
}

impl Names {
    fn of(hosts: impl Into<PathBuf>, resolv_conf: impl Into<PathBuf>) -> Self {
        Self {
            hosts: File::new(hosts),
            servers: File::new(resolv_conf),
        }
    }

    async fn resolve(&self, host: &str, family: Family) -> Result<IpAddr, Failure> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return if family.takes(address) {
                Ok(address)
            } else {
                let words = family.words();
                let detail = format!("{host} is no {words}; change the target or the setting \"IP version\"");
                Err(Failure::new(Cause::Unreachable, detail))
            };
        }
        let name = host_name(host)?;
        if let Some(address) = self.in_hosts_file(&name, family) {
            return Ok(address);
        }
        ask(name, host, family, &self.servers()).await
    }

    fn servers(&self) -> Arc<Servers> {
        self.servers.read(|bytes| {
            let (config, options) = parse_resolv_conf(bytes).unwrap_or_default();
            Servers { config, options }
        })
    }

    fn hosts(&self) -> Arc<Hosts> {
        self.hosts.read(|bytes| {
            let mut hosts = Hosts::default();
            // A line that is no UTF-8 ends the reading; what stands before it counts.
            hosts.read_hosts_conf(bytes).unwrap_or_default();
            hosts
        })
    }

    fn in_hosts_file(&self, name: &Name, family: Family) -> Option<IpAddr> {
        let hosts = self.hosts();
        let mut full = name.to_lowercase();
        full.set_fqdn(true);
        [RecordType::A, RecordType::AAAA]
            .into_iter()
            .filter_map(|sort| hosts.lookup_static_host(&Query::query(full.clone(), sort)))
            .flat_map(|found| {
                found
                    .answers()
                    .iter()
                    .filter_map(|record| address(&record.data))
                    .collect::<Vec<_>>()
            })
            .find(|address| family.takes(*address))
    }
}

fn host_name(host: &str) -> Result<Name, Failure> {
    Name::from_utf8(host).map_err(|_| {
        Failure::new(
            Cause::Unreachable,
            format!("{host} cannot be the name of a host; check the spelling"),
        )
    })
}

fn address(data: &RData) -> Option<IpAddr> {
    match data {
        RData::A(address) => Some(address.0.into()),
        RData::AAAA(address) => Some(address.0.into()),
        _ => None,
    }
}

async fn ask(name: Name, host: &str, family: Family, servers: &Servers) -> Result<IpAddr, Failure> {
    let resolver = resolver(servers, |options| {
        options.ip_strategy = match family {
            Family::Any => LookupIpStrategy::Ipv4thenIpv6,
            Family::Ipv4 => LookupIpStrategy::Ipv4Only,
            Family::Ipv6 => LookupIpStrategy::Ipv6Only,
        };
    });
    let found = match resolver {
        Ok(resolver) => resolver.lookup_ip(name).await,
        Err(error) => Err(error),
    };
    let found = found.map(|found| found.iter().next());
    match found {
        Ok(Some(address)) => Ok(address),
        Ok(None) => Err(unknown(host, family, servers)),
        Err(error) => Err(trouble(&error, host, family, servers)),
    }
}

/// Whoever asks `servers`, and does nothing but ask.
fn resolver(servers: &Servers, set: impl FnOnce(&mut ResolverOpts)) -> Result<TokioResolver, NetError> {
    let mut builder = TokioResolver::builder_with_config(servers.config.clone(), Default::default());
    let options = builder.options_mut();
    *options = servers.options.clone();
    options.use_hosts_file = ResolveHosts::Never;
    options.cache_size = 0;
    options.timeout = options.timeout.min(ASK_AGAIN_AFTER);
    options.attempts = 1;
    set(options);
    builder.build()
}

fn trouble(error: &NetError, host: &str, family: Family, servers: &Servers) -> Failure {
    let asked = servers.config.name_servers();
    match error {
        NetError::Dns(DnsError::NoRecordsFound(_)) => unknown(host, family, servers),
        _ if asked.is_empty() => {
            let detail =
                format!("no address for {host}: this machine has no DNS servers; check its network settings");
            Failure::new(Cause::Unreachable, detail)
        }
        NetError::Timeout => {
            let detail = format!(
                "the DNS servers of this machine ({}) did not answer when asked for {host}",
                list(asked)
            );
            Failure::new(Cause::Timeout, detail)
        }
        _ => {
            let detail = format!(
                "no address for {host}: the DNS servers of this machine ({}) could not say; check them and the way to them",
                list(asked)
            );
            Failure::new(Cause::Unreachable, detail)
        }
    }
}

fn unknown(host: &str, family: Family, servers: &Servers) -> Failure {
    let asked = list(servers.config.name_servers());
    let words = family.words();
    let detail =
        format!("no {words} for {host}; check the spelling and the DNS servers of this machine ({asked})");
    Failure::new(Cause::Unreachable, detail)
}

fn list(servers: &[NameServerConfig]) -> String {
    let servers: Vec<_> = servers.iter().map(|server| server.ip.to_string()).collect();
    if servers.is_empty() {
        "none are set".to_owned()
    } else {
        servers.join(", ")
    }
}

/// A small file of the system and what it says, read again when it changes.
struct File<T> {
    path: PathBuf,
    read: Mutex<Option<(Stamp, Arc<T>)>>,
}

/// When a file was last written and how long it is; nothing when it is not there.
type Stamp = Option<(SystemTime, u64)>;

impl<T: Default> File<T> {
    fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            read: Mutex::new(None),
        }
    }

    /// What the file says; the same as an empty one when it is not there.
    fn read(&self, parse: impl FnOnce(&[u8]) -> T) -> Arc<T> {
        let stamp = fs::metadata(&self.path)
            .ok()
            .and_then(|file| Some((file.modified().ok()?, file.len())));
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        match &*read {
            Some((seen, said)) if *seen == stamp => said.clone(),
            _ => {
                let said = match fs::read(&self.path) {
                    Ok(bytes) => Arc::new(parse(&bytes)),
                    Err(_) => Arc::default(),
                };
                *read = Some((stamp, said.clone()));
                said
            }
        }
    }
}

#[cfg(test)]
mod tests;
