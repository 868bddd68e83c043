use std::borrow::Cow::Borrowed;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use tokio::process::Command;
use wire::describe::{text, word};
use wire::receiver::{Message, ReceiverInfo};
use wire::settings::{Settings, read};

use crate::Undelivered;
use crate::receiver::{Faults, Ready, Sort};
use crate::severity::words;
use crate::text::{self, cut, escape};

pub(super) static RECEIVER: Sort<Desktop> = Sort::new();

static INFO: ReceiverInfo = ReceiverInfo {
    name: word("desktop"),
    title: word("Desktop"),
    help: word("Shows each message on the desktop of whoever is logged in where Flywatch runs."),
    fields: Borrowed(&[text(
        "bus",
        "Session bus",
        "Where to show it, such as unix:path=/run/user/1000/bus; the session of Flywatch itself when left empty.",
    )]),
};

/// The longest text that is shown, in characters: what fits into the corner of a screen.
const LONGEST: usize = 500;

/// Shows messages on a desktop.
pub(super) struct Desktop {
    bus: String,
}

#[derive(Deserialize)]
struct Entered {
    bus: String,
}

impl Ready for Desktop {
    const INFO: &'static ReceiverInfo = &INFO;

    fn read(settings: &Settings) -> Result<Self, Faults> {
        let Entered { bus } = read(settings)?;
        let mut faults = Faults::default();
        let is_address = bus.starts_with("unix:") || bus.starts_with("tcp:");
        if !bus.is_empty() && !is_address {
            faults.add(
                "bus",
                "enter an address such as unix:path=/run/user/1000/bus, or leave it empty",
            );
        }
        faults.or(Some(Self { bus }))
    }

    async fn send(self, message: &Message) -> Result<(), Undelivered> {
        let bus = session(&self.bus).ok_or_else(|| {
            Undelivered::never(
                "Flywatch runs outside of any desktop, so there is nowhere to show this; \
                 run its window on a desktop, or choose another receiver",
            )
        })?;
        let urgency = if text::is_over(message) || message.is_test {
            "normal"
        } else {
            words(message.severity).desktop
        };
        let shown = Command::new("notify-send")
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .args([
                "--app-name=Flywatch",
                "--category=device",
                "--urgency",
                urgency,
                "--",
            ])
            .arg(text::title_line(message))
            .arg(cut(&escape(&text::body(message)), LONGEST))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await;
        let shown = shown.map_err(|error| match error.kind() {
            ErrorKind::NotFound => {
                Undelivered::never("notify-send is not on this machine; install the package libnotify-bin")
            }
            _ => Undelivered::later(format!("notify-send cannot be started: {error}")),
        })?;
        if shown.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&shown.stderr);
        Err(Undelivered::later(
            if said.contains("org.freedesktop.Notifications") {
                "no program of this desktop shows notifications; install one, such as dunst".to_owned()
            } else {
                let said = said
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .trim_end_matches('.');
                format!(
                    "the desktop cannot be reached; check whether somebody is logged in: {}",
                    cut(said, 160)
                )
            },
        ))
    }
}

/// The bus of the session to show something in: the one that was entered, or the one that Flywatch runs in.
fn session(entered: &str) -> Option<String> {
    if !entered.is_empty() {
        return Some(entered.to_owned());
    }
    let given = std::env::var("DBUS_SESSION_BUS_ADDRESS").ok();
    given.filter(|bus| !bus.is_empty()).or_else(|| {
        let path = Path::new(&std::env::var_os("XDG_RUNTIME_DIR")?).join("bus");
        path.exists().then(|| format!("unix:path={}", path.display()))
    })
}

#[cfg(test)]
mod tests;
