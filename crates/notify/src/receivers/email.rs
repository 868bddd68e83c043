use std::borrow::Cow::Borrowed;
use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::Deserialize;
use tokio::task::spawn_blocking;
use wire::describe::{choice, secret, text, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{FieldError, Settings, read};

use crate::Undelivered;
use crate::link::{AUTHORITY_FILE, Place, authorities};
use crate::receiver::{Faults, Ready, Sort};
use crate::text::{self, cut, escape};

pub(super) static RECEIVER: Sort<Email> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("email"),
    title: word("E-mail"),
    help: word("Sends each message by e-mail; mails about one incident stand together."),
    fields: Borrowed(&[
        text(
            "server",
            "Mail server",
            "Name or address of the server that takes your mail, with a port if it is not the usual one.",
        ),
        choice(
            "security",
            "Encryption",
            &[Borrowed("starttls"), Borrowed("tls"), Borrowed("none")],
            "STARTTLS (port 587), TLS from the start (465), or none (25), for a relay in your own network.",
        ),
        text(
            "user",
            "User",
            "The user to send as, where the server asks for one.",
        ),
        secret("password", "Password", "The password of the user."),
        text(
            "from",
            "From",
            "The address that mails come from, such as Flywatch <flywatch@example.org>.",
        ),
        text(
            "to",
            "To",
            "Who gets them: one address or several, with commas between them.",
        ),
        AUTHORITY_FILE,
    ]),
};

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;
/// How long the server may take for one step; less than a delivery may take, so that there is time to say where it stuck.
const STEP: Duration = Duration::from_secs(8);

/// Sends mail.
pub(super) struct Email {
    place: Place,
    from: Mailbox,
    to: Vec<Mailbox>,
    entered: Entered,
}

#[derive(Deserialize)]
struct Entered {
    server: String,
    security: Security,
    user: String,
    password: String,
    from: String,
    to: String,
    authority_file: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Security {
    Starttls,
    Tls,
    None,
}

impl Ready for Email {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let port = match entered.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        };
        let mut faults = Faults::default();
        let place = faults.sort(Place::read("server", &entered.server, port));
        let from = faults.sort(mailbox("from", &entered.from));
        let to = entered
            .to
            .split([',', '\n', ';'])
            .map(str::trim)
            .filter(|one| !one.is_empty());
        let to: Vec<_> = to.filter_map(|one| faults.sort(mailbox("to", one))).collect();
        if entered.to.trim().is_empty() {
            faults.add("to", "enter who gets the mails");
        }
        if entered.user.is_empty() && !entered.password.is_empty() {
            faults.add("user", "name the user whose password this is");
        }
        if entered.security == Security::None && !entered.password.is_empty() {
            faults.add(
                "security",
                "choose starttls or tls: a password is not sent unencrypted",
            );
        }
        faults.or(place.zip(from).map(|(place, from)| Self {
            place,
            from,
            to,
            entered,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let mail = self.mail(message)?;
        let transport = self.transport().await?;
        let Err(error) = self.hand_over(&transport, &self.to, &mail).await else {
            return Ok(());
        };
        if self.to.len() < 2 || !error.is_permanent() {
            return Err(self.trouble(&error));
        }
        // A server that does not take one address takes none of them; the others shall have their mail all the same.
        let mut refused = Vec::new();
        for one in &self.to {
            match self.hand_over(&transport, std::slice::from_ref(one), &mail).await {
                Ok(()) => {}
                Err(error) if error.is_permanent() => refused.push((one.email.to_string(), error)),
                Err(error) => return Err(self.trouble(&error)),
            }
        }
        let names: Vec<_> = refused.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(", ");
        match refused.first() {
            None => Ok(()),
            Some((_, error)) if refused.len() == self.to.len() => Err(self.trouble(error)),
            Some((_, error)) => Err(Undelivered::never(format!(
                "the others have it, but {names} had not: {}",
                self.trouble(error).detail
            ))),
        }
    }
}

impl Email {
    /// The mail as it is written (RFC 5322).
    fn mail(&self, message: &Message) -> Result<Vec<u8>, Undelivered> {
        let thread = self.id(&message.thread, "thread");
        let mut builder = lettre::Message::builder()
            .message_id(Some(self.id(&message.id, "message")))
            .in_reply_to(thread.clone())
            .references(thread)
            .date(UNIX_EPOCH + Duration::from_millis(u64::try_from(message.at.0).unwrap_or(0)))
            .subject(cut(
                &text::title_line(message).replace(char::is_control, " "),
                LONGEST_SUBJECT,
            ))
            .from(self.from.clone())
            // No answer of somebody's holiday is wanted (RFC 3834, 5).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        for to in &self.to {
            builder = builder.to(to.clone());
        }
        let mail = builder.multipart(MultiPart::alternative_plain_html(
            text::plain(message),
            html(message),
        ));
        let mail =
            mail.map_err(|error| Undelivered::never(format!("the mail cannot be written: {error}")))?;
        Ok(mail.formatted())
    }

    /// A name for what `id` names, unique in the world (RFC 5322, 3.6.4). What it cannot hold is written as its number.
    fn id(&self, id: &str, of: &str) -> String {
        let written: String = id
            .bytes()
            .map(|byte| match byte {
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' => char::from(byte).to_string(),
                other => format!("_{other:02x}"),
            })
            .collect();
        format!("<{written}.{of}.flywatch@{}>", self.from.email.domain())
    }

    async fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Undelivered> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.place.host)
            .port(self.place.port)
            .timeout(Some(STEP));
        let builder = match self.entered.security {
            Security::None => builder.tls(Tls::None),
            Security::Starttls => builder.tls(Tls::Required(self.tls().await?)),
            Security::Tls => builder.tls(Tls::Wrapper(self.tls().await?)),
        };
        let Entered { user, password, .. } = &self.entered;
        Ok(if user.is_empty() {
            builder.build()
        } else {
            builder
                .credentials(Credentials::new(user.clone(), password.clone()))
                .build()
        })
    }

    async fn tls(&self) -> Result<TlsParameters, Undelivered> {
        let mut builder = TlsParameters::builder(self.place.host.clone());
        let path = &self.entered.authority_file;
        if !path.is_empty() {
            let none = || {
                Undelivered::never(format!(
                    "there is no certificate in {path}; write the path of a PEM file"
                ))
            };
            let trusted = Certificate::from_pem(&authorities(path).await?).map_err(|_| none())?;
            builder = builder
                .certificate_store(CertificateStore::None)
                .add_root_certificate(trusted);
        }
        // It reads the authorities of the system, a hundred and fifty files.
        let built = spawn_blocking(move || builder.build_rustls()).await;
        let cannot = |error: String| Undelivered::never(format!("TLS cannot be set up: {error}"));
        built
            .map_err(|error| cannot(error.to_string()))?
            .map_err(|error| cannot(error.to_string()))
    }

    async fn hand_over(
        &self,
        transport: &AsyncSmtpTransport<Tokio1Executor>,
        to: &[Mailbox],
        mail: &[u8],
    ) -> Result<(), Error> {
        let to = to.iter().map(|one| one.email.clone()).collect();
        let envelope = Envelope::new(Some(self.from.email.clone()), to);
        match envelope {
            Ok(envelope) => transport.send_raw(&envelope, mail).await.map(|_| ()),
            // Nobody to send to: `read` lets that not happen.
            Err(_) => Ok(()),
        }
    }

    fn trouble(&self, error: &Error) -> Undelivered {
        let place = &self.place;
        let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
        let said: Vec<_> = causes.map(ToString::to_string).collect();
        let said = match said.last() {
            Some(said) => said.replace(char::is_control, " "),
            None => error.to_string(),
        };
        let said = cut(said.trim().trim_end_matches('.'), 200);
        if let Some(code) = error.status() {
            let detail = format!("the mail server at {place} answers {code}: {said}");
            return if error.is_permanent() {
                Undelivered::never(detail)
            } else {
                Undelivered::later(detail)
            };
        }
        if error.is_tls() {
            return Undelivered::later(format!(
                "the mail server at {place} does not agree on encryption ({said}); check its certificate and its port"
            ));
        }
        let mut causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
        match causes.find_map(|cause| cause.downcast_ref::<std::io::Error>()) {
            Some(error) => place.trouble(error),
            None => Undelivered::later(format!("the mail server at {place} cannot be talked to: {said}")),
        }
    }
}

fn mailbox(field: &str, entered: &str) -> Result<Mailbox, FieldError> {
    entered.parse().map_err(|_| {
        let message = format!(
            "{} is no address; enter one such as ops@example.org",
            cut(entered, 60)
        );
        FieldError::new(field, message)
    })
}

/// The same as the plain text, a little easier on the eye; nothing is fetched to show it.
fn html(message: &Message) -> String {
    let colour = if text::is_over(message) {
        crate::severity::WELL
    } else {
        crate::severity::words(message.severity).colour
    };
    let paragraphs = text::paragraphs(message);
    let paragraphs: String = paragraphs
        .iter()
        .map(|said| format!("<p style=\"margin:4px 0\">{}</p>", escape(said)))
        .collect();
    let lines = message
        .alerts
        .iter()
        .map(text::alert_line)
        .chain(text::more(message));
    let lines: String = lines.map(|line| format!("<li>{}</li>", escape(&line))).collect();
    let list = if lines.is_empty() {
        lines
    } else {
        format!("<ul>{lines}</ul>")
    };
    let link = match escape(&message.link).replace('"', "&quot;") {
        empty if empty.is_empty() => empty,
        link => format!("<p><a href=\"{link}\">Open in Flywatch</a></p>"),
    };
    format!(
        "<!doctype html><html><body style=\"font-family:sans-serif\"><h2 style=\"border-left:8px solid {colour};\
         padding-left:8px\">{}</h2>{paragraphs}{list}{link}</body></html>",
        escape(&text::title_line(message))
    )
}

#[cfg(test)]
mod tests;
