//! What watching transport streams costs, all of them on this machine.
//!
//! `cargo bench -p probes --bench streams -- datagrams [MBIT] [SECONDS]`: 50 streams over UDP, then over RTP.
//! `cargo bench -p probes --bench streams -- srt [SECONDS]`: one over SRT, beside srt-live-transmit on the same bytes.
//! Needs ffmpeg and srt-live-transmit (Debian packages ffmpeg and srt-tools).

mod datagrams;
mod peers;
mod srt;

use std::error::Error;

type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "say `datagrams [MBIT] [SECONDS]` or `srt [SECONDS]`";

fn main() -> Outcome<()> {
    // cargo adds a word of its own.
    let words: Vec<_> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (what, rest) = words.split_first().ok_or(USAGE)?;
    let number = |at: usize, usual: u64| rest.get(at).map_or(Ok(usual), |word| word.parse());
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match what.as_str() {
            "datagrams" => datagrams::measure(number(0, 5)?, number(1, 20)?).await,
            "srt" => srt::measure(number(0, 20)?).await,
            peers::SEND => peers::send(rest).await,
            _ => Err(USAGE.into()),
        }
    })
}
