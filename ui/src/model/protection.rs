//! How well the latency of an SRT link protects it: how many round trips fit into it.

/// Round trips that fit into a good latency, by the guides of libsrt.
const GOOD: f64 = 4.0;
/// With fewer a lost packet cannot always be fetched in time.
const LEAST: f64 = 3.0;

/// A latency beside the one that the way needs, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Protection {
    pub(crate) latency: f64,
    pub(crate) needed: f64,
}

impl Protection {
    pub(crate) fn of(latency: f64, rtt: f64) -> Self {
        Self {
            latency,
            needed: rtt * GOOD,
        }
    }

    pub(crate) fn is_short(self) -> bool {
        self.latency < self.needed
    }

    /// Whether lost packets will be missing, rather than only might be.
    pub(crate) fn is_too_short(self) -> bool {
        self.latency * GOOD < self.needed * LEAST
    }

    /// How long a bar of it is and where the mark of what is needed stands, in per cent of its room.
    pub(crate) fn bar(self) -> (f64, f64) {
        const FULL: f64 = 80.0;
        let longest = self.latency.max(self.needed);
        let share = |of: f64| if longest > 0.0 { of / longest * FULL } else { 0.0 };
        (share(self.latency), share(self.needed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_round_trips_are_enough_and_fewer_than_three_are_too_few() {
        for (latency, rtt, short, too_short, bar) in [
            (0.120, 0.010, false, false, (80.0, 26.7)),
            (0.120, 0.030, false, false, (80.0, 80.0)),
            (0.120, 0.038, true, false, (63.2, 80.0)),
            (0.120, 0.050, true, true, (48.0, 80.0)),
            (0.0, 0.0, false, false, (0.0, 0.0)),
        ] {
            let it = Protection::of(latency, rtt);
            assert_eq!((it.is_short(), it.is_too_short()), (short, too_short), "{it:?}");
            let (length, mark) = it.bar();
            assert!(
                (length - bar.0).abs() < 0.1 && (mark - bar.1).abs() < 0.1,
                "{it:?}: {length} {mark}"
            );
        }
    }
}
