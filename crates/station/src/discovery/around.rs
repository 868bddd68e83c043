//! What the kernel knows of its networks, asked by netlink; nobody is sent anything.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use futures_util::TryStreamExt;
use rtnetlink::packet_route::address::AddressAttribute;
use rtnetlink::packet_route::link::{LinkAttribute, LinkFlags};
use rtnetlink::packet_route::neighbour::{
    NeighbourAddress, NeighbourAttribute, NeighbourMessage, NeighbourState,
};
use rtnetlink::packet_route::route::{RouteAddress, RouteAttribute, RouteVia};
use rtnetlink::{Handle, RouteMessageBuilder, new_connection};
use tokio_util::task::AbortOnDropHandle;

/// What stands around this machine.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) own: Vec<Own>,
    pub(super) gateways: Vec<IpAddr>,
    pub(super) neighbours: Vec<Neighbour>,
}

/// An address of this machine on a network with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) interface: String,
    pub(super) address: IpAddr,
    /// How many bits of it name the network.
    pub(super) prefix: u8,
    /// Whether its cable leads to something that is switched on.
    pub(super) has_link: bool,
}

/// Somebody who has talked to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Neighbour {
    pub(super) address: IpAddr,
    pub(super) mac: Option<String>,
}

/// Why the kernel does not tell.
#[derive(Debug, thiserror::Error)]
pub(super) enum Silent {
    #[error("opening a socket to the kernel")]
    Socket(#[from] io::Error),
    #[error("asking the kernel for its networks")]
    Answer(#[from] rtnetlink::Error),
}

/// Asks the kernel.
///
/// # Errors
/// It does not tell.
pub(super) async fn ask() -> Result<Around, Silent> {
    let (connection, kernel, _) = new_connection()?;
    let _connection = AbortOnDropHandle::new(tokio::spawn(connection));
    let links = links(&kernel).await?;
    let mut gateways = Vec::new();
    let v4 = RouteMessageBuilder::<Ipv4Addr>::new().build();
    let v6 = RouteMessageBuilder::<Ipv6Addr>::new().build();
    for family in [v4, v6] {
        let mut routes = kernel.route().get(family).execute();
        while let Some(route) = routes.try_next().await? {
            if route.header.destination_prefix_length == 0 {
                gateways.extend(next_hops(&route.attributes));
            }
        }
    }
    gateways.sort_unstable();
    gateways.dedup();
    Ok(Around {
        own: own(&kernel, &links).await?,
        gateways,
        neighbours: neighbours(&kernel, &links).await?,
    })
}

/// An interface that leads to others.
struct Link {
    name: String,
    has_link: bool,
}

async fn links(kernel: &Handle) -> Result<HashMap<u32, Link>, Silent> {
    let mut links = HashMap::new();
    let mut told = kernel.link().get().execute();
    while let Some(link) = told.try_next().await? {
        let flags = link.header.flags;
        if !flags.contains(LinkFlags::Up) || flags.contains(LinkFlags::Loopback) {
            continue;
        }
        let name = link.attributes.into_iter().find_map(|attribute| match attribute {
            LinkAttribute::IfName(name) => Some(name),
            _ => None,
        });
        let link_of = |name| Link {
            name,
            has_link: flags.contains(LinkFlags::LowerUp),
        };
        links.extend(name.map(|name| (link.header.index, link_of(name))));
    }
    Ok(links)
}

async fn own(kernel: &Handle, links: &HashMap<u32, Link>) -> Result<Vec<Own>, Silent> {
    let mut own = Vec::new();
    let mut told = kernel.address().get().execute();
    while let Some(address) = told.try_next().await? {
        let Some(link) = links.get(&address.header.index) else {
            continue;
        };
        // On a line between two machines, `Address` is that of the other one.
        let local = address.attributes.iter().find_map(|attribute| match attribute {
            AddressAttribute::Local(address) => Some(*address),
            _ => None,
        });
        let given = address.attributes.iter().find_map(|attribute| match attribute {
            AddressAttribute::Address(address) => Some(*address),
            _ => None,
        });
        own.extend(local.or(given).map(|ip| Own {
            interface: link.name.clone(),
            address: ip,
            prefix: address.header.prefix_len,
            has_link: link.has_link,
        }));
    }
    Ok(own)
}

fn next_hops(attributes: &[RouteAttribute]) -> Vec<IpAddr> {
    let hops = |attribute: &RouteAttribute| match attribute {
        RouteAttribute::Gateway(RouteAddress::Inet(ip)) | RouteAttribute::Via(RouteVia::Inet(ip)) => {
            vec![IpAddr::V4(*ip)]
        }
        RouteAttribute::Gateway(RouteAddress::Inet6(ip)) | RouteAttribute::Via(RouteVia::Inet6(ip)) => {
            vec![IpAddr::V6(*ip)]
        }
        RouteAttribute::MultiPath(hops) => hops.iter().flat_map(|hop| next_hops(&hop.attributes)).collect(),
        _ => Vec::new(),
    };
    attributes.iter().flat_map(hops).collect()
}

async fn neighbours(kernel: &Handle, links: &HashMap<u32, Link>) -> Result<Vec<Neighbour>, Silent> {
    let mut neighbours = Vec::new();
    let mut told = kernel.neighbours().get().execute();
    while let Some(entry) = told.try_next().await? {
        if links.contains_key(&entry.header.ifindex) {
            neighbours.extend(neighbour(&entry));
        }
    }
    Ok(neighbours)
}

/// Somebody who was there the last time that this machine talked to him.
fn neighbour(entry: &NeighbourMessage) -> Option<Neighbour> {
    let is_there = match entry.header.state {
        NeighbourState::Reachable
        | NeighbourState::Stale
        | NeighbourState::Delay
        | NeighbourState::Probe
        | NeighbourState::Permanent => true,
        // Multicast, broadcast and lines without addresses of their own are `Noarp`.
        _ => false,
    };
    let address = entry.attributes.iter().find_map(|attribute| match attribute {
        NeighbourAttribute::Destination(NeighbourAddress::Inet(ip)) => Some(IpAddr::V4(*ip)),
        NeighbourAttribute::Destination(NeighbourAddress::Inet6(ip)) => Some(IpAddr::V6(*ip)),
        _ => None,
    });
    let mac = entry.attributes.iter().find_map(|attribute| match attribute {
        NeighbourAttribute::LinkLayerAddress(bytes) => Some(mac(bytes)),
        _ => None,
    });
    let address = address.filter(|ip| is_there && !ip.is_multicast())?;
    Some(Neighbour {
        address,
        mac: mac.flatten(),
    })
}

/// The address of a network card as people write it; nothing when it has none.
fn mac(bytes: &[u8]) -> Option<String> {
    let known = bytes.len() == 6 && bytes.iter().any(|byte| *byte != 0);
    let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    known.then(|| pairs.join(":"))
}
