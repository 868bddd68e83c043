use std::collections::{BTreeMap, VecDeque};

use mpegts::{Indicator, Judged, Report, State};
use tokio::time::Instant;
use wire::Timestamp;

use super::{indicators, info};
use crate::Look;
use crate::number::as_f64;

/// How 2.4 is judged: TR 101 290, 5.3.2.6.
const ACCURACY_METHOD: &str =
    "by byte position: PCRs against the straight line through 32 of them, arrival plays no part";
const MINUTE: u64 = 60;
/// The spans over which seconds with errors are told, and their metrics.
const SPANS: [(u64, &str); 3] = [
    (MINUTE, info::ERROR_SECONDS_MINUTE),
    (60 * MINUTE, info::ERROR_SECONDS_HOUR),
    (LONGEST, info::ERROR_SECONDS_DAY),
];
const LONGEST: u64 = 24 * 60 * MINUTE;

/// What has occurred of TR 101 290 since the probe began: how often, when, where, and in how many seconds of late. A stream
/// that is clean costs nothing.
pub(crate) struct Ledger {
    began: Instant,
    pages: BTreeMap<Indicator, Page>,
}

/// One indicator.
struct Page {
    errors: u64,
    first: Timestamp,
    last: Timestamp,
    /// The second of its last occurrence.
    newest: u64,
    /// Where it occurred last.
    pid: Option<u16>,
    seconds: ErrorSeconds,
}

impl Ledger {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            pages: BTreeMap::new(),
        }
    }

    /// Takes what occurred in one more report.
    pub(crate) fn note(&mut self, report: &Report, at: Timestamp) {
        let second = self.second();
        for found in &report.indicators {
            let page = self.pages.entry(found.indicator).or_insert_with(|| Page {
                errors: 0,
                first: at,
                last: at,
                newest: second,
                pid: None,
                seconds: ErrorSeconds::default(),
            });
            page.errors += found.count;
            (page.last, page.newest) = (at, second);
            page.pid = found.pid;
            page.seconds.add(second);
        }
    }

    fn second(&self) -> u64 {
        Instant::now().duration_since(self.began).as_secs()
    }

    /// Tells how often each indicator occurred, and which of them occurred in the last `now_means` seconds.
    pub(crate) fn tell(&self, now_means: u64, seen: &mut Look) {
        let now = self.second();
        for (indicator, page) in &self.pages {
            if now - page.newest < now_means {
                seen.fact_of(
                    info::INDICATOR_STATE,
                    of(*indicator),
                    indicators::severity(*indicator),
                );
            }
            seen.sample_of(info::INDICATOR_ERRORS, of(*indicator), as_f64(page.errors));
            if let Some(pid) = page.pid {
                seen.fact_of(info::INDICATOR_PID, of(*indicator), &pid.to_string());
            }
        }
    }

    /// Tells how each indicator is judged, as far as that does not go without saying.
    pub(crate) fn tell_judged(report: &Report, seen: &mut Look) {
        for Judged { indicator, state } in &report.judged {
            let of = of(*indicator);
            match state {
                State::Watched if *indicator == Indicator::PcrAccuracyError => {
                    seen.fact_of(info::INDICATOR_METHOD, of, ACCURACY_METHOD);
                }
                State::Watched => {}
                State::InPart(which) => {
                    seen.fact_of(info::INDICATOR_METHOD, of, &format!("judged in part: {which}"));
                }
                State::Silenced => {
                    seen.fact_of(info::INDICATOR_STATE, of, "not judged while sync is lost (1.1)")
                }
                State::NotAsked => seen.fact_of(
                    info::INDICATOR_STATE,
                    of,
                    "left out: the setting \"Judged as\" does not ask for it",
                ),
                State::NotMeasured(why) => {
                    seen.fact_of(info::INDICATOR_STATE, of, &format!("not measured: {why}"))
                }
            }
        }
    }

    /// Tells when it was, which means something for a stream as it comes in.
    pub(crate) fn tell_since(&self, seen: &mut Look) {
        let now = self.second();
        for (indicator, page) in &self.pages {
            for (span, metric) in SPANS {
                seen.sample_of(metric, of(*indicator), as_f64(page.seconds.within(span, now)));
            }
            seen.fact_of(info::INDICATOR_FIRST, of(*indicator), &page.first.rfc3339());
            seen.fact_of(info::INDICATOR_LAST, of(*indicator), &page.last.rfc3339());
        }
    }
}

fn of(indicator: Indicator) -> [(&'static str, &'static str); 1] {
    [("indicator", indicator.number())]
}

/// The seconds of the last day in which something occurred.
#[derive(Default)]
struct ErrorSeconds {
    /// The number of a minute, and a bit for each of its seconds; only minutes that have one, oldest first.
    minutes: VecDeque<(u64, u64)>,
}

impl ErrorSeconds {
    fn add(&mut self, second: u64) {
        let (minute, bit) = (second / MINUTE, 1 << (second % MINUTE));
        match self.minutes.back_mut() {
            Some((newest, seconds)) if *newest == minute => *seconds |= bit,
            _ => self.minutes.push_back((minute, bit)),
        }
        let oldest = minute.saturating_sub(LONGEST / MINUTE);
        while self.minutes.front().is_some_and(|(minute, _)| *minute < oldest) {
            self.minutes.pop_front();
        }
    }

    /// How many there are among the last `span` seconds, `now` among them.
    fn within(&self, span: u64, now: u64) -> u64 {
        let first = (now + 1).saturating_sub(span);
        let (minute, second) = (first / MINUTE, first % MINUTE);
        let newer = self.minutes.iter().rev().take_while(|(at, _)| *at >= minute);
        let counts = newer.map(|(at, seconds)| {
            let seconds = if *at == minute {
                seconds >> second
            } else {
                *seconds
            };
            u64::from(seconds.count_ones())
        });
        counts.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_with_errors_counts_once_and_grows_out_of_each_span() {
        let mut seconds = ErrorSeconds::default();
        for second in [0, 0, 59, 60, 61, 61, 119] {
            seconds.add(second);
        }
        let within = |span, now| seconds.within(span, now);
        assert_eq!(within(60, 119), 3);
        assert_eq!(within(60, 120), 2);
        assert_eq!(within(60, 179), 0);
        assert_eq!(within(3_600, 179), 5);
        assert_eq!(within(3_600, 3_600), 4);
        assert_eq!(within(LONGEST, LONGEST - 1), 5);
        assert_eq!(within(LONGEST, LONGEST), 4);
    }

    #[test]
    fn a_day_of_errors_stays_bounded() {
        let mut seconds = ErrorSeconds::default();
        for second in 0..3 * LONGEST {
            seconds.add(second);
        }
        assert!(seconds.minutes.len() as u64 <= LONGEST / MINUTE + 1);
        assert_eq!(seconds.within(LONGEST, 3 * LONGEST - 1), LONGEST);
    }
}
