use std::borrow::Cow::Borrowed;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use wire::describe::{secret, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::{WELL, words};
use crate::text::{self, cut, escape};
use crate::web::{self, Request};

pub(super) static RECEIVER: Sort<Slack> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("slack"),
    title: word("Slack"),
    help: word("Writes into a channel of Slack, or of Mattermost, by an incoming webhook."),
    fields: Borrowed(&[secret(
        "url",
        "Webhook address",
        "The address that Slack gives for the channel, such as https://hooks.slack.com/services/….",
    )]),
};

/// The longest header and the longest section of a message, in characters (Slack, "Block Kit reference").
const LONGEST_HEADER: usize = 150;
const LONGEST_SECTION: usize = 3000;

/// Writes into a channel of Slack.
pub(super) struct Slack(Url);

#[derive(Deserialize)]
struct Entered {
    url: String,
}

impl Ready for Slack {
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

fn body(message: &Message) -> Value {
    let title = text::title_line(message);
    let colour = if text::is_over(message) {
        WELL
    } else {
        words(message.severity).colour
    };
    let section = |text: &str| json!({ "type": "section", "text": { "type": "mrkdwn", "text": cut(text, LONGEST_SECTION) } });
    let mut blocks = vec![
        json!({ "type": "header", "text": { "type": "plain_text", "text": cut(&title, LONGEST_HEADER), "emoji": false } }),
        section(&escape(&text::paragraphs(message).join("\n"))),
    ];
    let lines = message
        .alerts
        .iter()
        .map(text::alert_line)
        .chain(text::more(message));
    let listed: Vec<_> = lines.map(|line| format!("• {}", escape(&line))).collect();
    if !listed.is_empty() {
        blocks.push(section(&listed.join("\n")));
    }
    if !message.link.is_empty() {
        blocks.push(section(&format!("<{}|Open in Flywatch>", message.link)));
    }
    json!({ "text": escape(&title), "attachments": [{ "color": colour, "blocks": blocks }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape that Slack publishes ("Sending messages using incoming webhooks", "Block Kit"); Slack itself cannot be
    /// reached from a test.
    #[test]
    fn it_has_the_shape_that_slack_takes() {
        let body = body(&text::example());
        assert_eq!(
            body["text"],
            "[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s"
        );
        let blocks = body["attachments"][0]["blocks"].as_array().unwrap();
        let sorts: Vec<_> = blocks
            .iter()
            .map(|block| block["type"].as_str().unwrap())
            .collect();
        assert_eq!(sorts, ["header", "section", "section", "section"]);
        let said = blocks[1]["text"]["text"].as_str().unwrap();
        assert!(
            said.contains("through &lt;Switch&gt; &amp; nothing else"),
            "{said}"
        );
        assert_eq!(
            blocks[3]["text"]["text"],
            "<http://127.0.0.1:8600/alerts/7|Open in Flywatch>"
        );
    }
}
