use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use wire::settings::FieldError;

use crate::Target;

/// Where to listen, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// A multicast group, or an address of this machine; unspecified for all of them.
    pub(super) address: SocketAddr,
    /// The only sender that is listened to.
    pub(super) source: Option<IpAddr>,
    /// The interface that joins the group; the one with the way to it when not set.
    pub(super) interface: Option<Interface>,
}

/// An interface as an operator names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Interface {
    Name(String),
    Address(Ipv4Addr),
}

/// As an operator enters it.
impl Display for Place {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "rtp://{}", self.address)
    }
}

impl Place {
    pub(super) fn of(target: &Target, source: &str, interface: &str) -> Result<Self, FieldError> {
        let scheme = target.url().scheme();
        let host = target.host();
        let ip: IpAddr = host.parse().map_err(|_| {
            let message = format!(
                "enter the address of a multicast group, or 0.0.0.0 for streams that are sent to this machine: \
                 {scheme}://239.1.1.1:5004"
            );
            FieldError::new("target", message)
        })?;
        let port = target.port().filter(|port| *port != 0);
        let port =
            port.ok_or_else(|| FieldError::new("target", format!("name the port: {scheme}://{host}:5004")))?;
        let source = Some(source).filter(|source| !source.is_empty()).map(|source| {
            let source: Result<IpAddr, _> = source.parse();
            let fits = source
                .ok()
                .filter(|source| source.is_ipv4() == ip.is_ipv4() && !source.is_multicast());
            let message = "enter the IP address of the sender, of the same IP version as the target";
            fits.ok_or_else(|| FieldError::new("source", message))
        });
        let interface = Some(interface).filter(|interface| !interface.is_empty()).map(|interface| {
            if !ip.is_multicast() {
                let message = "only a multicast group is joined on an interface; leave it out, or enter the address of the \
                               interface as the target";
                return Err(FieldError::new("interface", message));
            }
            match interface.parse() {
                Ok(_) if ip.is_ipv6() => Err(FieldError::new("interface", "enter the name of the interface, such as eth0")),
                Ok(address) => Ok(Interface::Address(address)),
                Err(_) => Ok(Interface::Name(interface.to_owned())),
            }
        });
        Ok(Self {
            address: SocketAddr::new(ip, port),
            source: source.transpose()?,
            interface: interface.transpose()?,
        })
    }
}
