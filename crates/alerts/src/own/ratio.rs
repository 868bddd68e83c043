//! Two counters side by side: what is bad as a share of all, and how fast an allowance for it is used up.

use std::sync::Arc;

use wire::kind::KindInfo;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};
use wire::{Timestamp, Unit};

use super::pick::{Part, Picked};
use super::window::{Length, Marks, as_f64};
use super::{Bands, Judged, Role, Sense, say};

/// Over each of some windows, the first of two counters grew by more than a share of the second.
pub(super) struct Ratio {
    bad: Picked<Climbed>,
    of: Picked<Climbed>,
    lengths: Vec<Length>,
    above: f64,
    /// The share that must be good, where it is an allowance that is used up.
    objective: Option<f64>,
}

/// How far a counter climbed, over each window.
#[derive(Default)]
pub(super) struct Climbed {
    last: Option<f64>,
    windows: Vec<Marks>,
}

impl Ratio {
    pub(super) fn new(
        [mut bad, mut of]: [Picked<Climbed>; 2],
        lengths: Vec<Length>,
        above: f64,
        objective: Option<f64>,
    ) -> Self {
        for series in [&mut bad, &mut of] {
            let longest = lengths.iter().map(|length| length.window_ms).max();
            series.gone_after = series.gone_after.max(longest.unwrap_or_default());
        }
        Self {
            bad,
            of,
            lengths,
            above,
            objective,
        }
    }

    /// Whether the share is too great over every window, and the share over the first of them.
    ///
    /// What is not known of a window counts as good when the share is too great without it; when the share is too great
    /// only of what is known, nothing is said.
    fn judge(&self, bad: &Climbed, of: &Climbed, at: Timestamp) -> (Option<bool>, f64) {
        let mut truth = Some(true);
        let mut shown = 0.0;
        for (index, length) in self.lengths.iter().enumerate() {
            let grown = |climbed: &Climbed| climbed.windows.get(index)?.ends(*length, at);
            let (Some((bad, bad_end)), Some((of, of_end))) = (grown(bad), grown(of)) else {
                truth = truth.filter(|truth| !truth);
                continue;
            };
            let all = of_end.value - of.value;
            if all <= 0.0 {
                truth = truth.filter(|truth| !truth);
                continue;
            }
            let share = (bad_end.value - bad.value) / all;
            let known = as_f64(of_end.at.millis_since(of.at)) / as_f64(length.window_ms);
            if index == 0 {
                shown = share;
            }
            let is_over = |share: f64| share > self.above;
            if !is_over(share) {
                truth = Some(false);
            } else if !is_over(share * known.min(1.0)) {
                truth = truth.filter(|truth| !truth);
            }
        }
        (truth, shown)
    }

    /// What is told when the share is too great over the first window.
    fn words(&self, share: f64) -> String {
        let ratio = |share| say::value(Unit::Ratio, share);
        let window = |index: usize| {
            let length = self.lengths.get(index);
            length.map_or_else(String::new, |length| say::millis(length.window_ms))
        };
        let (bad, of) = (&self.bad.said.title, &self.of.said.title);
        match self.objective {
            None => format!(
                "{bad} is {} of {of} over {}, above {}",
                ratio(share),
                window(0),
                ratio(self.above)
            ),
            Some(objective) => format!(
                "{bad} is {} of {of} over {}, {:.1} times what {} allows, and goes on so over {}",
                ratio(share),
                window(0),
                share / (1.0 - objective),
                ratio_of_good(objective),
                window(1)
            ),
        }
    }
}

/// An objective with all its nines.
fn ratio_of_good(objective: f64) -> String {
    let percent = format!("{:.6}", objective * 100.0);
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// The series of `of` that belongs to a series of what is bad: the one with the same labels, or the only one.
fn partner<'p>(of: &'p [Part<Climbed>], place: usize, labels: &Labels) -> Option<&'p Part<Climbed>> {
    let is_it = |part: &&Part<Climbed>| *part.labels == *labels;
    if let [only] = of {
        return Some(only);
    }
    of.get(place).filter(is_it).or_else(|| of.iter().find(is_it))
}

impl Sense for Ratio {
    fn know(&mut self, kind: &KindInfo) {
        self.bad.know(kind);
        self.of.know(kind);
    }

    fn join(&mut self, probe: ProbeId, _: Timestamp, role: Role) {
        self.bad.join(probe, role);
        self.of.join(probe, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.bad.leave(probe);
        self.of.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        for series in [&mut self.bad, &mut self.of] {
            let lengths = &self.lengths;
            series.take(reading, |part, sample| {
                let Climbed { last, windows } = &mut part.memory;
                windows.resize_with(lengths.len(), Marks::default);
                for (marks, length) in windows.iter_mut().zip(lengths) {
                    marks.climb(*length, reading.at, *last, sample.value);
                }
                *last = Some(sample.value);
            });
        }
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        let of = self.of.parts(probe);
        for (place, part) in self.bad.parts(probe).iter().enumerate() {
            let partner = partner(of, place, &part.labels);
            let judged = partner.map(|of| Self::judge(self, &part.memory, &of.memory, at));
            let (truth, share) = judged.unwrap_or_default();
            out.push(Judged::new(&Arc::clone(&part.labels), truth, || {
                let said = &self.bad.said;
                let measured = said.measured(&part.labels, share, self.above, Unit::Ratio);
                (self.words(share), Some(measured))
            }));
        }
    }

    fn shift(&mut self, millis: i64) {
        for series in [&mut self.bad, &mut self.of] {
            series.shift(millis, |climbed| {
                for marks in &mut climbed.windows {
                    marks.shift(millis);
                }
            });
        }
    }

    fn claim(&self, holds: bool) -> String {
        format!(
            "share of {} in {} {}above {}",
            self.bad.said.title,
            self.of.said.title,
            say::not(holds),
            say::value(Unit::Ratio, self.above)
        )
    }
}

#[cfg(test)]
mod tests {
    use wire::rule::Test;

    use super::super::Own;
    use super::super::testing::{CAMERA, look, own, pick, port, sample};
    use super::*;

    fn ratio() -> Test {
        Test::Ratio {
            bad: pick("box_lost_total"),
            of: pick("box_sent_total"),
            above: 0.01,
            window_s: 60,
        }
    }

    /// 14.4 times what 99.9 % allows, over an hour and over 5 minutes (SRE Workbook, chapter 5).
    fn burn() -> Test {
        Test::Burn {
            bad: pick("box_lost_total"),
            of: pick("box_sent_total"),
            objective: 0.999,
            factor: 14.4,
            long_s: 3_600,
            short_s: 300,
        }
    }

    fn counts(second: u32, lost: f64, sent: f64) -> Reading {
        let samples = vec![
            sample("box_lost_total", port("a"), lost),
            sample("box_sent_total", port("a"), sent),
        ];
        look(second.into(), samples)
    }

    /// 100 packets each second, of which a share is lost.
    struct Link {
        lost: f64,
        sent: f64,
        second: u32,
    }

    impl Link {
        fn new() -> Self {
            Self {
                lost: 0.0,
                sent: 0.0,
                second: 0,
            }
        }

        fn run(&mut self, own: &mut Own, seconds: u32, share: f64) -> Option<bool> {
            let mut truth = None;
            for _ in 0..seconds {
                self.second += 1;
                self.sent += 100.0;
                self.lost += 100.0 * share;
                truth = own.truth(&counts(self.second, self.lost, self.sent));
            }
            truth
        }
    }

    #[test]
    fn a_share_of_what_was_sent_is_judged_for_each_port() {
        let (mut own, mut link) = (own(ratio()), Link::new());
        assert_eq!(link.run(&mut own, 60, 0.0), Some(false));
        assert_eq!(link.run(&mut own, 60, 0.02), Some(true));
        let told = &own.parts(CAMERA, 120.0)[0];
        assert_eq!(
            told.text,
            "Packets lost is 2 % of Packets sent over 1 min, above 1 %"
        );
        assert_eq!(*told.part, port("a"));
        assert_eq!(told.measured.as_ref().unwrap().unit, Unit::Ratio);
        assert_eq!(link.run(&mut own, 60, 0.0), Some(false));
    }

    #[test]
    fn nothing_is_said_where_nothing_was_sent() {
        let mut own = own(ratio());
        own.take(&counts(0, 5.0, 100.0));
        assert_eq!(own.truth(&counts(60, 5.0, 100.0)), None);
        assert_eq!(own.truth(&counts(61, 9.0, 100.0)), None);
        assert_eq!(own.truth(&counts(62, 9.0, 1_000.0)), Some(false));
    }

    #[test]
    fn the_first_loss_after_the_start_is_not_a_share_of_the_window() {
        let (mut own, mut link) = (own(ratio()), Link::new());
        assert_eq!(link.run(&mut own, 2, 0.02), None, "one second of sixty is known");
        assert_eq!(
            link.run(&mut own, 5, 1.0),
            Some(true),
            "nothing can make up for it"
        );
    }

    #[test]
    fn counters_that_begin_anew_lose_nothing_and_invent_nothing() {
        let mut own = own(ratio());
        for second in 0..=60 {
            own.take(&counts(second, 0.0, f64::from(second) * 100.0));
        }
        for second in 61..=120 {
            let sent = f64::from(second - 60) * 100.0;
            assert_eq!(own.truth(&counts(second, 0.0, sent)), Some(false));
        }
    }

    #[test]
    fn an_allowance_burns_over_both_windows() {
        let (mut own, mut link) = (own(burn()), Link::new());
        assert_eq!(link.run(&mut own, 3_600, 0.0), Some(false));
        // 2 % of an hour's packets in one go: too much over 5 minutes, not over the hour.
        assert_eq!(link.run(&mut own, 120, 0.05), Some(false));
        assert_eq!(link.run(&mut own, 1_300, 0.05), Some(true));
        let told = &own.parts(CAMERA, f64::from(link.second))[0];
        assert!(told.text.contains("times what 99.9 % allows"), "{}", told.text);
        // It is over: the short window says so long before the long one.
        assert_eq!(link.run(&mut own, 300, 0.0), Some(false));
    }
}
