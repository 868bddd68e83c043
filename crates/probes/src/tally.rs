//! Counters of a device from one look to the next, as rates.

use std::collections::HashMap;

use tokio::time::Instant;

/// What counters said when they were last looked at.
#[derive(Default)]
pub(crate) struct Tally {
    before: HashMap<String, (f64, Instant)>,
    now: HashMap<String, (f64, Instant)>,
}

impl Tally {
    /// A new look begins; counters that the last one did not see are forgotten.
    pub(crate) fn begin(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    /// By how much a counter has grown in this many seconds since the last look. Nothing when it was not there or began anew.
    pub(crate) fn grown(&mut self, counter: String, value: f64, at: Instant) -> Option<(f64, f64)> {
        let before = self.before.get(&counter).copied();
        self.now.insert(counter, (value, at));
        let (before, then) = before?;
        let seconds = at.saturating_duration_since(then).as_secs_f64();
        (value >= before && seconds > 0.0).then_some((value - before, seconds))
    }

    /// The same as growth a second.
    pub(crate) fn per_second(&mut self, counter: String, value: f64, at: Instant) -> Option<f64> {
        let (grown, seconds) = self.grown(counter, value, at)?;
        Some(grown / seconds)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn counters_that_began_anew_or_went_away_say_nothing() {
        let (mut tally, start) = (Tally::default(), Instant::now());
        let at = |second| start + Duration::from_secs(second);
        tally.begin();
        assert_eq!(tally.per_second("a".to_owned(), 100.0, at(0)), None);
        tally.begin();
        assert_eq!(tally.per_second("a".to_owned(), 150.0, at(5)), Some(10.0));
        tally.begin();
        assert_eq!(tally.per_second("a".to_owned(), 20.0, at(6)), None);
        tally.begin();
        tally.begin();
        assert_eq!(tally.per_second("a".to_owned(), 30.0, at(8)), None);
    }
}
