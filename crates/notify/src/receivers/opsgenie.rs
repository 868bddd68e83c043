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
use crate::web::{self, Request, below};

pub(super) static RECEIVER: Sort<Opsgenie> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("opsgenie"),
    title: word("Opsgenie"),
    help: word("Creates, acknowledges and closes an alert in Opsgenie, or in what speaks its alert API."),
    fields: Borrowed(&[
        secret(
            "api_key",
            "API key",
            "The key of an API integration that may create alerts.",
        ),
        text_or(
            "url",
            "Address",
            "https://api.opsgenie.com",
            "Where the API is; accounts in Europe enter https://api.eu.opsgenie.com.",
        ),
    ]),
};

/// The longest message, description and name of an alert, in characters (Opsgenie, "Alert API").
const LONGEST_MESSAGE: usize = 130;
const LONGEST_DESCRIPTION: usize = 15_000;

/// Tells Opsgenie.
pub(super) struct Opsgenie {
    key: String,
    url: Url,
}

#[derive(Deserialize)]
struct Entered {
    api_key: String,
    url: String,
}

impl Ready for Opsgenie {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        if entered.api_key.is_empty() {
            faults.add("api_key", "enter the key of the API integration");
        }
        let key = entered.api_key;
        faults.or(url.map(|url| Self { key, url }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let (url, body) = order(&self.url, message);
        let request =
            Request::post(url, &body).authorization("api_key", &format!("GenieKey {}", self.key))?;
        request.send().await?.taken()?;
        Ok(())
    }
}

/// Where to post what.
fn order(base: &Url, message: &Message) -> (Url, Value) {
    let step = match message.news {
        News::Raised | News::Changed | News::Reminder | News::Escalated => {
            return (below(base, &["v2", "alerts"]), alert(message));
        }
        News::Acknowledged => "acknowledge",
        News::Resolved => "close",
    };
    let mut url = below(base, &["v2", "alerts", &message.thread, step]);
    url.set_query(Some("identifierType=alias"));
    let note = text::news_sentence(message);
    (url, json!({ "source": message.station, "note": note }))
}

fn alert(message: &Message) -> Value {
    let words = words(message.severity);
    json!({
        "message": cut(&text::title_line(message), LONGEST_MESSAGE),
        "alias": message.thread,
        "description": cut(&text::plain(message), LONGEST_DESCRIPTION),
        "priority": words.opsgenie,
        "source": message.station,
        "entity": message.alerts.first().map_or("", |alert| alert.subject.name.as_str()),
        "tags": ["flywatch", words.name],
        "details": { "station": message.station, "link": message.link },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape that Atlassian publishes ("Alert API"); Opsgenie itself cannot be reached from a test.
    #[test]
    fn it_has_the_shape_that_opsgenie_takes() {
        let base = Url::parse("https://api.opsgenie.com").unwrap();
        let mut message = text::example();
        let (url, body) = order(&base, &message);
        assert_eq!(url.as_str(), "https://api.opsgenie.com/v2/alerts");
        assert_eq!(
            (&body["alias"], &body["priority"]),
            (&json!("5f1c-7"), &json!("P1"))
        );
        message.news = News::Resolved;
        message.thread = "a/b c".to_owned();
        let (url, _) = order(&base, &message);
        assert_eq!(
            url.as_str(),
            "https://api.opsgenie.com/v2/alerts/a%2Fb%20c/close?identifierType=alias"
        );
    }
}
