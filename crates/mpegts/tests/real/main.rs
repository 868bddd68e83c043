//! Streams that ffmpeg makes, whole and damaged, beside what ffprobe and the breaker say of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod conformance;
mod damage;
mod lead;
mod material;
mod oracle;
mod over_rtp;
mod robust;
mod whole;

use mpegts::{Analyser, Clock, Nanos, Options, Report};

/// Bytes of seven packets, as a datagram carries them.
const DATAGRAM: usize = 7 * 188;

/// By the clock of the stream, in one report.
fn analyse(stream: &[u8]) -> Report {
    let options = Options {
        clock: Clock::Stream,
        ..Options::default()
    };
    let mut analyser = Analyser::new(options);
    for block in stream.chunks(60_000) {
        analyser.push(block, Nanos(0));
    }
    analyser.report(Nanos(0))
}
