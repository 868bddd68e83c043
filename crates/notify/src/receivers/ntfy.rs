use std::borrow::Cow::Borrowed;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use wire::describe::{secret, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::link::AUTHORITY_FILE;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::{QUIET, words};
use crate::text::{self, cut};
use crate::web::{self, Request};

pub(super) static RECEIVER: Sort<Ntfy> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("ntfy"),
    title: word("ntfy"),
    help: word("Rings phones and browsers that follow a topic of ntfy, on ntfy.sh or a server of yours."),
    fields: Borrowed(&[
        text(
            "topic",
            "Topic",
            "The topic that phones follow; on a public server whoever knows it reads along.",
        ),
        text_or(
            "url",
            "Server",
            "https://ntfy.sh",
            "The address of the ntfy server.",
        ),
        secret(
            "token",
            "Access token",
            "The token of a user who may write to the topic, tk_….",
        ),
        AUTHORITY_FILE,
    ]),
};

/// The longest message, in characters of up to four bytes (ntfy: longer than 4,096 bytes becomes an attachment).
const LONGEST: usize = 1000;

/// Writes to a topic of ntfy.
pub(super) struct Ntfy {
    url: Url,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    topic: String,
    url: String,
    token: String,
    authority_file: String,
}

impl Ready for Ntfy {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        let is_topic = (1..=64).contains(&entered.topic.len())
            && entered
                .topic
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        if !is_topic {
            faults.add("topic", "enter 1 to 64 letters, digits, - and _");
        }
        faults.or(url.map(|url| Self { url, entered }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let request = Request::post(self.url, &body(&self.entered.topic, message))
            .trusting(&self.entered.authority_file);
        let request = match self.entered.token.as_str() {
            "" => request,
            token => request.signed("", "token", token)?,
        };
        request.send().await?.taken()?;
        Ok(())
    }
}

fn body(topic: &str, message: &Message) -> Value {
    let words = words(message.severity);
    let (priority, tag) = if text::is_over(message) {
        (QUIET, "white_check_mark")
    } else {
        (words.ntfy, words.ntfy_tag)
    };
    let mut body = json!({
        "topic": topic,
        "title": cut(&text::title_line(message), LONGEST),
        "message": cut(&text::body(message), LONGEST),
        "priority": priority,
        "tags": [tag],
    });
    if !message.link.is_empty() {
        body["click"] = json!(message.link);
    }
    body
}

#[cfg(test)]
mod tests {
    use wire::receiver::News;

    use super::*;

    /// The shape that ntfy publishes ("Publish as JSON"); no ntfy server is packaged to be started by a test.
    #[test]
    fn it_has_the_shape_that_ntfy_takes() {
        let mut message = text::example();
        let raised = body("flypack", &message);
        assert_eq!(
            (&raised["priority"], &raised["tags"][0]),
            (&json!(5), &json!("rotating_light"))
        );
        assert_eq!(raised["click"], "http://127.0.0.1:8600/alerts/7");
        message.news = News::Resolved;
        assert_eq!(body("flypack", &message)["priority"], 2);
    }
}
