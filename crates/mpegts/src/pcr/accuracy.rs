//! PCR_AC, the inaccuracy of PCRs against the bytes in which they stand (TR 101 290, 5.3.2.6; 2.4).

use std::ops::Range;

use super::line::Line;
use super::{FREQUENCY, Sighting, step};

/// PCRs of one window.
pub const WINDOW: usize = 32;
/// Of a window so many may be off alone.
const MOST_OUTLIERS: usize = WINDOW / 8;
/// What the next window takes over, so that a PCR at an end is judged once there are others behind it.
const OVERLAP: usize = 2;
/// The fewest PCRs on each side of a step.
const LEAST_SIDE: usize = 3;
/// PCRs whose mean square is further than this from a line do not show a constant rate: 100 µs in ticks, 200 times what is
/// allowed. Pictures of different size move them by milliseconds.
const NO_LINE: f64 = FREQUENCY as f64 * 100e-6;

/// Whether PCRs grow with the bytes of the stream by a constant rate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rate {
    /// So many more PCRs are needed, without a gap between them, to tell.
    Collecting {
        /// PCRs.
        missing: usize,
    },
    /// They do.
    Constant,
    /// They do not: the bitrate varies, and PCR_AC means nothing.
    Variable,
}

/// Fits PCR = a + b · byte over windows of PCRs, by least squares; what is left over is PCR_AC. Arrival plays no part.
///
/// A PCR that is off alone is left out of the fit and judged against the line of the others. Where all behind one place are on
/// another line, packets without a counter are missing, or the rate or the clock has changed: no PCR is wrong by that, and the
/// window begins anew there.
#[derive(Clone, Debug, Default)]
pub(super) struct Accuracy {
    /// Packets since the first, and ticks.
    points: Vec<(f64, f64)>,
    /// How many of them were judged in the window before.
    judged: usize,
    last: Option<Sighting>,
    rate: Option<Rate>,
    slope: Option<f64>,
    worst: Option<f64>,
    /// Whether `worst` is of a window that ended in an earlier interval.
    is_old: bool,
}

/// What a window of PCRs shows.
enum Shown {
    /// The line, how far each is off, and which of them can be judged.
    Line(Line, Vec<f64>, Range<usize>),
    /// Another line from here on.
    Step(usize),
    NoLine,
}

impl Accuracy {
    /// Takes the next PCR; returns how many were found to be off by more than `limit` ticks.
    pub(super) fn push(&mut self, seen: &Sighting, limit: f64) -> u64 {
        let point = match (self.last.replace(*seen), self.points.last()) {
            (Some(last), Some((packets, ticks))) => (
                packets + seen.packet.saturating_sub(last.packet) as f64,
                ticks + step(last.pcr, seen.pcr) as f64,
            ),
            _ => (0.0, 0.0),
        };
        self.points.push(point);
        if self.points.len() < WINDOW {
            return 0;
        }
        match show(&self.points, limit) {
            Shown::Line(line, off, judged) => {
                (self.rate, self.slope) = (Some(Rate::Constant), Some(line.slope));
                let new = judged.start.max(self.judged)..judged.end;
                let new = off.get(new).unwrap_or_default();
                self.note_worst(new);
                self.begin_at(judged.end.saturating_sub(OVERLAP), OVERLAP);
                new.iter().filter(|off| **off > limit).count() as u64
            }
            Shown::Step(begins) => {
                self.begin_at(begins, 0);
                0
            }
            Shown::NoLine => {
                (self.rate, self.slope) = (Some(Rate::Variable), None);
                self.begin_at(WINDOW, 0);
                0
            }
        }
    }

    fn note_worst(&mut self, new: &[f64]) {
        let before = self.worst.filter(|_| !self.is_old);
        self.worst = new.iter().copied().chain(before).reduce(f64::max).or(self.worst);
        self.is_old = false;
    }

    /// The next window begins with this point of the last one; so many of its points were judged.
    fn begin_at(&mut self, index: usize, judged: usize) {
        self.judged = judged;
        self.points.drain(..index.min(self.points.len()));
        if let Some((x, y)) = self.points.first().copied() {
            for point in &mut self.points {
                *point = (point.0 - x, point.1 - y);
            }
        }
    }

    /// The next PCR is the first.
    pub(super) fn restart(&mut self) {
        *self = Self {
            worst: self.worst,
            is_old: self.is_old,
            ..Self::default()
        };
    }

    pub(super) fn rate(&self) -> Rate {
        self.rate.unwrap_or(Rate::Collecting {
            missing: WINDOW - self.points.len(),
        })
    }

    /// Ticks in each packet, where the rate is constant.
    pub(super) fn ticks_a_packet(&self) -> Option<f64> {
        self.slope
            .filter(|slope| self.rate == Some(Rate::Constant) && *slope > 0.0)
    }

    /// The greatest distance in the windows that ended in the interval, or else in the last one, in seconds. The next interval
    /// begins.
    pub(super) fn take_worst(&mut self) -> Option<f64> {
        self.is_old = true;
        self.worst
            .filter(|_| self.rate == Some(Rate::Constant))
            .map(|ticks| ticks / FREQUENCY as f64)
    }
}

fn show(points: &[(f64, f64)], limit: f64) -> Shown {
    let Some(all) = Line::through(points, |_| true) else {
        return Shown::NoLine;
    };
    let off = |line: &Line| Vec::from_iter(points.iter().map(|point| line.residual(*point).abs()));
    let of_all = off(&all);
    if of_all.iter().all(|off| *off <= limit) {
        return Shown::Line(all, of_all, 0..points.len());
    }
    if let Some((line, outliers)) = without_outliers(points, limit) {
        let is_out = |index: &usize| outliers.contains(index);
        let leading = (0..points.len()).take_while(is_out).count();
        let ending = (0..points.len()).rev().take_while(is_out).count();
        return Shown::Line(line, off(&line), leading..points.len() - ending);
    }
    if let Some(begins) = step_in(points, limit) {
        return Shown::Step(begins);
    }
    let mean_square = of_all.iter().map(|off| off * off).sum::<f64>() / points.len() as f64;
    if mean_square.sqrt() <= NO_LINE && all.slope > 0.0 {
        Shown::Line(all, of_all, 0..points.len())
    } else {
        Shown::NoLine
    }
}

/// The line of all but a few, and these.
fn without_outliers(points: &[(f64, f64)], limit: f64) -> Option<(Line, Vec<usize>)> {
    let mut outliers = Vec::new();
    for _ in 0..=MOST_OUTLIERS {
        let line = Line::through(points, |index| !outliers.contains(&index))?;
        let others = (0..points.len()).filter(|index| !outliers.contains(index));
        let distances = others.filter_map(|index| Some((index, line.residual(*points.get(index)?).abs())));
        let (farthest, distance) = distances.max_by(|one, other| one.1.total_cmp(&other.1))?;
        if distance <= limit {
            return Some((line, outliers));
        }
        outliers.push(farthest);
    }
    None
}

/// Where a second line begins, when two fit all points.
fn step_in(points: &[(f64, f64)], limit: f64) -> Option<usize> {
    (LEAST_SIDE..=points.len().checked_sub(LEAST_SIDE)?).find(|begins| {
        let (before, after) = points.split_at(*begins);
        [before, after].iter().all(|side| {
            Line::through(side, |_| true)
                .is_some_and(|line| side.iter().all(|point| line.residual(*point).abs() <= limit))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Nanos;

    const LIMIT: f64 = 13.5;

    /// PCRs every 40 packets of 1 000 ticks, each moved by so many ticks, with packets lost before some.
    fn pushed(count: u64, moved: impl Fn(u64) -> f64, lost: impl Fn(u64) -> u64) -> (Accuracy, u64) {
        let (mut accuracy, mut errors) = (Accuracy::default(), 0);
        for number in 0..count {
            let ticks = 1e9 + number as f64 * 40_000.0 + moved(number);
            let seen = Sighting {
                pcr: ticks.round().to_string().parse().unwrap(),
                at: Nanos(0),
                packet: 40 * number - lost(number),
                is_discontinuity: false,
            };
            errors += accuracy.push(&seen, LIMIT);
        }
        (accuracy, errors)
    }

    #[test]
    fn a_constant_rate_is_found_and_what_is_off_by_more_than_500_ns_is_counted() {
        let (mut accuracy, errors) = pushed(20, |_| 0.0, |_| 0);
        assert_eq!((accuracy.rate(), errors), (Rate::Collecting { missing: 12 }, 0));
        assert_eq!(accuracy.take_worst(), None);
        let (mut accuracy, errors) = pushed(200, |number| (number % 3) as f64, |_| 0);
        assert_eq!((accuracy.rate(), errors), (Rate::Constant, 0));
        assert!(accuracy.take_worst().unwrap() < 100e-9);
        assert!((accuracy.ticks_a_packet().unwrap() - 1_000.0).abs() < 0.01);

        for place in 2..150 {
            for moved in [27.0, -27.0, 5_000.0] {
                let (mut accuracy, errors) =
                    pushed(200, |number| if number == place { moved } else { 0.0 }, |_| 0);
                assert_eq!(errors, 1, "{moved} ticks at {place}");
                let worst = accuracy.take_worst().unwrap() * 27e6;
                assert!(
                    (worst - moved.abs()).abs() < 1.5,
                    "{worst} for {moved} at {place}"
                );
            }
        }
    }

    #[test]
    fn pcrs_that_all_jitter_are_off_and_those_of_a_variable_rate_are_not_judged() {
        let (mut accuracy, errors) = pushed(320, |number| (number * 7 % 11) as f64 * 10.0, |_| 0);
        assert!(errors > 100, "{errors}");
        let worst = accuracy.take_worst().unwrap();
        assert!((1.5e-6..2.5e-6).contains(&worst), "{worst}");
        let (mut accuracy, errors) = pushed(320, |number| (number * 7 % 11) as f64 * 3_000.0, |_| 0);
        assert_eq!((accuracy.rate(), errors), (Rate::Variable, 0));
        assert_eq!(accuracy.take_worst(), None);
    }

    #[test]
    fn null_packets_that_are_missing_and_another_rate_are_no_inaccuracy() {
        for place in 1..100 {
            let (accuracy, errors) = pushed(200, |_| 0.0, |number| if number >= place { 7 } else { 0 });
            assert_eq!((accuracy.rate(), errors), (Rate::Constant, 0), "at {place}");
            let faster = |number: u64| number.saturating_sub(place) as f64 * -9_000.0;
            let (accuracy, errors) = pushed(200, faster, |_| 0);
            assert_eq!((accuracy.rate(), errors), (Rate::Constant, 0), "at {place}");
        }
    }
}
