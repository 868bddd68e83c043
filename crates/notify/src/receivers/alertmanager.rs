use std::borrow::Cow::Borrowed;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use wire::Severity;
use wire::alert::Alert;
use wire::describe::{secret, text, whole, word};
use wire::receiver::{Message, News, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::link::AUTHORITY_FILE;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;
use crate::text;
use crate::web::{self, Request, below};

pub(super) static RECEIVER: Sort<Alertmanager> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("alertmanager"),
    title: word("Alertmanager"),
    help: word("Hands alerts to an Alertmanager of Prometheus, which groups, silences and forwards them."),
    fields: Borrowed(&[
        text("url", "Address", "Where it is, such as http://192.0.2.10:9093."),
        secret(
            "authorization",
            "Authorization",
            "Value of the Authorization header where it asks for one, such as Bearer TOKEN.",
        ),
        whole(
            "hold_hours",
            "Hold",
            24.0,
            1.0,
            720.0,
            "How long it goes on with an alert, in hours, if Flywatch says nothing more.",
        ),
        AUTHORITY_FILE,
    ]),
};

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Hands alerts to an Alertmanager.
pub(super) struct Alertmanager {
    url: Url,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    url: String,
    authorization: String,
    hold_hours: i64,
    authority_file: String,
}

impl Ready for Alertmanager {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let url = web::url("url", &entered.url)?;
        Ok(Self {
            url: below(&url, &["api", "v2", "alerts"]),
            entered,
        })
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let request = Request::post(self.url, &body(message, self.entered.hold_hours * HOUR_MS))
            .trusting(&self.entered.authority_file);
        let request = match self.entered.authorization.as_str() {
            "" => request,
            value => request.authorization("authorization", value)?,
        };
        request.send().await?.taken()?;
        Ok(())
    }
}

fn body(message: &Message, hold_ms: i64) -> Value {
    let mut alerts = Vec::new();
    for alert in &message.alerts {
        alerts.push(posted(message, alert, alert.severity, hold_ms));
        // The severity is one of the labels, so another one is another alert: the one there was has to end.
        if message.news == News::Changed {
            let others = [
                Severity::Info,
                Severity::Minor,
                Severity::Major,
                Severity::Critical,
            ];
            let others = others.into_iter().filter(|other| *other != alert.severity);
            alerts.extend(others.map(|other| posted(message, alert, other, 0)));
        }
    }
    if alerts.is_empty() {
        let labels = json!({
            "alertname": if message.is_test { "flywatch/test" } else { "flywatch/incident" },
            "severity": words(message.severity).name,
            "station": message.station,
            "thread": message.thread,
        });
        let ends = message
            .at
            .plus_millis(if text::is_over(message) { 0 } else { hold_ms });
        alerts.push(json!({
            "labels": labels,
            "annotations": { "summary": message.title },
            "startsAt": message.began.rfc3339(),
            "endsAt": ends.max(message.began).rfc3339(),
        }));
    }
    Value::Array(alerts)
}

fn posted(message: &Message, alert: &Alert, severity: Severity, hold_ms: i64) -> Value {
    let mut labels = BTreeMap::from([
        ("alertname".to_owned(), alert.rule.0.clone()),
        ("severity".to_owned(), words(severity).name.to_owned()),
        ("station".to_owned(), message.station.clone()),
        ("subject".to_owned(), alert.subject.name.clone()),
        ("thread".to_owned(), message.thread.clone()),
        ("alert".to_owned(), alert.id.to_string()),
    ]);
    for (name, value) in &alert.subject.part {
        labels.insert(format!("part_{}", label(name)), value.clone());
    }
    // It takes no label without a value.
    labels.retain(|_, value| !value.is_empty());
    let ends = if text::is_over(message) {
        alert.resolved.unwrap_or(message.at)
    } else {
        alert.resolved.unwrap_or(message.at.plus_millis(hold_ms))
    };
    let mut posted = json!({
        "labels": labels,
        "annotations": {
            "summary": text::alert_line(alert),
            "description": message.reason,
            "advice": if alert.advice.is_empty() { &message.advice } else { &alert.advice },
        },
        "startsAt": alert.began.rfc3339(),
        "endsAt": ends.max(alert.began).rfc3339(),
    });
    if !message.link.is_empty() {
        posted["generatorURL"] = json!(message.link);
    }
    posted
}

/// A name of a label as Prometheus takes it: letters, digits and `_`.
fn label(name: &str) -> String {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().map(|c| if is_fine(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests;
