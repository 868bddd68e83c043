//! The sorts of receivers there are. Adding one is a file in `receivers/` and a word in the list.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use url::Url;
use wire::kind::Field;
use wire::receiver::{Message, ReceiverSpec};
use wire::settings::{self, FieldError, Settings, nearest, one_line};

use crate::{Receiver, Undelivered};

macro_rules! receivers {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        static RECEIVERS: Receivers = &[$(&$name::RECEIVER),*];
    };
}

receivers! {
    email, webhook, slack, teams, telegram, ntfy, pagerduty, opsgenie, servicenow, jira, alertmanager, mqtt, syslog,
    snmp_trap, desktop,
}

/// The sorts of receivers that a station knows: those of [`receivers`], or others in a test.
pub type Receivers = &'static [&'static dyn Receiver];

/// Every sort, in the order in which they are offered.
#[must_use]
pub fn receivers() -> Receivers {
    RECEIVERS
}

/// Checks a receiver as an operator entered it, without touching the network.
///
/// # Errors
/// Every entry that is wrong, with what to enter instead.
pub fn check(receivers: Receivers, spec: &ReceiverSpec) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    if spec.name.trim().is_empty() {
        errors.push(FieldError::new("name", "give it a name"));
    }
    errors.extend(
        one_line(&spec.name)
            .err()
            .map(|advice| FieldError::new("name", advice)),
    );
    match ready(receivers, spec) {
        Ok((receiver, settings)) => errors.extend(receiver.check(&settings)),
        Err(wrong) => errors.extend(wrong),
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Delivers `message` once to a receiver whose secrets are open. Takes 10 s at most.
///
/// # Errors
/// Why it was not taken, and whether to try again.
pub async fn deliver(
    receivers: Receivers,
    spec: &ReceiverSpec,
    message: &Message,
) -> Result<(), Undelivered> {
    deliver_within(LONGEST, receivers, spec, message).await
}

/// The longest that one delivery may take.
const LONGEST: Duration = Duration::from_secs(10);

async fn deliver_within(
    limit: Duration,
    receivers: Receivers,
    spec: &ReceiverSpec,
    message: &Message,
) -> Result<(), Undelivered> {
    let (receiver, settings) = ready(receivers, spec)?;
    let delivery = AssertUnwindSafe(async { receiver.deliver(&settings, message).await }).catch_unwind();
    let undelivered = match tokio::time::timeout(limit, delivery).await {
        Ok(Ok(Ok(()))) => return Ok(()),
        Ok(Ok(Err(undelivered))) => undelivered,
        Ok(Err(_)) => Undelivered::never("Flywatch failed while it sent this; report it to its makers"),
        Err(_) => Undelivered::later(format!(
            "no answer within {} s; check the address and whether what is there runs",
            limit.as_secs_f64()
        )),
    };
    Err(Undelivered {
        detail: without_secrets(undelivered.detail, &receiver.info().fields, &settings),
        ..undelivered
    })
}

fn ready(
    receivers: Receivers,
    spec: &ReceiverSpec,
) -> Result<(&'static dyn Receiver, Settings), Vec<FieldError>> {
    let names = || receivers.iter().map(|receiver| receiver.info().name.as_ref());
    let Some(receiver) = receivers
        .iter()
        .copied()
        .find(|known| known.info().name == spec.kind)
    else {
        let advice = match nearest(&spec.kind, names()) {
            Some(similar) => format!("did you mean {similar}?"),
            None => format!("choose one of {}", names().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("there is no receiver of the kind {}; {advice}", spec.kind);
        return Err(vec![FieldError::new("kind", message)]);
    };
    let settings = settings::complete(&receiver.info().fields, &spec.settings)?;
    Ok((receiver, settings))
}

/// What a peer answers may repeat what it was sent, so no secret passes here, nor a part of one that tells it.
fn without_secrets(mut detail: String, fields: &[Field], settings: &Settings) -> String {
    let given = settings::secrets(fields).filter_map(|name| settings.get(name)?.as_str());
    let mut secrets: Vec<String> = given.flat_map(parts).collect();
    secrets.retain(|secret| secret.chars().count() >= SHORTEST_SECRET);
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    for secret in secrets {
        detail = detail.replace(&secret, "(hidden)");
    }
    detail
}

/// Shorter ones would blank out words of every sentence.
const SHORTEST_SECRET: usize = 4;

/// Parts of a secret that are shorter (`hooks`, `v1`, `Bearer`) are no secrets, in bytes.
const TELLING: usize = 8;

/// A secret, and where it is an address or lines of headers, those parts of it that are secret by themselves.
fn parts(secret: &str) -> Vec<String> {
    if let Ok(url) = Url::parse(secret)
        && url.has_host()
    {
        let segments = url.path_segments().into_iter().flatten();
        let query = url.query_pairs().map(|(_, value)| value.into_owned());
        let telling = segments.map(str::to_owned).filter(|part| part.len() >= TELLING);
        let whole = [secret, url.path(), url.query().unwrap_or_default()].map(str::to_owned);
        return telling.chain(query).chain(whole).collect();
    }
    let values = secret.lines().filter_map(|line| line.split_once(':'));
    let values = values.map(|(_, value)| value.trim());
    // `Bearer TOKEN` is a secret, and so is TOKEN.
    let words = secret.split_whitespace().filter(|word| word.len() >= TELLING);
    values.chain(words).chain([secret]).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
