use std::borrow::Cow::Borrowed;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use wire::Severity;
use wire::describe::{secret, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::receiver::{Faults, Ready, Sort};
use crate::text::{self, cut};
use crate::web::{self, Request, below};

pub(super) static RECEIVER: Sort<Telegram> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("telegram"),
    title: word("Telegram"),
    help: word("Writes to a person, a group or a channel of Telegram through a bot of yours."),
    fields: Borrowed(&[
        secret(
            "token",
            "Bot token",
            "The token that BotFather gave, such as 123456:ABC-DEF.",
        ),
        text(
            "chat",
            "Chat",
            "The number of the chat, such as -1001234567890, or the @name of a public channel.",
        ),
        text_or(
            "url",
            "Address",
            "https://api.telegram.org",
            "Where the Bot API is, if you run a server of your own for it.",
        ),
    ]),
};

/// The longest text, in characters (Telegram, "sendMessage").
const LONGEST: usize = 4096;

/// Writes to a chat of Telegram.
pub(super) struct Telegram {
    url: Url,
    chat: String,
}

#[derive(Deserialize)]
struct Entered {
    token: String,
    chat: String,
    url: String,
}

impl Ready for Telegram {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let url = faults.sort(web::url("url", &entered.url));
        let is_token = entered.token.split_once(':').is_some_and(|(number, rest)| {
            number.parse::<u64>().is_ok()
                && !rest.is_empty()
                && rest
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        });
        if !is_token {
            faults.add(
                "token",
                "enter the whole token of the bot: a number, a colon, letters",
            );
        }
        if entered.chat.parse::<i64>().is_err() && !entered.chat.starts_with('@') {
            faults.add(
                "chat",
                "enter the number of the chat, or the @name of a public channel",
            );
        }
        let bot = format!("bot{}", entered.token);
        faults.or(url.map(|url| Self {
            url: below(&url, &[&bot, "sendMessage"]),
            chat: entered.chat,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let answer = Request::post(self.url, &body(&self.chat, message)).send().await?;
        // Telegram says in the body how long to wait.
        let after = answer.json()["parameters"]["retry_after"].as_u64();
        answer.taken().map_err(|undelivered| Undelivered {
            after: undelivered
                .after
                .or(after.map(|seconds| Duration::from_secs(seconds.min(3600)))),
            ..undelivered
        })?;
        Ok(())
    }
}

fn body(chat: &str, message: &Message) -> Value {
    json!({
        "chat_id": chat,
        "text": cut(&text::plain(message), LONGEST),
        "disable_notification": text::is_over(message) || message.severity == Severity::Info,
        "link_preview_options": { "is_disabled": true },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape that Telegram publishes ("Bot API, sendMessage"); Telegram itself cannot be reached from a test.
    #[test]
    fn it_has_the_shape_that_telegram_takes() {
        let body = body("-100", &text::example());
        assert_eq!(
            (&body["chat_id"], &body["disable_notification"]),
            (&json!("-100"), &json!(false))
        );
        assert!(
            body["text"]
                .as_str()
                .unwrap()
                .starts_with("[CRIT] OB „Süd“: Switch")
        );
    }

    #[tokio::test]
    async fn it_waits_as_long_as_telegram_says() {
        let web = crate::testing::Web::start(|_| {
            (
                "429 Too Many Requests",
                "",
                "{\"parameters\":{\"retry_after\":31}}",
            )
        })
        .await;
        let settings = json!({ "url": web.url(), "token": "12:ab", "chat": "@ops" });
        let undelivered = crate::testing::send("telegram", settings, &text::example())
            .await
            .unwrap_err();
        assert_eq!(
            (undelivered.again, undelivered.after),
            (true, Some(Duration::from_secs(31)))
        );
    }
}
