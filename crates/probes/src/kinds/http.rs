mod certificate;
mod exchange;
mod plan;
mod tls;

use std::borrow::Cow::Borrowed;
use std::time::Instant;

use futures_util::future::BoxFuture;
use url::{Position, Url};
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};
use wire::{Severity, Unit};

use crate::describe::{
    UNLIMITED, above, above_both, below_both, choice, every, finding, gauge, secret, switch, text, text_or,
    whole, word,
};
use crate::resolve::FAMILY;
use crate::text::{contains, excerpt, plain};
use crate::{Kind, Look, Probe, Target};

use exchange::{Answer, Exchange};
use plan::Plan;

pub(crate) static KIND: Http = Http;

/// Fourteen days and two days before its end a certificate is worth a word.
const FORTNIGHT: f64 = 14.0 * 86_400.0;
const TWO_DAYS: f64 = 2.0 * 86_400.0;

static INFO: KindInfo = KindInfo {
    name: word("http"),
    title: word("HTTP"),
    help: word(
        "Asks a web server for a page on a fresh connection, and checks answer, certificate and each phase.",
    ),
    schemes: Borrowed(&[word("https"), word("http")]),
    example: word("https://origin.example.org/health"),
    watch: every(10_000, 5_000),
    fields: Borrowed(&[
        choice(
            "method",
            "Method",
            &[Borrowed("GET"), Borrowed("HEAD")],
            "HEAD asks for everything but the body.",
        ),
        text_or(
            "expect_status",
            "Expected status",
            "200-299",
            "Status codes that count as good: numbers and ranges, separated by commas. Example: 200-299, 404.",
        ),
        text(
            "expect_body",
            "Expected text",
            "Text that the body must hold, as far as it is read.",
        ),
        whole(
            "body_cap_bytes",
            "Read at most (bytes)",
            1_048_576.0,
            1.0,
            67_108_864.0,
            "Of a longer body no more than this is read.",
        ),
        whole(
            "follow_redirects",
            "Follow redirects",
            5.0,
            0.0,
            20.0,
            "How many redirects to follow at most; with 0 the redirect itself is the answer.",
        ),
        switch(
            "verify_certificate",
            "Verify certificate",
            true,
            "When on, nothing is sent to a server whose certificate is not valid. When off, any certificate will do; its \
             expiry is still measured.",
        ),
        text(
            "authority_file",
            "Authority file",
            "Path of a PEM file on this machine with the authorities to trust instead of those the system trusts.",
        ),
        secret(
            "authorization",
            "Authorization",
            "Value of the Authorization header, such as Bearer TOKEN; not sent on to another server by a redirect.",
        ),
        text(
            "headers",
            "Further headers",
            "Name: value, several separated by | signs; not sent on to another server by a redirect.",
        ),
        text(
            "host",
            "Host name to ask for",
            "Name for the Host header and the certificate when the target is an address or another name.",
        ),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            "http_total_seconds",
            "Total",
            Unit::Seconds,
            above_both(1.0, 3.0),
            "Time from the beginning until the last byte that is read, redirects included.",
        ),
        gauge(
            "http_dns_seconds",
            "Name lookup",
            Unit::Seconds,
            above(0.5),
            "Time to find the address of the name, first request; only for targets with a name.",
        ),
        gauge(
            "http_connect_seconds",
            "Connect",
            Unit::Seconds,
            above(0.1),
            "Time from asking for a connection until the server has accepted it, first request.",
        ),
        gauge(
            "http_tls_seconds",
            "TLS",
            Unit::Seconds,
            above(0.5),
            "Time to agree on encryption, first request by https.",
        ),
        gauge(
            "http_first_byte_seconds",
            "First byte",
            Unit::Seconds,
            above(0.5),
            "Time from sending the request until the first byte of the answer, first request.",
        ),
        gauge(
            "http_status",
            "Status",
            Unit::Count,
            UNLIMITED,
            "Status code of the last answer.",
        ),
        gauge(
            "http_body_bytes",
            "Body",
            Unit::Bytes,
            UNLIMITED,
            "Length of the body of the last answer as sent, as far as it was read.",
        ),
        gauge(
            "http_redirects",
            "Redirects",
            Unit::Count,
            UNLIMITED,
            "How many redirects were followed.",
        ),
        gauge(
            "http_certificate_expiry_seconds",
            "Certificate ends in",
            Unit::Seconds,
            below_both(FORTNIGHT, TWO_DAYS),
            "Time until the server's certificate ends, first request by https; negative when it has ended.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            "http.wrong_status",
            Severity::Major,
            "The status is not among the expected ones: see the server's log.",
        ),
        finding(
            "http.wrong_body",
            Severity::Major,
            "The body does not hold the expected text.",
        ),
        finding(
            "http.body_cut",
            Severity::Info,
            "The body is longer than what is read of it; raise the limit if the expected text comes later.",
        ),
        finding(
            "http.redirect_loop",
            Severity::Major,
            "The redirects lead back to where they began: mend the server.",
        ),
        finding(
            "http.too_many_redirects",
            Severity::Major,
            "The server redirects more often than the probe follows.",
        ),
        finding(
            "http.redirect_refused",
            Severity::Major,
            "The server redirects to something that is not http: or https:; the probe does not go there.",
        ),
        finding(
            "http.certificate_expired",
            Severity::Critical,
            "The server's certificate, or one above it, has ended; renew it. Players and browsers refuse it.",
        ),
        finding(
            "http.certificate_not_yet_valid",
            Severity::Critical,
            "The server's certificate begins later; check the clocks of the server and of this machine.",
        ),
        finding(
            "http.certificate_name_mismatch",
            Severity::Critical,
            "The server's certificate is for other names than the one asked for.",
        ),
        finding(
            "http.certificate_untrusted",
            Severity::Critical,
            "No authority that this machine trusts stands behind the certificate: it is self-made, or the server does \
             not send the certificates in between.",
        ),
    ]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[]),
};

/// Looks at what a web server answers.
pub(crate) struct Http;

impl Kind for Http {
    fn info(&self) -> &'static KindInfo {
        &INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        Ok(Box::new(Page {
            plan: Plan::of(target, settings)?,
        }))
    }
}

struct Page {
    plan: Plan,
}

impl Probe for Page {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let began = Instant::now();
            let mut exchange = Exchange::new(&self.plan);
            let mut way = vec![self.plan.url.clone()];
            let mut url = self.plan.url.clone();
            let answer = loop {
                let Some(answer) = exchange.at(&url, seen).await? else {
                    // The findings say what is wrong with the certificate; nothing was asked.
                    return Ok(());
                };
                match self.next(&url, &answer, &way, seen) {
                    Some(next) => {
                        way.push(next.clone());
                        url = next;
                    }
                    None => break answer,
                }
            };
            seen.sample("http_total_seconds", began.elapsed().as_secs_f64());
            seen.sample("http_redirects", (way.len() - 1) as f64);
            self.judge(&answer, seen);
            Ok(())
        })
    }
}

impl Page {
    /// Where a redirect leads, when the answer is one that is to be followed.
    fn next(&self, url: &Url, answer: &Answer, way: &[Url], seen: &mut Look) -> Option<Url> {
        let location = answer.location.as_deref()?;
        let next = url
            .join(location)
            .ok()
            .filter(|next| matches!(next.scheme(), "http" | "https"));
        let Some(mut next) = next else {
            let detail = format!("{} redirects to {}", shown(url), excerpt(location.as_bytes()));
            seen.finding("http.redirect_refused", detail);
            return None;
        };
        next.set_fragment(None);
        if let Some(first) = way.iter().position(|visited| *visited == next) {
            let circle: Vec<_> = way.iter().skip(first).chain([&next]).map(shown).collect();
            seen.finding(
                "http.redirect_loop",
                format!("the redirects go in a circle: {}", circle.join(" → ")),
            );
            return None;
        }
        if way.len() > self.plan.redirects {
            let followed = self.plan.redirects;
            let detail = format!(
                "the server still redirects when {followed} are followed, to {}",
                shown(&next)
            );
            seen.finding("http.too_many_redirects", detail);
            return None;
        }
        Some(next)
    }

    fn judge(&self, answer: &Answer, seen: &mut Look) {
        seen.sample("http_status", f64::from(answer.status.as_u16()));
        // A redirect that is not followed has its own finding and no body worth reading.
        if answer.location.is_some() {
            return;
        }
        seen.sample("http_body_bytes", answer.read as f64);
        if !self
            .plan
            .expect_status
            .iter()
            .any(|range| range.contains(&answer.status.as_u16()))
        {
            let expected = &self.plan.expect_status_written;
            seen.finding(
                "http.wrong_status",
                format!("answered {}; expected {expected}", answer.status),
            );
        }
        let part = if answer.cut {
            format!("the first {} bytes of the body", answer.read)
        } else {
            "the body".to_owned()
        };
        if !contains(&answer.body, &self.plan.expect_body) {
            let expected = excerpt(&self.plan.expect_body);
            let packed = match &answer.encoding {
                Some(encoding) => format!("; it is packed ({encoding}) although that was not asked for"),
                None => String::new(),
            };
            seen.finding("http.wrong_body", format!("{expected} is not in {part}{packed}"));
        }
        if answer.cut {
            seen.finding(
                "http.body_cut",
                format!(
                    "the body is longer than {} bytes; the rest was not read",
                    answer.read
                ),
            );
        }
    }
}

/// An address for a sentence, without what may be secret: a name, a password, all that follows the question mark.
fn shown(url: &Url) -> String {
    let end = if url.query().is_some() { "?…" } else { "" };
    let server = &url[Position::BeforeHost..Position::AfterPort];
    plain(&format!("{}://{server}{}{end}", url.scheme(), url.path()))
}

#[cfg(test)]
mod tests;
