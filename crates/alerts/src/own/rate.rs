//! A value that changes too fast.

use wire::Timestamp;
use wire::kind::{Bad, KindInfo};
use wire::probe::ProbeId;
use wire::reading::Reading;

use super::pick::{Picked, is_past};
use super::window::{Length, Marks, as_f64};
use super::{Bands, Judged, Role, Sense, say};

/// The change of a value over a window, for each second, is past a limit.
pub(super) struct Rate {
    series: Picked<Past>,
    bad: Bad,
    limit: f64,
    length: Length,
}

#[derive(Default)]
pub(super) struct Past {
    marks: Marks,
    last: Option<f64>,
}

impl Rate {
    pub(super) fn new(mut series: Picked<Past>, bad: Bad, limit: f64, length: Length) -> Self {
        series.gone_after = series.gone_after.max(length.window_ms);
        Self {
            series,
            bad,
            limit,
            length,
        }
    }
}

/// The change for each second; none where less than half a window is known.
fn per_second(marks: &Marks, length: Length, at: Timestamp) -> Option<f64> {
    let (first, last) = marks.ends(length, at)?;
    let millis = last.at.millis_since(first.at);
    (millis.saturating_mul(2) >= length.window_ms)
        .then(|| (last.value - first.value) / as_f64(millis) * 1000.0)
}

impl Sense for Rate {
    fn know(&mut self, kind: &KindInfo) {
        self.series.know(kind);
    }

    fn join(&mut self, probe: ProbeId, _: Timestamp, role: Role) {
        self.series.join(probe, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.series.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        let (length, is_counter) = (self.length, self.series.said.is_counter);
        self.series.take(reading, |part, sample| {
            let past = &mut part.memory;
            if is_counter {
                past.marks.climb(length, reading.at, past.last, sample.value);
                past.last = Some(sample.value);
            } else {
                past.marks.push(length, reading.at, sample.value);
            }
        });
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        let (bad, limit, length) = (self.bad, self.limit, self.length);
        self.series.judge(probe, out, |said, part| {
            let rate = per_second(&part.memory.marks, length, at);
            let truth = rate.map(|rate| is_past(bad, rate, limit));
            Judged::new(&part.labels, truth, || {
                let rate = rate.unwrap_or_default();
                let unit = say::per_second(said.unit);
                let measured = unit.map(|unit| said.measured(&part.labels, rate, limit, unit));
                (say::change(said, rate, bad, limit, length.window_ms), measured)
            })
        });
    }

    fn shift(&mut self, millis: i64) {
        self.series.shift(millis, |past| past.marks.shift(millis));
    }

    fn claim(&self, holds: bool) -> String {
        let said = &self.series.said;
        let limit = match say::per_second(said.unit) {
            Some(unit) => say::value(unit, self.limit),
            None => format!("{} per second", say::value(said.unit, self.limit)),
        };
        let (not, side) = (say::not(holds), say::side(self.bad));
        format!("change of {} {not}{side} {limit}", said.title)
    }
}

#[cfg(test)]
mod tests {
    use wire::Unit;
    use wire::reading::Labels;
    use wire::rule::Test;

    use super::super::testing::{CAMERA, look, own, pick, port, sample};
    use super::*;

    fn losing() -> Test {
        Test::Rate {
            series: pick("box_lost_total"),
            bad: Bad::Above,
            limit: 10.0,
            window_s: 60,
        }
    }

    fn lost(second: u32, count: f64) -> Reading {
        look(second.into(), vec![sample("box_lost_total", port("a"), count)])
    }

    #[test]
    fn half_a_window_must_be_known() {
        let mut own = own(losing());
        for second in 0..30 {
            assert_eq!(own.truth(&lost(second, f64::from(second) * 12.0)), None);
        }
        let told = own.see(&lost(30, 360.0));
        assert_eq!(told.truth, Some(true));
        assert_eq!(told.text, "Packets lost changes by 12/s over 1 min, above 10/s");
        assert_eq!(told.measured.unwrap().unit, Unit::PerSecond);
        // Nothing comes any more: what is known grows old, and then nothing is said.
        assert_eq!(own.now(60.0), Some(true));
        assert_eq!(own.now(91.0), None);
    }

    #[test]
    fn a_device_that_restarts_is_no_burst() {
        let mut own = own(losing());
        for second in 0..200 {
            let count = if second < 100 {
                1e6 + f64::from(second)
            } else {
                f64::from(second - 100)
            };
            assert_ne!(own.truth(&lost(second, count)), Some(true), "{second}");
        }
        assert_eq!(own.now(199.0), Some(false));
    }

    #[test]
    fn what_goes_up_and_down_is_judged_on_its_side() {
        let mut own = own(Test::Rate {
            series: pick("box_celsius"),
            bad: Bad::Below,
            limit: -0.1,
            window_s: 10,
        });
        let celsius =
            |second: u32, value| look(second.into(), vec![sample("box_celsius", Labels::new(), value)]);
        for second in 0..=10 {
            own.take(&celsius(second, 40.0 - f64::from(second) * 0.5));
        }
        let told = &own.parts(CAMERA, 10.0)[0];
        assert_eq!(
            told.text,
            "Temperature changes by -0.5 °C per second over 10 s, below -0.1 °C per second"
        );
        assert_eq!(told.measured, None, "degrees per second have no name");
    }

    #[test]
    fn a_slow_link_that_is_polled_rarely_is_judged_all_the_same() {
        let mut own = own(losing());
        own.take(&lost(0, 0.0));
        assert_eq!(own.truth(&lost(100, 2_000.0)), Some(true));
        assert_eq!(own.truth(&lost(200, 2_100.0)), Some(false));
    }

    #[test]
    fn a_clock_that_is_set_moves_the_past_with_it() {
        let mut own = own(losing());
        for second in 0..=60 {
            own.take(&lost(second, f64::from(second) * 12.0));
        }
        own.shift(-3_600_000);
        assert_eq!(own.now(-3_540.0), Some(true));
        let next = look(-3_539.0, vec![sample("box_lost_total", port("a"), 732.0)]);
        assert_eq!(own.truth(&next), Some(true));
    }
}
