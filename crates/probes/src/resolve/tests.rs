use std::fs;
use std::net::SocketAddr;

use futures_util::future::{join_all, select};
use futures_util::{FutureExt, pin_mut};
use hickory_resolver::config::ConnectionConfig;
use tempfile::TempDir;

use super::*;
use crate::testing::{DnsServer, udp_server};

/// A machine with this hosts file and this `resolv.conf`.
struct Machine {
    names: Names,
    files: TempDir,
}

impl Machine {
    fn new(hosts: &str, resolv_conf: &str) -> Self {
        let files = TempDir::new().unwrap();
        let names = Names::of(files.path().join("hosts"), files.path().join("resolv.conf"));
        let machine = Self { names, files };
        machine.write("hosts", hosts);
        machine.write("resolv.conf", resolv_conf);
        machine
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.files.path().join(name), text).unwrap();
    }

    async fn finds(&self, host: &str, family: Family) -> Result<String, (Cause, String)> {
        let found = self.names.resolve(host, family).await;
        found
            .map(|address| address.to_string())
            .map_err(|failure| (failure.cause, failure.detail))
    }
}

/// What a machine whose only DNS server is this one knows.
fn servers(address: SocketAddr) -> Servers {
    let mut connection = ConnectionConfig::udp();
    connection.port = address.port();
    let server = NameServerConfig::new(address.ip(), true, vec![connection]);
    Servers {
        config: ResolverConfig::from_parts(None, vec![], vec![server]),
        options: ResolverOpts::default(),
    }
}

async fn asks(servers: &Servers, host: &str, family: Family) -> Result<IpAddr, Failure> {
    ask(host_name(host).unwrap(), host, family, servers).await
}

#[tokio::test]
async fn an_address_is_its_own_answer() {
    let machine = Machine::new("", "");
    assert_eq!(
        machine.finds("192.0.2.1", Family::Any).await.unwrap(),
        "192.0.2.1"
    );
    assert_eq!(
        machine.finds("2001:db8::1", Family::Ipv6).await.unwrap(),
        "2001:db8::1"
    );
    let (cause, detail) = machine.finds("192.0.2.1", Family::Ipv6).await.unwrap_err();
    assert_eq!(cause, Cause::Unreachable);
    assert!(detail.starts_with("192.0.2.1 is no IPv6 address"), "{detail}");
}

#[tokio::test]
async fn the_hosts_file_counts_first_and_is_read_again_when_it_changes() {
    let machine = Machine::new(
        "2001:db8::7 encoder\n192.0.2.7 encoder Encoder-A # spare\n",
        "search example.org\n",
    );
    assert_eq!(machine.finds("Encoder", Family::Any).await.unwrap(), "192.0.2.7");
    assert_eq!(
        machine.finds("encoder-a", Family::Ipv4).await.unwrap(),
        "192.0.2.7"
    );
    assert_eq!(
        machine.finds("encoder", Family::Ipv6).await.unwrap(),
        "2001:db8::7"
    );
    machine.write("hosts", "192.0.2.80 encoder\n");
    assert_eq!(machine.finds("encoder", Family::Any).await.unwrap(), "192.0.2.80");
}

#[tokio::test]
async fn a_machine_without_dns_servers_says_so() {
    let machine = Machine::new("", "");
    let (cause, detail) = machine.finds("encoder.test", Family::Any).await.unwrap_err();
    assert_eq!(cause, Cause::Unreachable);
    assert_eq!(
        detail,
        "no address for encoder.test: this machine has no DNS servers; check its network settings"
    );
}

#[tokio::test]
async fn what_cannot_be_a_name_is_not_asked_for() {
    let machine = Machine::new("", "");
    let (cause, detail) = machine.finds("a..b", Family::Any).await.unwrap_err();
    assert_eq!(
        (cause, detail.as_str()),
        (
            Cause::Unreachable,
            "a..b cannot be the name of a host; check the spelling"
        )
    );
}

#[tokio::test]
async fn the_dns_gives_the_address_of_the_wanted_family() {
    let server = DnsServer::start().await;
    let servers = servers(server.address);
    assert!(
        asks(&servers, "origin.test", Family::Any)
            .await
            .unwrap()
            .is_ipv4()
    );
    assert!(asks(&servers, "cdn.test", Family::Ipv4).await.unwrap().is_ipv4());
    assert!(asks(&servers, "cdn.test", Family::Ipv6).await.unwrap().is_ipv6());
    for (host, family, says) in [
        (
            "nobody.test",
            Family::Any,
            "no address for nobody.test; check the spelling and the DNS servers of this machine (127.0.0.1)",
        ),
        (
            "long.test",
            Family::Ipv6,
            "no IPv6 address for long.test; check the spelling",
        ),
        (
            "www.example.org",
            Family::Any,
            "the DNS servers of this machine (127.0.0.1) could not say",
        ),
    ] {
        let failure = asks(&servers, host, family).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Unreachable);
        assert!(failure.detail.contains(says), "{}", failure.detail);
    }
}

#[tokio::test]
async fn a_dead_dns_server_is_named() {
    let dead = servers(udp_server("127.0.0.1:0", |_| vec![]).await);
    let failure = asks(&dead, "origin.test", Family::Ipv4).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Timeout);
    assert_eq!(
        failure.detail,
        "the DNS servers of this machine (127.0.0.1) did not answer when asked for origin.test"
    );
}

#[tokio::test]
async fn a_thousand_questions_to_a_dead_dns_server_hold_up_nobody() {
    let dead = servers(udp_server("127.0.0.1:0", |_| vec![]).await);
    let names: Vec<_> = (0..1_000)
        .map(|number| format!("encoder-{number}.test"))
        .collect();
    let waiting = join_all(names.iter().map(|name| asks(&dead, name, Family::Ipv4)));
    let server = DnsServer::start().await;
    let alive = servers(server.address);
    let found = asks(&alive, "origin.test", Family::Ipv4);
    pin_mut!(waiting, found);
    // The thousand are asked first: each is polled before the one that has an answer.
    assert!(waiting.as_mut().now_or_never().is_none());
    let first = select(waiting, found).await;
    assert!(matches!(first, futures_util::future::Either::Right((Ok(_), _))));
}

#[tokio::test]
async fn an_address_has_a_name_by_the_hosts_file_or_the_dns() {
    let machine = Machine::new("192.0.2.7 encoder-a.example.org encoder-a\n", "");
    assert_eq!(
        machine.names.known_name("192.0.2.7".parse().unwrap()).unwrap(),
        "encoder-a"
    );
    assert_eq!(machine.names.known_name("192.0.2.8".parse().unwrap()), None);
    let server = DnsServer::start().await;
    let servers = servers(server.address);
    let ask = |address: &str| reverse::ask(address.parse().unwrap(), &servers);
    assert_eq!(ask("192.0.2.10").await.unwrap(), "origin.test");
    assert_eq!(ask("192.0.2.99").await, None);
}
