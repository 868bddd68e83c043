//! By what time history ages: the clock's, unless the clock has jumped and has not proved itself since.

use crate::retention::DAY;

/// The times that history ages by, in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    /// The newest time that was believed.
    believed: i64,
    /// For how long, in milliseconds of running, the clock has said something else.
    doubted: i64,
    /// What counts now.
    at: i64,
}

const BELIEVED: &str = "age.believed";
const DOUBTED: &str = "age.doubted";

impl Age {
    /// Goes on from the marks that [`Self::marks`] gave, and takes them out; believes `clock` where there are none.
    pub(super) fn take(marks: &mut Vec<(String, i64)>, clock: i64) -> Self {
        let known = |name: &str| {
            marks
                .iter()
                .find(|(mark, _)| mark == name)
                .map(|(_, value)| *value)
        };
        let believed = known(BELIEVED).unwrap_or(clock);
        let doubted = known(DOUBTED).unwrap_or(0);
        marks.retain(|(mark, _)| mark != BELIEVED && mark != DOUBTED);
        Self {
            believed,
            doubted,
            at: believed.min(clock),
        }
    }

    /// What is to be kept of it.
    pub(super) fn marks(self) -> [(String, i64); 2] {
        [
            (BELIEVED.to_owned(), self.believed),
            (DOUBTED.to_owned(), self.doubted),
        ]
    }

    /// By what time history ages now.
    pub(super) fn at(self) -> i64 {
        self.at
    }

    /// The station ran for `ran` milliseconds and its clock says `clock`. A clock that is more than a day from what was
    /// believed is believed once the station ran with it for `doubt`, restarts included. Meanwhile nothing ages that did
    /// not age before; and nothing ever ages by a time that the clock has not reached.
    pub(super) fn step(&mut self, clock: i64, ran: i64, doubt: i64) {
        let far = (clock - self.believed).abs() > DAY;
        self.doubted = if far { self.doubted + ran } else { 0 };
        if !far || self.doubted >= doubt {
            self.believed = clock;
            self.doubted = 0;
        }
        self.at = self.believed.min(clock);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = DAY / 24;
    const YEAR: i64 = 365 * DAY;

    fn again(age: Age, clock: i64) -> Age {
        Age::take(&mut age.marks().to_vec(), clock)
    }

    #[test]
    fn a_clock_that_is_right_is_followed_and_a_night_without_power_is_believed_at_once() {
        let mut age = Age::take(&mut vec![("probe".to_owned(), 7)], YEAR);
        age.step(YEAR + HOUR, HOUR, DAY);
        assert_eq!(age.at(), YEAR + HOUR);
        let mut age = again(age, YEAR + 16 * HOUR);
        age.step(YEAR + 16 * HOUR, 0, DAY);
        assert_eq!(age.at(), YEAR + 16 * HOUR);
    }

    #[test]
    fn a_clock_that_jumped_ages_nothing_until_the_station_ran_a_day_with_it() {
        let mut age = Age::take(&mut vec![], YEAR);
        for show in 1..=3 {
            // Each show begins with a start, and the clock is wrong at each.
            age = again(age, 9 * YEAR);
            age.step(9 * YEAR, 7 * HOUR, DAY);
            assert_eq!(age.at(), YEAR, "show {show}");
        }
        let mut right = age;
        right.step(YEAR + HOUR, HOUR, DAY);
        assert_eq!(
            (right.at(), right.doubted),
            (YEAR + HOUR, 0),
            "somebody set it right"
        );
        age.step(9 * YEAR + 3 * HOUR, 3 * HOUR, DAY);
        assert_eq!(
            age.at(),
            9 * YEAR + 3 * HOUR,
            "nobody did: the station was off for long"
        );
    }

    #[test]
    fn a_clock_that_starts_in_1970_ages_nothing_and_does_no_harm_once_it_is_set() {
        let mut age = again(Age::take(&mut vec![], 50 * YEAR), 0);
        age.step(HOUR, HOUR, DAY);
        assert_eq!(age.at(), HOUR);
        age.step(50 * YEAR + HOUR, HOUR, DAY);
        assert_eq!(age.at(), 50 * YEAR + HOUR);
    }
}
