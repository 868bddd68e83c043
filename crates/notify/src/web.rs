//! One request to a web server, and what its answer means for a message.

use std::pin::pin;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{
    AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
    USER_AGENT,
};
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use url::Url;
use wire::settings::FieldError;

use crate::Undelivered;
use crate::link::Place;
use crate::text::cut;

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;
/// The longest time that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
/// How much of an answer stands in a sentence, in characters.
const QUOTED: usize = 160;

/// Reads the address of a web server, entered as `field`.
///
/// # Errors
/// What to enter instead.
pub(crate) fn url(field: &str, entered: &str) -> Result<Url, FieldError> {
    let wrong = |message: &str| Err(FieldError::new(field, message));
    let Ok(url) = Url::parse(entered) else {
        return wrong("enter the whole address, beginning with https://");
    };
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return wrong("enter an address that begins with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("leave user and password out of the address; they have settings of their own");
    }
    Ok(url)
}

/// `base` with these parts added to its path; each is written so that it stays one part.
pub(crate) fn below(base: &Url, parts: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    url
}

/// A request as it will be sent.
pub(crate) struct Request {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    authority_file: String,
}

impl Request {
    /// A request without a body.
    pub(crate) fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            authority_file: String::new(),
        }
    }

    /// Posts `body`.
    pub(crate) fn post(url: Url, body: &Value) -> Self {
        Self::new(Method::POST, url).body("application/json", body.to_string())
    }

    /// Sends this along.
    pub(crate) fn body(mut self, content_type: &'static str, body: String) -> Self {
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = Bytes::from(body);
        self
    }

    /// Sends this header, in place of another of its name.
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Trusts the authorities in this file; those of the system when it is empty.
    pub(crate) fn trusting(mut self, authority_file: &str) -> Self {
        authority_file.clone_into(&mut self.authority_file);
        self
    }

    /// Says who asks, as `field` has it: `Bearer TOKEN`, `GenieKey KEY`.
    ///
    /// # Errors
    /// It cannot stand in a header.
    pub(crate) fn authorization(self, field: &str, value: &str) -> Result<Self, FieldError> {
        let value = secret_value(field, value)?;
        Ok(self.header(AUTHORIZATION, value))
    }

    /// Says who asks: by name and password (RFC 7617), or without a name by a token (RFC 6750). `field` has the secret.
    ///
    /// # Errors
    /// It cannot stand in a header.
    pub(crate) fn signed(self, user: &str, field: &str, secret: &str) -> Result<Self, FieldError> {
        let written = match user {
            "" => format!("Bearer {secret}"),
            user => format!("Basic {}", STANDARD.encode(format!("{user}:{secret}"))),
        };
        self.authorization(field, &written)
    }

    /// Sends it once and reads the answer.
    ///
    /// # Errors
    /// Nobody answers, or not in HTTP.
    pub(crate) async fn send(self) -> Result<Answer, Undelivered> {
        let origin = self.url.origin().ascii_serialization();
        let host = self.url.host_str().unwrap_or_default();
        let place = Place {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: self.url.port_or_known_default().unwrap_or(443),
        };
        let authority_file = (self.url.scheme() == "https").then_some(self.authority_file.as_str());
        let stream = place.open(authority_file).await?;
        let path = match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        };
        let authority = match self.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let mut request = hyper::Request::builder()
            .method(self.method)
            .uri(path)
            .header(HOST, authority)
            .header(CONNECTION, "close")
            .header(USER_AGENT, concat!("Flywatch/", env!("CARGO_PKG_VERSION")))
            .body(Full::new(self.body))
            .map_err(|_| Undelivered::never(format!("the address at {origin} cannot be asked for")))?;
        request.headers_mut().extend(self.headers);
        let no_answer = || {
            Undelivered::later(format!(
                "{origin} gives no answer of a web server; check the port"
            ))
        };
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|_| no_answer())?;
        let talk = async move {
            let (head, body) = sender.send_request(request).await.ok()?.into_parts();
            // What is too long or breaks off is not needed: the status decides.
            let body = Limited::new(body, LONGEST_ANSWER).collect().await;
            Some(Answer {
                origin: String::new(),
                status: head.status,
                headers: head.headers,
                body: body.map(http_body_util::Collected::to_bytes).unwrap_or_default(),
            })
        };
        let answer = match select(pin!(talk), pin!(connection)).await {
            Either::Left((answer, _)) => answer,
            Either::Right((_, talk)) => talk.await,
        };
        let answer = answer.ok_or_else(no_answer)?;
        Ok(Answer { origin, ..answer })
    }
}

/// A secret that stands in a header, entered as `field`.
///
/// # Errors
/// It cannot stand there.
pub(crate) fn secret_value(field: &str, value: &str) -> Result<HeaderValue, FieldError> {
    let mut value = HeaderValue::try_from(value)
        .map_err(|_| FieldError::new(field, "it has signs that cannot be sent; enter it in one line"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// What a server said.
pub(crate) struct Answer {
    /// Who said it: scheme, host and port, no more.
    origin: String,
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// It as JSON; `null` when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Itself when the server has taken what it was sent.
    ///
    /// # Errors
    /// It has not: what it said, and whether it may take it later.
    pub(crate) fn taken(self) -> Result<Self, Undelivered> {
        let status = self.status;
        if status.is_success() {
            return Ok(self);
        }
        let origin = &self.origin;
        if status.is_redirection() {
            let to = self.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to
                .and_then(|to| Url::parse(to).ok())
                .map(|to| format!(" ({})", to.origin().ascii_serialization()));
            return Err(Undelivered::never(format!(
                "{origin} sends elsewhere{}; enter the address it leads to",
                to.unwrap_or_default()
            )));
        }
        let again = status.is_server_error()
            || matches!(
                status,
                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS
            );
        let advice = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "; check its key, token or password",
            StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::METHOD_NOT_ALLOWED => {
                "; check the address"
            }
            StatusCode::TOO_MANY_REQUESTS => "; it is sent too much",
            _ => "",
        };
        let said = match self.first_line() {
            line if line.is_empty() => String::new(),
            line => format!(", and says: {line}"),
        };
        Err(Undelivered {
            again,
            detail: format!("{origin} answers {status}{advice}{said}")
                .trim_end_matches(['.', ' '])
                .to_owned(),
            after: self.wait(),
        })
    }

    fn first_line(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let line = text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .unwrap_or_default();
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        cut(&line, QUOTED)
    }

    /// For how long the server wants to be left alone (RFC 9110, 10.2.3); an hour at most.
    fn wait(&self) -> Option<Duration> {
        let written = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        let asked = match written.parse() {
            Ok(seconds) => Duration::from_secs(seconds),
            Err(_) => httpdate::parse_http_date(written)
                .ok()?
                .duration_since(SystemTime::now())
                .unwrap_or_default(),
        };
        Some(asked.min(LONGEST_WAIT))
    }
}

#[cfg(test)]
mod tests;
