use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use mpegts::{Nanos, Options};
use serde::Deserialize;
use wire::settings::{FieldError, Settings};

use crate::endpoint::Endpoint;
use crate::resolve::Family;
use crate::stream::{MonitorSettings, info};
use crate::{Target, settings};

/// What SRT takes as a passphrase, in bytes.
const PASSPHRASE: std::ops::RangeInclusive<usize> = 10..=79;
/// The longest stream id that SRT takes, in bytes.
const LONGEST_STREAM_ID: usize = 512;

/// How to get hold of a stream.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub(super) way: Way,
    pub(super) passphrase: Option<String>,
    /// What is asked for, or the only thing that is taken; empty for anything.
    pub(super) stream_id: String,
    /// What this side asks for; the longer one of both sides' counts.
    pub(super) latency: Duration,
    pub(super) options: Options,
    pub(super) monitor: MonitorSettings,
}

/// Who calls whom.
#[derive(Clone, Debug)]
pub(super) enum Way {
    Call(Endpoint),
    Listen(SocketAddr),
}

#[derive(Deserialize)]
struct Entered {
    mode: String,
    #[serde(default)]
    passphrase: String,
    stream_id: String,
    latency_ms: u32,
    pcr_limit_ms: u32,
    profile: String,
    decode: String,
    picture_patience_s: u32,
    sound_pid: String,
}

impl Access {
    pub(super) fn of(target: &Target, settings: &Settings) -> Result<Self, FieldError> {
        let entered: Entered = settings::read(settings)?;
        if target.url().query().is_some() || target.url().path().len() > 1 {
            let message = "leave out what follows the port; mode, latency, passphrase and stream id have fields of their own";
            return Err(FieldError::new("target", message));
        }
        let way = if entered.mode == "listener" {
            Way::Listen(place(target)?)
        } else {
            Way::Call(Endpoint::of(target, Family::Any)?)
        };
        let passphrase = Some(entered.passphrase).filter(|passphrase| !passphrase.is_empty());
        if passphrase
            .as_ref()
            .is_some_and(|passphrase| !PASSPHRASE.contains(&passphrase.len()))
        {
            return Err(FieldError::new(
                "passphrase",
                "a passphrase of SRT has 10 to 79 letters",
            ));
        }
        if entered.stream_id.len() > LONGEST_STREAM_ID {
            return Err(FieldError::new(
                "stream_id",
                "a stream id of SRT has 512 letters at most",
            ));
        }
        Ok(Self {
            way,
            passphrase,
            stream_id: entered.stream_id,
            latency: Duration::from_millis(entered.latency_ms.into()),
            options: Options {
                pcr: Nanos::from_millis(entered.pcr_limit_ms.into()),
                profile: info::profile(&entered.profile),
                ..Options::default()
            },
            monitor: MonitorSettings::of(&entered.decode, entered.picture_patience_s, &entered.sound_pid)?,
        })
    }
}

/// Where to listen.
fn place(target: &Target) -> Result<SocketAddr, FieldError> {
    let host = target.host();
    let ip: IpAddr = host.parse().map_err(|_| {
        let message = "a listener waits at an address of this machine: enter srt://0.0.0.0:9000, or one of its addresses";
        FieldError::new("target", message)
    })?;
    let port = target.port().filter(|port| *port != 0);
    let port = port.ok_or_else(|| FieldError::new("target", format!("name the port: srt://{host}:9000")))?;
    Ok(SocketAddr::new(ip, port))
}
