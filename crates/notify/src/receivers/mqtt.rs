mod packets;

use std::borrow::Cow::Borrowed;

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;
use wire::describe::{choice, secret, switch, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{FieldError, Settings, read};

use crate::Undelivered;
use crate::link::{AUTHORITY_FILE, Place, Stream};
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;
use crate::text;

pub(super) static RECEIVER: Sort<Mqtt> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("mqtt"),
    title: word("MQTT"),
    help: word("Publishes each message to a topic of an MQTT broker, once it has confirmed it (QoS 1)."),
    fields: Borrowed(&[
        text(
            "broker",
            "Broker",
            "Its address: mqtt://192.0.2.10, or mqtts:// for encryption.",
        ),
        text_or(
            "topic",
            "Topic",
            "flywatch/{station}/{severity}",
            "Where to publish; {station}, {severity}, {news} and {thread} are filled in.",
        ),
        choice(
            "payload",
            "Payload",
            &[Borrowed("json"), Borrowed("text")],
            "The whole message as JSON, or as text for people.",
        ),
        switch(
            "retain",
            "Retain",
            false,
            "Whether the broker keeps the newest message of each topic for those who come later.",
        ),
        text(
            "user",
            "User",
            "The user to publish as, where the broker asks for one.",
        ),
        secret("password", "Password", "The password of the user."),
        AUTHORITY_FILE,
    ]),
};

/// The words that a topic may have in braces.
const WORDS: [&str; 4] = ["{station}", "{severity}", "{news}", "{thread}"];
/// The longest text in a packet, in bytes (MQTT 3.1.1, 1.5.3).
const LONGEST_TEXT: usize = 65_535;

/// Publishes to a broker.
pub(super) struct Mqtt {
    place: Place,
    is_encrypted: bool,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    broker: String,
    topic: String,
    payload: String,
    retain: bool,
    user: String,
    password: String,
    authority_file: String,
}

impl Ready for Mqtt {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let broker = faults.sort(broker(&entered.broker));
        if let Err(wrong) = check_topic(&entered.topic) {
            faults.add("topic", wrong);
        }
        if entered.user.is_empty() && !entered.password.is_empty() {
            faults.add("user", "name the user whose password this is");
        }
        faults.or(broker.map(|(place, is_encrypted)| Self {
            place,
            is_encrypted,
            entered,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let topic = topic(&self.entered.topic, message);
        if topic.len() > LONGEST_TEXT {
            return Err(Undelivered::never(
                "the topic is too long; leave something out of it",
            ));
        }
        let payload = match self.entered.payload.as_str() {
            "text" => text::plain(message),
            _ => serde_json::to_string(message)
                .map_err(|error| Undelivered::never(format!("the message cannot be written: {error}")))?,
        };
        let authority_file = self.is_encrypted.then_some(self.entered.authority_file.as_str());
        let mut stream = self.place.open(authority_file).await?;
        self.exchange(stream.as_mut(), &topic, &payload)
            .await
            .map_err(|error| self.place.trouble(&error))?
    }
}

impl Mqtt {
    /// Says who publishes, publishes, waits for the broker's word.
    async fn exchange(
        &self,
        stream: &mut dyn Stream,
        topic: &str,
        payload: &str,
    ) -> std::io::Result<Result<(), Undelivered>> {
        // Two connections of one name end each other.
        let name = format!("flywatch-{:014x}", rand::random::<u64>() >> 8);
        let user = (!self.entered.user.is_empty()).then_some(self.entered.user.as_str());
        stream
            .write_all(&packets::connect(&name, user, &self.entered.password))
            .await?;
        let Some([_, code]) = answer(stream, packets::CONNACK).await? else {
            return Ok(Err(self.no_broker()));
        };
        if code != 0 {
            return Ok(Err(self.refused(code)));
        }
        stream
            .write_all(&packets::publish(topic, payload.as_bytes(), self.entered.retain))
            .await?;
        if answer(stream, packets::PUBACK).await? != Some(packets::PACKET.to_be_bytes()) {
            return Ok(Err(self.no_broker()));
        }
        // The broker has the message: what becomes of the connection no longer matters.
        stream.write_all(&packets::DISCONNECT).await.ok();
        stream.shutdown().await.ok();
        Ok(Ok(()))
    }

    fn no_broker(&self) -> Undelivered {
        Undelivered::later(format!(
            "{} does not answer as a broker of MQTT 3.1.1; check the port",
            self.place
        ))
    }

    /// What the broker said to the connection (MQTT 3.1.1, 3.2.2.3).
    fn refused(&self, code: u8) -> Undelivered {
        let place = &self.place;
        match code {
            3 => Undelivered::later(format!("the broker at {place} takes nobody now")),
            4 | 5 => Undelivered::never(format!(
                "the broker at {place} lets this user not in; check the user and the password"
            )),
            _ => Undelivered::never(format!(
                "the broker at {place} refuses the connection with code {code}; check whether it speaks MQTT 3.1.1"
            )),
        }
    }
}

/// The two bytes that a packet of this type brings; nothing when another one comes.
async fn answer(stream: &mut dyn Stream, sort: u8) -> std::io::Result<Option<[u8; 2]>> {
    let mut packet = [0; 4];
    stream.read_exact(&mut packet).await?;
    let [first, length, one, two] = packet;
    Ok((first == sort && length == 2).then_some([one, two]))
}

/// Where the broker is, and whether what is said is encrypted.
fn broker(entered: &str) -> Result<(Place, bool), FieldError> {
    let wrong = || {
        FieldError::new(
            "broker",
            "enter an address such as mqtt://192.0.2.10 or mqtts://192.0.2.10",
        )
    };
    let url = Url::parse(entered).map_err(|_| wrong())?;
    let (port, is_encrypted) = match url.scheme() {
        "mqtt" => (1883, false),
        "mqtts" => (8883, true),
        _ => return Err(wrong()),
    };
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
    if !url.username().is_empty() || url.password().is_some() {
        let message = "leave user and password out of the address; they have settings of their own";
        return Err(FieldError::new("broker", message));
    }
    let place = Place {
        host: host.trim_matches(['[', ']']).to_owned(),
        port: url.port().unwrap_or(port),
    };
    Ok((place, is_encrypted))
}

fn check_topic(topic: &str) -> Result<(), String> {
    if topic.is_empty() {
        return Err("enter a topic, such as flywatch/{station}/{severity}".to_owned());
    }
    if topic.contains(['+', '#', '\0']) {
        return Err("a topic to publish to has no + and no #".to_owned());
    }
    let rest = WORDS
        .iter()
        .fold(topic.to_owned(), |rest, word| rest.replace(word, ""));
    if rest.contains(['{', '}']) {
        return Err(format!("in braces it takes {}", WORDS.join(", ")));
    }
    Ok(())
}

/// The topic with its words filled in; each stays one level.
fn topic(template: &str, message: &Message) -> String {
    let level = |text: &str| text.replace(['/', '+', '#', '\0', '{', '}'], "_");
    let values = [
        message.station.as_str(),
        words(message.severity).name,
        text::news(message.news),
        &message.thread,
    ];
    let filled = WORDS.iter().zip(values);
    filled.fold(template.to_owned(), |topic, (word, value)| {
        topic.replace(word, &level(value))
    })
}

#[cfg(test)]
mod tests;
