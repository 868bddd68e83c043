use std::borrow::Cow::Borrowed;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UdpSocket;
use tokio::time::timeout;
use wire::describe::{choice, text, text_or, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::link::{AUTHORITY_FILE, Place};
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::{NOTICE, words};
use crate::text;

pub(super) static RECEIVER: Sort<Syslog> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("syslog"),
    title: word("Syslog"),
    help: word("Writes each message as one line of syslog (RFC 5424), with its parts as structured data."),
    fields: Borrowed(&[
        text(
            "server",
            "Server",
            "Name or address of the log server, with a port if it is not the usual one.",
        ),
        choice(
            "transport",
            "Transport",
            &[Borrowed("udp"), Borrowed("tcp"), Borrowed("tls")],
            "UDP (port 514) tells nobody when a line is lost; TCP (601) and TLS (6514) do.",
        ),
        choice(
            "facility",
            "Facility",
            FACILITIES,
            "What the log server sorts lines by.",
        ),
        text_or(
            "app_name",
            "Program",
            "flywatch",
            "The name of the program in each line.",
        ),
        AUTHORITY_FILE,
    ]),
};

/// The facilities with their numbers beside, from 16 (RFC 5424, 6.2.1).
static FACILITIES: &[wire::kind::Text] = &[
    Borrowed("local0"),
    Borrowed("local1"),
    Borrowed("local2"),
    Borrowed("local3"),
    Borrowed("local4"),
    Borrowed("local5"),
    Borrowed("local6"),
    Borrowed("local7"),
];
const LOCAL0: usize = 16;

/// How long a closed port has to say so, and a server to end the connection.
const ANSWERS_WITHIN: Duration = Duration::from_millis(300);
/// The longest datagram, in bytes: what every receiver of UDP takes whole (RFC 5426, 3.2).
const LONGEST_DATAGRAM: usize = 2048;

/// Writes to a log server.
pub(super) struct Syslog {
    place: Place,
    facility: usize,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    server: String,
    transport: Transport,
    facility: String,
    app_name: String,
    authority_file: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Transport {
    Udp,
    Tcp,
    Tls,
}

impl Ready for Syslog {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let port = match entered.transport {
            Transport::Udp => 514,
            Transport::Tcp => 601,
            Transport::Tls => 6514,
        };
        let mut faults = Faults::default();
        let place = faults.sort(Place::read("server", &entered.server, port));
        if word_of(&entered.app_name, 48) != entered.app_name || entered.app_name.is_empty() {
            faults.add(
                "app_name",
                "enter 1 to 48 letters, digits and signs without a space",
            );
        }
        let place_of = FACILITIES.iter().position(|known| *known == entered.facility);
        faults.or(place.map(|place| Self {
            place,
            facility: LOCAL0 + place_of.unwrap_or(0),
            entered,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let line = self.line(message);
        match self.entered.transport {
            Transport::Udp => self.datagram(&line).await,
            Transport::Tcp => self.stream(&line, None).await,
            Transport::Tls => self.stream(&line, Some(&self.entered.authority_file)).await,
        }
    }
}

impl Syslog {
    /// The line, as RFC 5424, 6 has it.
    fn line(&self, message: &Message) -> String {
        let severity = if text::is_over(message) || message.is_test {
            NOTICE
        } else {
            words(message.severity).syslog
        };
        let said = match message.reason.as_str() {
            "" => text::title_line(message),
            reason => format!("{} ({reason})", text::title_line(message)),
        };
        let fields = [
            ("id", message.id.as_str()),
            ("thread", &message.thread),
            ("station", &message.station),
            ("news", text::news(message.news)),
            ("severity", words(message.severity).name),
            ("began", &message.began.rfc3339()),
            ("link", &message.link),
        ]
        .map(|(name, value)| format!(" {name}=\"{}\"", parameter(value)));
        format!(
            "<{}>1 {} {} {} - {} [flywatch@32473{}] \u{feff}{}",
            self.facility * 8 + usize::from(severity),
            message.at.rfc3339(),
            word_of(&message.station, 255),
            self.entered.app_name,
            text::news(message.news),
            fields.concat(),
            said.replace(|c: char| c.is_control(), " "),
        )
    }

    /// One line, one datagram (RFC 5426). A port that is closed says so, if it is near.
    async fn datagram(&self, line: &str) -> Result<(), Undelivered> {
        let address = self.place.resolve().await?;
        let trouble = |error| self.place.trouble(&error);
        let own = if address.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let socket = UdpSocket::bind(own).await.map_err(trouble)?;
        socket.connect(address).await.map_err(trouble)?;
        let most = line.floor_char_boundary(LONGEST_DATAGRAM);
        let datagram = line.as_bytes().get(..most).unwrap_or_default();
        socket.send(datagram).await.map_err(trouble)?;
        match timeout(ANSWERS_WITHIN, socket.recv(&mut [0])).await {
            Ok(Err(error)) => Err(trouble(error)),
            Ok(Ok(_)) | Err(_) => Ok(()),
        }
    }

    /// One line with its length before it (RFC 6587, 3.4.1; RFC 5425, 4.3).
    async fn stream(&self, line: &str, authority_file: Option<&str>) -> Result<(), Undelivered> {
        let mut stream = self.place.open(authority_file).await?;
        let framed = format!("{} {line}", line.len());
        let written = async {
            stream.write_all(framed.as_bytes()).await?;
            stream.flush().await?;
            stream.shutdown().await?;
            // Nothing is ever answered; but a server that has read all ends the connection, one that dies breaks it.
            match timeout(ANSWERS_WITHIN, stream.read(&mut [0])).await {
                // A server of TLS may end the connection without a good-bye.
                Ok(Err(error)) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(error),
                _ => Ok(()),
            }
        };
        written.await.map_err(|error| self.place.trouble(&error))
    }
}

/// Text as a field of the head takes it: visible ASCII, no space (RFC 5424, 6.2).
fn word_of(text: &str, most: usize) -> String {
    let visible = |c: char| if c.is_ascii_graphic() { c } else { '_' };
    match text.chars().map(visible).take(most).collect::<String>() {
        empty if empty.is_empty() => "-".to_owned(),
        word => word,
    }
}

/// Text as a value of structured data takes it (RFC 5424, 6.3.3).
fn parameter(value: &str) -> String {
    let mut written = String::new();
    for c in value.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\' | ']') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests;
