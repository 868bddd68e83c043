use std::borrow::Cow::Borrowed;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use wire::describe::{secret, text_or, word};
use wire::receiver::{Message, News, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;
use crate::text::{self, cut};
use crate::web::{self, Request};

pub(super) static RECEIVER: Sort<PagerDuty> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("pagerduty"),
    title: word("PagerDuty"),
    help: word("Opens, acknowledges and resolves an incident in PagerDuty by its Events API v2."),
    fields: Borrowed(&[
        secret(
            "routing_key",
            "Integration key",
            "The key of the integration \"Events API v2\" of the service in PagerDuty.",
        ),
        text_or(
            "url",
            "Address",
            "https://events.pagerduty.com/v2/enqueue",
            "Where events go; accounts in Europe enter https://events.eu.pagerduty.com/v2/enqueue.",
        ),
    ]),
};

/// The longest summary, in characters (PagerDuty, "PD-CEF").
const LONGEST_SUMMARY: usize = 1024;

/// Tells PagerDuty.
pub(super) struct PagerDuty {
    key: String,
    url: Url,
}

#[derive(Deserialize)]
struct Entered {
    routing_key: String,
    url: String,
}

impl Ready for PagerDuty {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        if entered.routing_key.is_empty() {
            faults.add("routing_key", "enter the integration key of the service");
        }
        let key = entered.routing_key;
        faults.or(url.map(|url| Self { key, url }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let body = body(&self.key, message);
        Request::post(self.url, &body).send().await?.taken()?;
        Ok(())
    }
}

fn body(key: &str, message: &Message) -> Value {
    let action = match message.news {
        News::Raised | News::Changed | News::Reminder | News::Escalated => "trigger",
        News::Acknowledged => "acknowledge",
        News::Resolved => "resolve",
    };
    let mut body = json!({
        "routing_key": key,
        "event_action": action,
        "dedup_key": message.thread,
        "client": "Flywatch",
        "payload": {
            "summary": cut(&text::title_line(message), LONGEST_SUMMARY),
            "source": message.station,
            "severity": words(message.severity).pagerduty,
            "timestamp": message.began.rfc3339(),
            "custom_details": {
                "news": text::news(message.news),
                "reason": message.reason,
                "advice": message.advice,
                "alerts": message.alerts.iter().map(text::alert_line).collect::<Vec<_>>(),
                "more": message.more,
            },
        },
    });
    if let Some(alert) = message.alerts.first() {
        body["payload"]["component"] = json!(alert.subject.name);
        body["payload"]["class"] = json!(alert.rule);
    }
    if !message.link.is_empty() {
        body["client_url"] = json!(message.link);
        body["links"] = json!([{ "href": message.link, "text": "Open in Flywatch" }]);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape that PagerDuty publishes ("Send an event", Events API v2); PagerDuty itself cannot be reached from a
    /// test.
    #[test]
    fn it_has_the_shape_that_pagerduty_takes() {
        let mut message = text::example();
        let raised = body("R0", &message);
        assert_eq!(raised["event_action"], "trigger");
        assert_eq!(raised["payload"]["severity"], "critical");
        assert_eq!(raised["payload"]["timestamp"], "2026-11-21T00:00:00.250Z");
        assert_eq!(raised["payload"]["source"], "OB „Süd“");
        for (news, action) in [(News::Acknowledged, "acknowledge"), (News::Resolved, "resolve")] {
            message.news = news;
            let said = body("R0", &message);
            assert_eq!(
                (&said["event_action"], &said["dedup_key"]),
                (&json!(action), &json!("5f1c-7"))
            );
        }
    }
}
