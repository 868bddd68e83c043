//! Fetches a small page from the web server of a device, on a fresh connection, without encryption.

use std::pin::pin;

use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONNECTION, HOST, HeaderValue, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use wire::reading::{Cause, Failure};
use wire::settings::FieldError;

use crate::endpoint::{Endpoint, no_answer, trouble};
use crate::resolve::Family;
use crate::{Look, Target};

/// The longest page that is read, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;

/// A web server, and who asks it.
pub(crate) struct Web {
    endpoint: Endpoint,
    authorization: Option<HeaderValue>,
    /// What to look at when nobody answers.
    advice: &'static str,
}

/// What a server answered.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

impl Web {
    /// The server that `target` names; on `port` unless it names one.
    ///
    /// # Errors
    /// What of the entries does not fit.
    pub(crate) fn of(
        target: &Target,
        port: u16,
        family: Family,
        (user, password): (&str, &str),
        advice: &'static str,
    ) -> Result<Self, FieldError> {
        let host = target.host();
        if host.is_empty() {
            let scheme = target.url().scheme();
            return Err(FieldError::new(
                "target",
                format!("name the host: {scheme}://HOST"),
            ));
        }
        let authorization = match (user, password) {
            ("", "") => None,
            ("", _) => return Err(FieldError::new("user", "name the user whose password this is")),
            (user, _) if user.contains(':') => {
                return Err(FieldError::new("user", "a user has no colon in its name"));
            }
            (user, password) => {
                let written = format!("Basic {}", base64(format!("{user}:{password}").as_bytes()));
                let mut value = HeaderValue::try_from(written)
                    .map_err(|_| FieldError::new("password", "it cannot be sent in a header"))?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        let endpoint = Endpoint {
            host,
            port: target.url().port().unwrap_or(port),
            family,
        };
        Ok(Self {
            endpoint,
            authorization,
            advice,
        })
    }

    /// Host and port, in words.
    pub(crate) fn place(&self) -> String {
        format!("{} port {}", self.endpoint.host, self.endpoint.port)
    }

    /// Asks for `path`, which may have a query.
    ///
    /// # Errors
    /// Why there is no answer, or that it is none. Statuses are left to whoever asks.
    pub(crate) async fn get(&self, path: &str, seen: &mut Look) -> Result<Page, Failure> {
        let (address, _) = self.endpoint.find(seen).await?;
        seen.missing_unless(no_answer(address), self.advice);
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| self.advised(trouble(&error, address)))?;
        let host = match address.port() {
            80 => self.endpoint.host.clone(),
            port if self.endpoint.host.contains(':') => format!("[{}]:{port}", self.endpoint.host),
            port => format!("{}:{port}", self.endpoint.host),
        };
        let mut request = Request::get(path)
            .header(HOST, host)
            .header(CONNECTION, "close")
            .header(USER_AGENT, concat!("Flywatch/", env!("CARGO_PKG_VERSION")))
            .body(Empty::<Bytes>::new())
            .map_err(|error| Failure::new(Cause::Bug, format!("the request cannot be written: {error}")))?;
        if let Some(value) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, value.clone());
        }
        let garbled = || {
            let detail = format!("what {} answers is no web page; check the port", self.place());
            Failure::new(Cause::Garbled, detail)
        };
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|_| garbled())?;
        let talk = async move {
            let (head, body) = sender.send_request(request).await.ok()?.into_parts();
            let body = Limited::new(body, LONGEST).collect().await.ok()?.to_bytes();
            Some(Page {
                status: head.status,
                body,
            })
        };
        let page = match select(pin!(talk), pin!(connection)).await {
            Either::Left((page, _)) => page,
            Either::Right((_, talk)) => talk.await,
        };
        page.ok_or_else(garbled)
    }

    fn advised(&self, failure: Failure) -> Failure {
        if failure.cause == Cause::Refused {
            Failure::new(failure.cause, format!("{}; {}", failure.detail, self.advice))
        } else {
            failure
        }
    }
}

/// As RFC 4648, 4 says.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, place| {
            bits << 8 | usize::from(group.get(place).copied().unwrap_or(0))
        });
        for place in 0..4 {
            let sign = SIGNS.get(bits >> (18 - 6 * place) & 63).copied();
            let sign = sign.filter(|_| place <= group.len());
            written.push(sign.map_or('=', char::from));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, written) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), written);
        }
    }
}
