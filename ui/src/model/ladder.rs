//! The numbers beside a chart.

/// Round numbers at even distances, the lowest and the highest of them at the edges of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ladder {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) step: f64,
}

impl Ladder {
    /// About four steps that hold everything from `least` to `greatest`. A line that hardly moves is drawn as one: its noise
    /// is not blown up to the height of the chart. What lies not far above nothing begins there.
    pub(crate) fn of(least: f64, greatest: f64) -> Self {
        const STEPS: f64 = 4.0;
        let size = greatest.abs().max(least.abs());
        let room = (greatest - least).max(size * 0.02);
        if !(room.is_finite() && room > 0.0) {
            return Self {
                low: 0.0,
                high: 1.0,
                step: 0.25,
            };
        }
        let middle = least.midpoint(greatest);
        let (least, greatest) = (least.min(middle - room / 2.0), greatest.max(middle + room / 2.0));
        let least = if (0.0..greatest / 2.0).contains(&least) {
            0.0
        } else {
            least
        };
        let step = round_up((greatest - least) / STEPS);
        Self {
            low: (least / step).floor() * step,
            high: (greatest / step).ceil() * step,
            step,
        }
    }

    /// Where a value stands: 0 at the lower edge, 1 at the upper.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// How many digits behind the point tell its steps apart.
    pub(crate) fn places(&self) -> usize {
        (0..9)
            .find(|places| {
                let scaled = self.step * 10_f64.powi(*places);
                (scaled - scaled.round()).abs() < 1e-6 * scaled
            })
            .map_or(9, |places| usize::try_from(places).unwrap_or_default())
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let times = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|times| step <= times * power * (1.0 + 1e-9));
    times.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_round_and_hold_everything() {
        for (least, greatest, expected) in [
            (0.0, 7.3, (0.0, 8.0, 2.0)),
            (3.0, 9.9, (0.0, 10.0, 2.5)),
            (80.0, 97.0, (80.0, 100.0, 5.0)),
            (-12.0, 30.0, (-20.0, 40.0, 20.0)),
            (0.0, 0.0, (0.0, 1.0, 0.25)),
        ] {
            let ladder = Ladder::of(least, greatest);
            assert_eq!(
                (ladder.low, ladder.high, ladder.step),
                expected,
                "{least} to {greatest}"
            );
        }
    }

    #[test]
    fn a_line_that_hardly_moves_stays_flat() {
        let ladder = Ladder::of(50.0, 50.001);
        assert!(ladder.high - ladder.low >= 1.0, "{ladder:?}");
        assert!((0.2..0.8).contains(&ladder.share(50.0)));
    }

    #[test]
    fn steps_are_told_apart() {
        let places = |step| {
            let (low, high) = (0.0, 1.0);
            Ladder { low, high, step }.places()
        };
        assert_eq!([20.0, 2.5, 0.25, 0.001].map(places), [0, 1, 2, 3]);
    }
}
