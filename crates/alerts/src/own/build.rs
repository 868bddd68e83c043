//! The tests of a rule with their memories, made of what the operator said.

use wire::rule::Test;

use super::limit::Limit;
use super::logic::{At, Combined, Denied};
use super::pick::Picked;
use super::window::Length;
use super::{Sense, forecast, look, no_data, over_time, peers, rate, ratio, unusual};

/// The test with its memory. Where it must not hold, "not" is carried down to the tests that look (De Morgan), so that what
/// is said about it can name them.
pub(super) fn build(test: &Test, holds: bool) -> Box<dyn Sense> {
    let all = |of: &[Test]| -> Vec<_> { of.iter().map(|test| build(test, holds)).collect() };
    let least = |of: &[Test], count: usize| -> Box<dyn Sense> {
        let count = if holds {
            count
        } else {
            (of.len() + 1).saturating_sub(count)
        };
        Box::new(Combined::new(count, all(of)))
    };
    match test {
        Test::Not { of } => build(of, !holds),
        Test::All { of } => least(of, of.len()),
        Test::Any { of } => least(of, 1),
        Test::AtLeast { count, of } => least(of, usize::try_from(*count).unwrap_or(usize::MAX)),
        Test::At { probe, of } => Box::new(At::new(*probe, build(of, holds))),
        _ if holds => leaf(test),
        _ => Box::new(Denied::new(leaf(test))),
    }
}

/// A test that looks by itself.
fn leaf(test: &Test) -> Box<dyn Sense> {
    match test {
        Test::Limit {
            series,
            bad,
            limit,
            clear,
        } => Box::new(Limit::new(Picked::new(series), *bad, *limit, *clear)),
        Test::Rate {
            series,
            bad,
            limit,
            window_s,
        } => Box::new(rate::Rate::new(
            Picked::new(series),
            *bad,
            *limit,
            Length::seconds(*window_s),
        )),
        Test::Finding { code } => Box::new(look::Finding::new(code)),
        Test::NoData { series, for_s } => {
            Box::new(no_data::NoData::new(series.as_ref().map(Picked::new), *for_s))
        }
        Test::OverTime {
            of,
            window_s,
            raise,
            clear_window_s,
            clear,
        } => Box::new(over_time::OverTime::new(
            build(of, true),
            (*window_s, *raise),
            (clear_window_s.unwrap_or(*window_s), clear.unwrap_or(*raise)),
        )),
        Test::Ratio {
            bad,
            of,
            above,
            window_s,
        } => Box::new(ratio::Ratio::new(
            [Picked::new(bad), Picked::new(of)],
            vec![Length::seconds(*window_s)],
            *above,
            None,
        )),
        Test::Burn {
            bad,
            of,
            objective,
            factor,
            long_s,
            short_s,
        } => Box::new(ratio::Ratio::new(
            [Picked::new(bad), Picked::new(of)],
            vec![Length::seconds(*long_s), Length::seconds(*short_s)],
            factor * (1.0 - objective),
            Some(*objective),
        )),
        Test::Unusual {
            series,
            bad,
            deviations,
        } => Box::new(unusual::Unusual::new(Picked::new(series), *bad, *deviations)),
        Test::UnlikePeers {
            series,
            bad,
            deviations,
            least,
        } => Box::new(peers::Peers::new(Picked::new(series), *bad, *deviations, *least)),
        Test::Forecast {
            series,
            bad,
            limit,
            within_s,
            window_s,
        } => Box::new(forecast::Forecast::new(
            Picked::new(series),
            (*bad, *limit),
            *within_s,
            Length::seconds(*window_s),
        )),
        // What is made of other tests has been built by `build`.
        Test::Failure
        | Test::At { .. }
        | Test::All { .. }
        | Test::Any { .. }
        | Test::AtLeast { .. }
        | Test::Not { .. } => Box::new(look::Failed::default()),
    }
}
