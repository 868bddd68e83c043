use std::borrow::Cow::Borrowed;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use wire::describe::{secret, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;
use crate::text;
use crate::web::{self, Request};

pub(super) static RECEIVER: Sort<Teams> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("teams"),
    title: word("Microsoft Teams"),
    help: word("Posts a card into a channel of Teams by a workflow that takes webhook requests."),
    fields: Borrowed(&[secret(
        "url",
        "Workflow address",
        "The address that the workflow \"Post to a channel when a webhook request is received\" shows.",
    )]),
};

/// Posts cards into a channel of Teams.
pub(super) struct Teams(Url);

#[derive(Deserialize)]
struct Entered {
    url: String,
}

impl Ready for Teams {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        Ok(Self(web::url("url", &entered.url)?))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        Request::post(self.0, &body(message)).send().await?.taken()?;
        Ok(())
    }
}

/// A text of a card. A card reads a little Markdown, so what would be some is written plainly.
fn block(text: &str) -> Value {
    let plain: String = text
        .chars()
        .flat_map(|c| {
            let escaped = matches!(c, '\\' | '*' | '_' | '[' | ']').then_some('\\');
            escaped.into_iter().chain([c])
        })
        .collect();
    json!({ "type": "TextBlock", "text": plain, "wrap": true })
}

fn body(message: &Message) -> Value {
    let mut title = block(&text::title_line(message));
    title["weight"] = json!("bolder");
    title["size"] = json!("medium");
    title["color"] = json!(if text::is_over(message) {
        "good"
    } else {
        words(message.severity).card
    });
    let said = text::paragraphs(message);
    let listed = message
        .alerts
        .iter()
        .map(text::alert_line)
        .chain(text::more(message));
    let mut blocks = vec![title];
    blocks.extend(said.into_iter().map(|text| block(&text)));
    blocks.extend(listed.map(|line| {
        let mut line = block(&line);
        line["spacing"] = json!("none");
        line["isSubtle"] = json!(true);
        line
    }));
    let mut card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": blocks,
    });
    if !message.link.is_empty() {
        card["actions"] =
            json!([{ "type": "Action.OpenUrl", "title": "Open in Flywatch", "url": message.link }]);
    }
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": card,
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape that Microsoft publishes ("Create incoming webhooks with Workflows", the schema of Adaptive Cards);
    /// Teams itself cannot be reached from a test.
    #[test]
    fn it_has_the_shape_that_teams_takes() {
        let body = body(&text::example());
        assert_eq!(body["type"], "message");
        let attachment = &body["attachments"][0];
        assert_eq!(
            attachment["contentType"],
            "application/vnd.microsoft.card.adaptive"
        );
        let card = &attachment["content"];
        assert_eq!(card["type"], "AdaptiveCard");
        let blocks = card["body"].as_array().unwrap();
        assert!(
            blocks
                .iter()
                .all(|block| block["type"] == "TextBlock" && block["wrap"] == true)
        );
        assert_eq!(
            blocks[0]["text"],
            "\\[CRIT\\] OB „Süd“: Switch \"Rack\\\\1\": no answer within 0.9 s"
        );
        assert_eq!(blocks[0]["color"], "attention");
        assert_eq!(card["actions"][0]["url"], "http://127.0.0.1:8600/alerts/7");
    }
}
