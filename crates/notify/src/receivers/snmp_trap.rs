use std::borrow::Cow::Borrowed;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_snmp::v3::{AuthoritativeEngine, PersistedAuthoritativeEngine};
use async_snmp::{
    Auth, AuthProtocol, Client, MasterKeys, Oid, PrivProtocol, Retry, UsmConfig, Value, VarBind,
};
use serde::Deserialize;
use tokio::task::spawn_blocking;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber;
use wire::Timestamp;
use wire::describe::{choice, secret, text, text_or, word};
use wire::receiver::{Message, News, ReceiverInfo};
use wire::settings::{FieldError, Settings, read};

use crate::Undelivered;
use crate::link::Place;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;

pub(super) static RECEIVER: Sort<SnmpTrap> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("snmp_trap"),
    title: word("SNMP trap"),
    help: word("Sends each message to an SNMP manager, as FLYWATCH-MIB describes it."),
    fields: Borrowed(&[
        text(
            "manager",
            "Manager",
            "Its name or address, with a port if it is not 162.",
        ),
        choice(
            "send",
            "Send",
            &[Borrowed("inform"), Borrowed("trap")],
            "An inform is confirmed by the manager; a trap may be lost and nobody knows.",
        ),
        choice(
            "version",
            "Version",
            &[Borrowed("v2c"), Borrowed("v3")],
            "Version 3 proves who sends and hides what is said.",
        ),
        secret(
            "community",
            "Community",
            "The community for version 2c; public when left empty.",
        ),
        text("user", "User", "The user of version 3 that the manager knows."),
        choice(
            "auth_protocol",
            "Authentication",
            &[
                Borrowed("sha256"),
                Borrowed("sha512"),
                Borrowed("sha1"),
                Borrowed("md5"),
            ],
            "How the user of version 3 proves who they are.",
        ),
        secret(
            "auth_passphrase",
            "Authentication passphrase",
            "8 letters or more, as the manager has it.",
        ),
        choice(
            "privacy_protocol",
            "Encryption",
            &[Borrowed("aes128"), Borrowed("aes256")],
            "How what is said in version 3 is encrypted.",
        ),
        secret(
            "privacy_passphrase",
            "Encryption passphrase",
            "8 letters or more; nothing is encrypted without.",
        ),
        text_or(
            "engine_id",
            "Engine ID",
            "80007ed904666c797761746368",
            "For traps of version 3, in hexadecimal: the manager keeps the user under it. Each station needs its own.",
        ),
    ]),
};

/// The enterprise number that RFC 5612 keeps for examples; `assets/mib/FLYWATCH-MIB.txt` has it too.
const ENTERPRISE: u32 = 32_473;
/// The longest text, in bytes (RFC 3411, 5: `SnmpAdminString`).
const LONGEST_TEXT: usize = 255;
/// The shortest passphrase, in letters (RFC 3414, 11.2).
const SHORTEST_PASSPHRASE: usize = 8;
/// How long a manager has to confirm before it is asked again, and how often that is done.
const CONFIRMS_WITHIN: Duration = Duration::from_secs(2);
const REPEATS: u32 = 3;

/// Sends to a manager.
pub(super) struct SnmpTrap {
    place: Place,
    access: Access,
    is_inform: bool,
}

enum Access {
    Community(String),
    User { user: User, engine_id: Vec<u8> },
}

struct User {
    name: String,
    authentication: Option<(AuthProtocol, String)>,
    privacy: Option<(PrivProtocol, String)>,
}

#[derive(Deserialize)]
struct Entered {
    manager: String,
    send: String,
    version: String,
    community: String,
    user: String,
    auth_protocol: String,
    auth_passphrase: String,
    privacy_protocol: String,
    privacy_passphrase: String,
    engine_id: String,
}

impl Ready for SnmpTrap {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let entered: Entered = read(settings)?;
        let mut faults = Faults::default();
        let place = faults.sort(Place::read("manager", &entered.manager, 162));
        let is_inform = entered.send == "inform";
        let access = if entered.version == "v3" {
            entered.user(&mut faults)
        } else {
            let community = entered.community;
            Some(Access::Community(if community.is_empty() {
                "public".to_owned()
            } else {
                community
            }))
        };
        faults.or(place.zip(access).map(|(place, access)| Self {
            place,
            access,
            is_inform,
        }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let address = self.place.resolve().await?;
        let bug = |error: String| Undelivered::never(format!("no notification could be made: {error}"));
        let (auth, engine) = self.access.open().await.map_err(bug)?;
        let mut builder = Client::builder(address.to_string(), auth)
            .request_timeout(CONFIRMS_WITHIN)
            .retry(Retry::fixed(REPEATS, Duration::ZERO).map_err(|error| bug(error.to_string()))?);
        if let Some(engine) = engine {
            builder = builder.local_authoritative_engine(engine);
        }
        let told = async {
            let client = builder.connect().await?;
            if self.is_inform {
                client.send_inform(&incident(), uptime(), varbinds(message)).await
            } else {
                client.send_trap(&incident(), uptime(), varbinds(message)).await
            }
        };
        // The library logs each failure as an error; here a failure is an answer.
        told.with_subscriber(Dispatch::none())
            .await
            .map_err(|error| self.trouble(&error))
    }
}

impl Entered {
    fn user(self, faults: &mut Faults) -> Option<Access> {
        if self.user.is_empty() || self.user.len() > 32 {
            faults.add(
                "user",
                "enter the name of the user that the manager knows, 32 letters at most",
            );
        }
        for (field, passphrase) in [
            ("auth_passphrase", &self.auth_passphrase),
            ("privacy_passphrase", &self.privacy_passphrase),
        ] {
            if !passphrase.is_empty() && passphrase.len() < SHORTEST_PASSPHRASE {
                faults.add(field, "enter 8 letters or more; no manager takes fewer");
            }
        }
        if self.auth_passphrase.is_empty() && !self.privacy_passphrase.is_empty() {
            faults.add(
                "auth_passphrase",
                "enter it too: nothing is encrypted for a user who does not authenticate",
            );
        }
        let engine_id = faults.sort(engine_id(&self.engine_id))?;
        let authentication = match self.auth_protocol.as_str() {
            "md5" => AuthProtocol::Md5,
            "sha1" => AuthProtocol::Sha1,
            "sha512" => AuthProtocol::Sha512,
            _ => AuthProtocol::Sha256,
        };
        let privacy = match self.privacy_protocol.as_str() {
            "aes256" => PrivProtocol::Aes256Blumenthal,
            _ => PrivProtocol::Aes128,
        };
        let user = User {
            name: self.user,
            authentication: (!self.auth_passphrase.is_empty())
                .then_some((authentication, self.auth_passphrase)),
            privacy: (!self.privacy_passphrase.is_empty()).then_some((privacy, self.privacy_passphrase)),
        };
        Some(Access::User { user, engine_id })
    }
}

/// 5 to 32 bytes (RFC 3411, 5: `SnmpEngineID`).
fn engine_id(entered: &str) -> Result<Vec<u8>, FieldError> {
    let digits: Vec<_> = entered
        .trim_start_matches("0x")
        .chars()
        .filter(|c| *c != ':')
        .collect();
    let byte = |pair: &[char]| match pair {
        [high, low] => u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok(),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    let bytes = bytes.filter(|bytes| (5..=32).contains(&bytes.len()));
    bytes.ok_or_else(|| FieldError::new("engine_id", "enter 10 to 64 hexadecimal digits, an even number"))
}

impl Access {
    /// As the library wants it. A passphrase becomes a key by hashing a megabyte, on a thread that may.
    async fn open(&self) -> Result<(Auth, Option<AuthoritativeEngine>), String> {
        let (user, engine_id) = match self {
            Self::Community(community) => return Ok((Auth::v2c(community.clone()), None)),
            Self::User { user, engine_id } => (user, engine_id),
        };
        let mut usm = UsmConfig::new(user.name.clone());
        if let Some((protocol, passphrase)) = user.authentication.clone() {
            let privacy = user.privacy.clone();
            let keys = spawn_blocking(move || {
                let keys = MasterKeys::new(protocol, passphrase.as_bytes())?;
                match privacy {
                    Some((protocol, passphrase)) => keys.with_privacy(protocol, passphrase.as_bytes()),
                    None => Ok(keys),
                }
            });
            let keys = keys.await.map_err(|error| error.to_string())?;
            let keys = keys.map_err(|error| error.to_string())?;
            usm = usm.with_master_keys(keys).map_err(|error| error.to_string())?;
        }
        // A manager takes nothing from before the last start that it knows of (RFC 3414, 3.2). Nothing is kept here, so the
        // seconds since 1970 stand for the number of starts: they only grow.
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let boots = u32::try_from(seconds)
            .unwrap_or(u32::MAX)
            .min(i32::MAX.unsigned_abs() - 1);
        let engine = PersistedAuthoritativeEngine::new(engine_id.clone(), boots)
            .and_then(|engine| AuthoritativeEngine::restart(engine, |_| Ok::<(), std::io::Error>(())))
            .map_err(|error| error.to_string())?;
        Ok((usm.into(), Some(engine)))
    }
}

impl SnmpTrap {
    fn trouble(&self, error: &async_snmp::Error) -> Undelivered {
        let place = &self.place;
        match error.exchange_source() {
            async_snmp::Error::Timeout { .. } => Undelivered::later(format!(
                "the manager at {place} confirms nothing; check that it runs, and its community or user"
            )),
            async_snmp::Error::Auth { .. } | async_snmp::Error::Report { .. } => Undelivered::later(format!(
                "the manager at {place} does not know this user; check its name, protocols and passphrases"
            )),
            async_snmp::Error::Network { .. } => Undelivered::later(format!(
                "{place} is closed or out of reach; check the address, and whether the manager runs there"
            )),
            other => Undelivered::later(format!("the manager at {place} cannot be told: {other}")),
        }
    }
}

/// `flywatchMIB` and what is below it.
fn below(rest: &[u32]) -> Oid {
    let mut arcs = vec![1, 3, 6, 1, 4, 1, ENTERPRISE, 1];
    arcs.extend(rest);
    Oid::new(arcs)
}

fn incident() -> Oid {
    below(&[0, 1])
}

/// Hundredths of a second since this machine started (RFC 3418: sysUpTime).
fn uptime() -> u32 {
    let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let hundredths: String = text.split(' ').next().unwrap_or_default().replace('.', "");
    let hundredths: u64 = hundredths.parse().unwrap_or(0);
    // It begins anew when it is full, as TimeTicks do.
    u32::try_from(hundredths % (1 << 32)).unwrap_or(0)
}

/// What a notification says, in the order of the MIB.
fn varbinds(message: &Message) -> Vec<VarBind> {
    let text = |text: &str| {
        let most = text.floor_char_boundary(LONGEST_TEXT);
        Value::OctetString(text.as_bytes().get(..most).unwrap_or_default().to_vec().into())
    };
    let news = match message.news {
        News::Raised => 1,
        News::Changed => 2,
        News::Reminder => 3,
        News::Escalated => 4,
        News::Acknowledged => 5,
        News::Resolved => 6,
    };
    let values = [
        text(&message.id),
        text(&message.thread),
        text(&message.station),
        Value::Integer(news),
        Value::Integer(words(message.severity).snmp),
        text(&message.title),
        text(&message.reason),
        Value::OctetString(date_and_time(message.began).into()),
    ];
    let objects = (1..).map(|object| below(&[1, object, 0]));
    objects
        .zip(values)
        .map(|(oid, value)| VarBind::new(oid, value))
        .collect()
}

/// In UTC (RFC 2579: `DateAndTime`).
fn date_and_time(at: Timestamp) -> Vec<u8> {
    let [year, rest @ ..] = at.utc();
    let mut written = u16::try_from(year).unwrap_or(0).to_be_bytes().to_vec();
    written.extend(rest.map(|part| u8::try_from(part).unwrap_or(0)));
    written.push(u8::try_from(at.0.rem_euclid(1_000) / 100).unwrap_or(0));
    written.extend([b'+', 0, 0]);
    written
}

#[cfg(test)]
mod tests;
