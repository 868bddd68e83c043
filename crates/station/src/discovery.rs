//! What the station sees on its networks: what this machine knows without asking anybody, and who answered a scan.

mod around;
mod clocks;
mod known;
mod networks;
mod offers;
mod scan;

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use wire::discovery::{Discovery, Network, Role, Seen};

use self::around::{Around, Own, Silent};
use self::known::Known;
pub(crate) use self::offers::Offers;
pub(crate) use self::scan::Scanner;

/// Where systemd's own resolver says whom it asks, while it stands in `/etc/resolv.conf` itself.
const BEHIND_SYSTEMD: &str = "/run/systemd/resolve/resolv.conf";

/// Looks around as `machine`, which is what this machine is called. Whoever is seen has no offers yet.
pub(crate) async fn look(machine: &str, scanner: &Scanner) -> Discovery {
    let (around, trouble) = match around::ask().await {
        Ok(around) => (around, None),
        Err(error) => (Around::default(), Some(said(&error))),
    };
    let (clocks, resolvers) = tokio::task::spawn_blocking(|| (clocks::servers(Path::new("/")), resolvers()))
        .await
        .unwrap_or_default();
    let found = scanner.found();
    let mut known = Known::default();
    known.note(&address_of(&around.own), Role::ThisMachine).name = Some(machine.to_owned());
    let mine = |address: &IpAddr| around.own.iter().any(|own| own.address == *address);
    for gateway in &around.gateways {
        known.note(gateway, Role::Gateway);
    }
    for resolver in resolvers.iter().filter(|address| !mine(address)) {
        known.note(resolver, Role::Resolver);
    }
    for clock in &clocks {
        if !clock.parse().is_ok_and(|address| mine(&address)) {
            known.note(clock, Role::TimeServer);
        }
    }
    for neighbour in &around.neighbours {
        // Known by another address already, and of no use on any other cable.
        if !networks::is_link_local(neighbour.address) || around.gateways.contains(&neighbour.address) {
            known.note(&neighbour.address, Role::Neighbour).mac = neighbour.mac.clone();
        }
    }
    for (address, answer) in found.iter().flat_map(|found| &found.answers) {
        let seen = known.note(address, Role::Answered);
        seen.rtt_ms = Some(answer.rtt.as_secs_f64() * 1_000.0);
        seen.name = answer.name.clone();
    }
    let mut seen = known.all();
    for seen in &mut seen {
        name(seen);
    }
    Discovery {
        networks: networks::of(&around.own),
        seen,
        scan: found.map(|found| found.scan),
        trouble,
    }
}

/// The networks of this machine with their interfaces; none where the kernel does not tell.
pub(crate) async fn own_networks() -> Vec<alerts::world::Network> {
    let own = around::ask().await.map(|around| around.own).unwrap_or_default();
    let network = |own: Own| alerts::world::Network {
        interface: own.interface,
        address: own.address,
        prefix: own.prefix,
    };
    own.into_iter().map(network).collect()
}

/// The network of this machine that is called `name`.
///
/// # Errors
/// The sentence why it cannot be scanned.
pub(crate) async fn network_to_scan(name: &str) -> Result<Network, String> {
    let around = around::ask().await.map_err(|error| said(&error))?;
    networks::to_scan(networks::of(&around.own), name.trim())
}

fn said(error: &Silent) -> String {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        "the kernel did not tell of its networks"
    );
    "This machine does not let Flywatch see its networks; add devices by their addresses, and look into the log of \
     Flywatch for the reason."
        .to_owned()
}

/// The address by which others know this machine, as far as it is known.
fn address_of(own: &[Own]) -> IpAddr {
    let by_reach = |own: &&Own| {
        (
            !own.has_link,
            networks::is_link_local(own.address),
            own.address.is_ipv6(),
        )
    };
    own.iter()
        .min_by_key(by_reach)
        .map_or(Ipv4Addr::LOCALHOST.into(), |own| own.address)
}

/// Gives somebody the name of the hosts file who has none yet.
fn name(seen: &mut Seen) {
    if let (None, Ok(address)) = (&seen.name, seen.address.parse()) {
        seen.name = probes::known_name(address);
    }
}

/// Whom this machine asks for names.
fn resolvers() -> Vec<IpAddr> {
    let servers = probes::dns_servers();
    if servers.iter().any(|server| !server.is_loopback()) {
        return servers;
    }
    let behind = std::fs::read_to_string(BEHIND_SYSTEMD).unwrap_or_default();
    let behind = behind
        .lines()
        .filter_map(|line| line.strip_prefix("nameserver ")?.trim().parse().ok());
    servers.into_iter().chain(behind).collect()
}
