//! Two counters side by side: what is bad as a share of all, and how fast an allowance for it is used up.

use std::sync::Arc;

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
            if share <= self.above {
                truth = Some(false);
            } else if share * known.min(1.0) <= self.above {
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
