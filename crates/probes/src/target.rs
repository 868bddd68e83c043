use std::net::Ipv6Addr;

use url::{Host, Url};
use wire::kind::KindInfo;
use wire::settings::FieldError;

/// The longest target, in bytes: what web servers take.
const LONGEST: usize = 2048;

/// Where a probe looks: a URL whose scheme its kind knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    url: Url,
}

impl Target {
    /// Reads `text` as a target of `kind`. `icmp:192.0.2.1` is the same as `icmp://192.0.2.1`, and an IPv6 address
    /// may stand without its brackets where no port follows.
    ///
    /// # Errors
    /// What is wrong with it, and what one looks like.
    pub fn parse(text: &str, kind: &KindInfo) -> Result<Self, FieldError> {
        let wrong =
            |what: String| FieldError::new("target", format!("{what}; one looks like {}", kind.example));
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(wrong(format!("a target has {LONGEST} letters at most")));
        }
        let (scheme, rest) = text
            .split_once(':')
            .ok_or_else(|| wrong("a target starts with its scheme".to_owned()))?;
        let scheme = scheme.to_ascii_lowercase();
        if !kind.schemes.iter().any(|known| *known == scheme) {
            return Err(wrong(format!(
                "a probe of kind {} does not look at {scheme}: targets",
                kind.name
            )));
        }
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let written = match rest.parse::<Ipv6Addr>() {
            Ok(address) => format!("{scheme}://[{address}]"),
            Err(_) => format!("{scheme}://{rest}"),
        };
        let url =
            Url::parse(&written).map_err(|error| wrong(format!("{text} is not an address ({error})")))?;
        if url.password().is_some() || !url.username().is_empty() {
            return Err(wrong(
                "a target holds no name or password; use the settings".to_owned(),
            ));
        }
        Ok(Self { url })
    }

    /// Host name or address, without brackets; empty when the target names none.
    #[must_use]
    pub fn host(&self) -> String {
        match self.url.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => String::new(),
        }
    }

    /// Port, when the target names one or its scheme has a usual one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.url.port_or_known_default()
    }

    /// All of it.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }
}
