//! Senders: ffmpeg and srt-live-transmit (Debian packages ffmpeg and srt-tools).

use std::net::SocketAddr;

use tokio::process::Command;
use wire::reading::Reading;

use crate::stream::info as stream;
use crate::testing::encoder::Encoder;
use crate::testing::{Program, closed_port, value};

pub(super) const PASSPHRASE: &str = "seven-plus-three";

/// Who calls whom, as a sender says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Caller,
    Listener,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Listener => "listener",
        }
    }
}

/// What a sender is told.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) mode: Mode,
    /// Bytes of the key with [`PASSPHRASE`]; 0 for no encryption.
    pub(super) key: u8,
    pub(super) latency_ms: u32,
    pub(super) stream_id: &'a str,
}

impl Told<'_> {
    /// Sends in the clear to whoever calls.
    pub(super) const PLAIN: Self = Self {
        mode: Mode::Listener,
        key: 0,
        latency_ms: 120,
        stream_id: "",
    };

    fn url(&self, at: SocketAddr, latency: u32) -> String {
        let mut url = format!(
            "srt://{at}?mode={}&latency={latency}&transtype=live",
            self.mode.name()
        );
        if self.key > 0 {
            url.push_str(&format!("&passphrase={PASSPHRASE}&pbkeylen={}", self.key));
        }
        if !self.stream_id.is_empty() {
            url.push_str(&format!("&streamid={}", self.stream_id));
        }
        url
    }

    /// ffmpeg that calls `at`, or listens there.
    pub(super) fn ffmpeg(&self, at: SocketAddr) -> Encoder {
        let latency = self.latency_ms * 1_000;
        Encoder::start(&format!("{}&pkt_size=1316", self.url(at, latency)))
    }

    /// srt-live-transmit that calls `at`, or listens there, with what ffmpeg sends to it.
    pub(super) async fn live_transmit(&self, at: SocketAddr) -> (Program, Encoder) {
        let input = closed_port("127.0.0.1:0").await;
        let mut command = Command::new("srt-live-transmit");
        command
            .arg("-v")
            .arg(format!("udp://{input}"))
            .arg(self.url(at, self.latency_ms));
        let program = Program::start(&mut command, "Media path").await;
        (program, Encoder::start(&format!("udp://{input}?pkt_size=1316")))
    }
}

/// Whether a whole stream is there.
pub(super) fn is_there(reading: &Reading) -> bool {
    value(reading, stream::SYNC) == Some(1.0) && value(reading, stream::SERVICES) == Some(1.0)
}

/// What the other end says of itself, or is said of it.
pub(super) fn said<'r>(reading: &'r Reading, name: &str) -> Option<&'r str> {
    let fact = reading.facts.iter().find(|fact| fact.name == name)?;
    Some(&fact.text)
}
