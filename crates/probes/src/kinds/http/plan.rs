//! What an operator wants asked, read once.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use hyper::Method;
use hyper::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderName, HeaderValue, TE, TRANSFER_ENCODING, UPGRADE,
};
use serde::Deserialize;
use url::Url;
use wire::settings::{FieldError, Settings};

use crate::resolve::Family;
use crate::{Target, settings};

pub(super) struct Plan {
    pub(super) url: Url,
    pub(super) method: Method,
    pub(super) family: Family,
    pub(super) expect_status: Vec<RangeInclusive<u16>>,
    pub(super) expect_status_written: String,
    pub(super) expect_body: Vec<u8>,
    /// How much of a body is read, in bytes.
    pub(super) cap: usize,
    pub(super) redirects: usize,
    pub(super) trust: Trust,
    /// For the target's own server only.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) host: Option<String>,
}

/// Whose word about a certificate counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Nobody's: any certificate will do.
    Anyone,
    /// The authorities that the system trusts.
    System,
    /// The authorities in a PEM file.
    File(PathBuf),
}

#[derive(Deserialize)]
struct Entered {
    method: String,
    expect_status: String,
    expect_body: String,
    body_cap_bytes: usize,
    follow_redirects: usize,
    verify_certificate: bool,
    authority_file: String,
    authorization: String,
    headers: String,
    host: String,
    family: Family,
}

impl Plan {
    pub(super) fn of(target: &Target, settings: &Settings) -> Result<Self, FieldError> {
        let entered: Entered = settings::read(settings)?;
        if target.host().is_empty() {
            return Err(FieldError::new(
                "target",
                "name the server: https://origin.example.org/",
            ));
        }
        let method = if entered.method == "HEAD" {
            Method::HEAD
        } else {
            Method::GET
        };
        if method == Method::HEAD && !entered.expect_body.is_empty() {
            return Err(FieldError::new(
                "expect_body",
                "HEAD brings no body; use GET, or expect no text",
            ));
        }
        let trust = match (entered.verify_certificate, entered.authority_file.as_str()) {
            (true, "") => Trust::System,
            (true, path) => Trust::File(path.into()),
            (false, "") => Trust::Anyone,
            (false, _) => {
                let message = "switch Verify certificate on, or name no authorities";
                return Err(FieldError::new("authority_file", message));
            }
        };
        let host = Some(entered.host).filter(|host| !host.is_empty());
        if let Some(host) = &host {
            host_name(host)?;
        }
        let mut headers = further(&entered.headers)?;
        if !entered.authorization.is_empty() {
            let mut value = HeaderValue::from_str(&entered.authorization).map_err(|_| {
                FieldError::new("authorization", "a header takes one line of plain characters")
            })?;
            value.set_sensitive(true);
            headers.push((AUTHORIZATION, value));
        }
        let mut url = target.url().clone();
        url.set_fragment(None);
        Ok(Self {
            url,
            method,
            family: entered.family,
            expect_status: statuses(&entered.expect_status)?,
            expect_status_written: entered.expect_status,
            expect_body: entered.expect_body.into_bytes(),
            cap: entered.body_cap_bytes,
            redirects: entered.follow_redirects,
            trust,
            headers,
            host,
        })
    }

    /// Whether `url` is on the target's own server, which alone gets to see what is secret.
    pub(super) fn is_home(&self, url: &Url) -> bool {
        url.origin() == self.url.origin()
    }
}

fn host_name(host: &str) -> Result<(), FieldError> {
    let fits = host.split_once(':').is_none() && url::Host::parse(host).is_ok();
    if fits {
        Ok(())
    } else {
        Err(FieldError::new(
            "host",
            "write a host name without a port: origin.example.org",
        ))
    }
}

fn statuses(written: &str) -> Result<Vec<RangeInclusive<u16>>, FieldError> {
    let wrong = || {
        FieldError::new(
            "expect_status",
            "write status codes and ranges from 100 to 599: 200-299, 404",
        )
    };
    let code = |text: &str| {
        text.trim()
            .parse()
            .ok()
            .filter(|code| (100..=599).contains(code))
            .ok_or_else(wrong)
    };
    let range = |part: &str| match part.split_once('-') {
        Some((first, last)) => Ok(code(first)?..=code(last)?),
        None => code(part).map(|code| code..=code),
    };
    let ranges: Vec<_> = written.split(',').map(range).collect::<Result<_, _>>()?;
    if ranges.iter().any(RangeInclusive::is_empty) {
        Err(wrong())
    } else {
        Ok(ranges)
    }
}

fn further(written: &str) -> Result<Vec<(HeaderName, HeaderValue)>, FieldError> {
    written
        .split(['|', '\n'])
        .map(str::trim)
        .filter(|header| !header.is_empty())
        .map(header)
        .collect()
}

fn header(written: &str) -> Result<(HeaderName, HeaderValue), FieldError> {
    let wrong = || FieldError::new("headers", format!("{written} is no header; write Name: value"));
    let (name, value) = written.split_once(':').ok_or_else(wrong)?;
    let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| wrong())?;
    let value = HeaderValue::from_str(value.trim()).map_err(|_| wrong())?;
    let instead = match name {
        AUTHORIZATION => "use the setting Authorization, which is kept secret",
        HOST => "use the setting Host name to ask for",
        CONNECTION | CONTENT_LENGTH | TE | TRANSFER_ENCODING | UPGRADE => "the probe itself sets this header",
        _ => return Ok((name, value)),
    };
    Err(FieldError::new("headers", format!("{name}: {instead}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_statuses_are_numbers_and_ranges() {
        assert_eq!(statuses("200-299, 404").unwrap(), [200..=299, 404..=404]);
        for wrong in ["", "2xx", "200-", "299-200", "99", "600", "200,,201"] {
            assert!(statuses(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn headers_that_others_own_are_refused_with_a_way_out() {
        assert_eq!(further("").unwrap(), []);
        assert_eq!(further("X-A: 1 | Accept: */*").unwrap().len(), 2);
        for (wrong, says) in [
            ("X-A", "write Name: value"),
            ("X A: 1", "write Name: value"),
            ("authorization: Basic x", "kept secret"),
            ("Host: b", "Host name to ask for"),
            ("Transfer-Encoding: chunked", "the probe itself"),
        ] {
            let error = further(wrong).unwrap_err();
            assert!(error.message.contains(says), "{wrong}: {}", error.message);
        }
    }
}
