//! PCR_FO and PCR_DR, how far the program clock is off and how that changes (TR 101 290, 5.3.2).

use std::collections::VecDeque;

use super::FREQUENCY;

/// Seconds over which both are taken.
pub const SECONDS: usize = 100;

/// How far the program clock is off 27 MHz, by the clock that stamps arrivals.
///
/// Taken over the last 100 s, so that what changes faster than about 10 mHz counts as jitter: the demarcation of profile MGF1.
/// Jitter that is not regular still shows: of 1 ms from one PCR to the next, at 25 PCRs in a second, about 1 ppm and some
/// hundreds of mHz/s are left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offset {
    /// In parts per million; 30 are allowed (ISO/IEC 13818-1, 2.4.2.1).
    pub ppm: f64,
    /// In hertz; 810 are allowed.
    pub hertz: f64,
    /// PCR_DR: how fast that changes, in millihertz per second; 75 are allowed.
    pub drift: f64,
}

/// Means of arrival less PCR over each second.
#[derive(Clone, Debug, Default)]
pub(super) struct Frequency {
    means: VecDeque<f64>,
    /// Of the second that is going on: its number, the sum and the count.
    second: u64,
    sum: f64,
    count: u32,
}

impl Frequency {
    /// Takes arrival less PCR, in seconds, so many seconds after the first PCR.
    pub(super) fn push(&mut self, since: f64, transit: f64) {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "never negative, and what is past the range becomes its end"
        )]
        let second = since as u64;
        if second != self.second || self.count == 0 {
            let follows = second == self.second + 1 && self.count > 0;
            if follows {
                if self.means.len() == SECONDS {
                    self.means.pop_front();
                }
                self.means.push_back(self.sum / f64::from(self.count));
            } else {
                self.means.clear();
            }
            (self.second, self.sum, self.count) = (second, 0.0, 0);
        }
        self.sum += transit;
        self.count += 1;
    }

    pub(super) fn offset(&self) -> Option<Offset> {
        if self.means.len() < SECONDS {
            return None;
        }
        // Equal distances make the parts of a parabola independent of each other.
        let middle = (SECONDS - 1) as f64 / 2.0;
        let times = || (0..SECONDS).map(|number| number as f64 - middle);
        let mean_square = times().map(|time| time * time).sum::<f64>() / SECONDS as f64;
        let (mut linear, mut bent) = ((0.0, 0.0), (0.0, 0.0));
        for (time, transit) in times().zip(&self.means) {
            let bend = time * time - mean_square;
            linear = (linear.0 + time * transit, linear.1 + time * time);
            bent = (bent.0 + bend * transit, bent.1 + bend * bend);
        }
        let (off, change) = (-linear.0 / linear.1, -2.0 * bent.0 / bent.1);
        Some(Offset {
            ppm: off * 1e6,
            hertz: off * FREQUENCY as f64,
            drift: change * FREQUENCY as f64 * 1e3,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_and_drifts_is_measured_through_jitter() {
        let mut frequency = Frequency::default();
        // 12 ppm too fast in the middle of the last 100 s, and 50 mHz/s faster each second; 100 µs of jitter.
        let (off, change) = (12e-6, 0.05 / 27e6);
        for number in 0..110 * 50_u32 {
            let since = f64::from(number) / 50.0;
            let from_middle = since - 59.0;
            let jitter = f64::from(number * 37 % 101) * 1e-6;
            let transit = -(off * from_middle + change * from_middle * from_middle / 2.0) + jitter;
            frequency.push(since, transit);
            assert_eq!(frequency.offset().is_some(), since >= 100.0);
        }
        let seen = frequency.offset().unwrap();
        assert!((seen.ppm - 12.0).abs() < 0.05, "{seen:?}");
        assert!((seen.hertz - 324.0).abs() < 1.5, "{seen:?}");
        assert!((seen.drift - 50.0).abs() < 2.0, "{seen:?}");
        frequency.push(115.0, 0.0);
        assert_eq!(frequency.offset(), None, "there was a gap");
    }
}
