use std::borrow::Cow::Borrowed;
use std::time::{SystemTime, UNIX_EPOCH};

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use ring::hmac;
use serde::Deserialize;
use url::Url;
use wire::describe::{choice, secret, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{FieldError, Settings, read};

use crate::link::AUTHORITY_FILE;
use crate::receiver::{Faults, Ready, Sort};
use crate::web::{self, Request, secret_value};
use crate::{Undelivered, template};

pub(super) static RECEIVER: Sort<Webhook> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("webhook"),
    title: word("Webhook"),
    help: word("Sends each message to a web address of yours, as JSON or in a form that you write."),
    fields: Borrowed(&[
        text(
            "url",
            "Address",
            "Where to send it, such as https://hooks.example.org/flywatch; keys belong into Headers.",
        ),
        choice(
            "method",
            "Method",
            &[Borrowed("POST"), Borrowed("PUT")],
            "How to send it.",
        ),
        secret(
            "headers",
            "Headers",
            "What else to send at the head, one NAME: VALUE a line, such as Authorization: Bearer TOKEN.",
        ),
        text_or(
            "content_type",
            "Content type",
            "application/json",
            "What the body is; when it is JSON, a body of your own is held against it.",
        ),
        text(
            "template",
            "Body",
            "A template such as {\"text\": {{ text | tojson }}}; the whole message as JSON when left empty.",
        ),
        secret(
            "signing_key",
            "Signing key",
            "Signs each message in the header X-Flywatch-Signature, so that its receiver knows whose it is.",
        ),
        AUTHORITY_FILE,
    ]),
};

#[derive(Deserialize)]
struct Entered {
    url: String,
    method: String,
    headers: String,
    content_type: String,
    template: String,
    signing_key: String,
    authority_file: String,
}

/// Sends messages to a web address.
pub(super) struct Webhook {
    entered: Entered,
    url: Url,
    content_type: HeaderValue,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Ready for Webhook {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        let headers = faults.sort(headers(&entered.headers));
        let content_type = HeaderValue::try_from(&entered.content_type).ok();
        let content_type = content_type.filter(|written| written.as_bytes().contains(&b'/'));
        if content_type.is_none() {
            faults.add("content_type", "enter a type such as application/json");
        }
        if !entered.template.is_empty()
            && let Err(wrong) = template::check(&entered.template, entered.fill())
        {
            faults.add("template", wrong);
        }
        let ready = url.zip(headers).zip(content_type);
        faults.or(ready.map(|((url, headers), content_type)| Self {
            entered,
            url,
            content_type,
            headers,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        self.request(message, now)?.send().await?.taken()?;
        Ok(())
    }
}

impl Entered {
    fn fill(&self) -> fn(&str, &Message) -> Result<String, String> {
        if self.content_type.contains("json") {
            template::fill_json
        } else {
            template::fill
        }
    }
}

/// One `NAME: VALUE` a line.
fn headers(entered: &str) -> Result<Vec<(HeaderName, HeaderValue)>, FieldError> {
    let lines = entered
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let read = lines.map(|(at, line)| {
        let header = line.split_once(':').and_then(|(name, value)| {
            let name = HeaderName::try_from(name.trim()).ok()?;
            Some((name, secret_value("headers", value.trim()).ok()?))
        });
        // What stands in the line may be secret.
        header.ok_or_else(|| FieldError::new("headers", format!("line {}: write NAME: VALUE", at + 1)))
    });
    read.collect()
}

impl Webhook {
    /// The request that is sent at `now`, in seconds since 1970.
    fn request(self, message: &Message, now: u64) -> Result<Request, Undelivered> {
        let entered = self.entered;
        let body = if entered.template.is_empty() {
            serde_json::to_string(message).map_err(|error| error.to_string())
        } else {
            entered.fill()(&entered.template, message)
        };
        let body = body.map_err(|wrong| Undelivered::never(format!("the body does not fit: {wrong}")))?;
        let signature = (!entered.signing_key.is_empty()).then(|| sign(&entered.signing_key, now, &body));
        let method = if entered.method == "PUT" {
            Method::PUT
        } else {
            Method::POST
        };
        let mut request = Request::new(method, self.url)
            .body("application/json", body)
            .header(CONTENT_TYPE, self.content_type)
            .trusting(&entered.authority_file);
        let own = [
            ("idempotency-key", Some(message.id.clone())),
            ("x-flywatch-signature", signature),
        ];
        for (name, value) in own {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                request = request.header(HeaderName::from_static(name), value);
            }
        }
        Ok(self
            .headers
            .into_iter()
            .fold(request, |request, (name, value)| request.header(name, value)))
    }
}

/// `t=TIME,v1=HEX`: HMAC-SHA-256 (RFC 2104) over `TIME.BODY`.
fn sign(key: &str, now: u64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    let tag = hmac::sign(&key, format!("{now}.{body}").as_bytes());
    let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={now},v1={hex}")
}

#[cfg(test)]
mod tests;
