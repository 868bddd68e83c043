use std::net::SocketAddr;

use mpegts::Nanos;
use mpegts::rtp::Flow;

/// A new address and a new SSRC within this time are one change.
const SAME: Nanos = Nanos::from_millis(3_000);

/// How often another source took over, and which.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) total: u64,
    /// The last one, in words.
    pub(super) last: String,
    at: Option<Nanos>,
    told: u64,
    of_flow: u64,
}

impl Changes {
    /// One sender took over from another.
    pub(super) fn of_sender(&mut self, before: SocketAddr, after: SocketAddr, now: Nanos) {
        self.add(format!("{after} took over from {before}"), now);
    }

    /// Looks whether the synchronization source is another one.
    pub(super) fn of_flow(&mut self, flow: &Flow, now: Nanos) {
        let before = std::mem::replace(&mut self.of_flow, flow.changes());
        if let (true, Some(main), Some(old)) = (flow.changes() > before, flow.main(), flow.before()) {
            let new = main.ssrc;
            self.add(
                format!("the synchronization source (SSRC) changed from {old:#010x} to {new:#010x}"),
                now,
            );
        }
    }

    fn add(&mut self, what: String, now: Nanos) {
        let is_same = self.at.is_some_and(|at| now - at < SAME);
        if is_same && !self.last.contains(';') {
            self.last = format!("{}; {what}", self.last);
            return;
        }
        self.total += 1;
        (self.last, self.at) = (what, Some(now));
    }

    /// How many since the last time.
    pub(super) fn since(&mut self) -> u64 {
        self.total - std::mem::replace(&mut self.told, self.total)
    }
}
