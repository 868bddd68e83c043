//! How far a value is from its limit.

use wire::kind::{Bad, Limits};
use wire::report::Margin;

/// How far `value` is from the first limit that it would pass on its way to the bad side; nothing where there is no limit.
#[must_use]
pub fn margin(limits: &Limits, value: f64) -> Option<Margin> {
    let both = limits.major.into_iter().chain(limits.critical);
    let limit = match limits.bad {
        Bad::Above => both.reduce(f64::min),
        Bad::Below => both.reduce(f64::max),
    }?;
    let left = match limits.bad {
        Bad::Above => limit - value,
        Bad::Below => value - limit,
    };
    let share = (limit != 0.0).then(|| left / limit.abs());
    Some(Margin {
        limit,
        left,
        share: share.filter(|share| share.is_finite()),
        past: limits.judge(value).map(|(severity, _)| severity),
    })
}

#[cfg(test)]
mod tests {
    use wire::Severity;

    use super::*;

    fn limits(bad: Bad, major: Option<f64>, critical: Option<f64>) -> Limits {
        Limits { bad, major, critical }
    }

    fn told(limits: &Limits, value: f64) -> (f64, f64, Option<f64>, Option<Severity>) {
        let margin = margin(limits, value).unwrap();
        (margin.limit, margin.left, margin.share, margin.past)
    }

    #[test]
    fn a_margin_is_what_is_left_on_the_good_side() {
        let rtt = limits(Bad::Above, Some(0.2), Some(0.5));
        assert!((told(&rtt, 0.05).1 - 0.15).abs() < 1e-9);
        assert!((told(&rtt, 0.05).2.unwrap() - 0.75).abs() < 1e-9);
        assert_eq!(
            told(&rtt, 0.2),
            (0.2, 0.0, Some(0.0), None),
            "at the limit is not past it"
        );
        let room = limits(Bad::Below, Some(0.2), Some(0.1));
        assert_eq!(told(&room, 0.25).0, 0.2, "the one that it would pass first");
        assert!((told(&room, 0.25).2.unwrap() - 0.25).abs() < 1e-9);
    }

    #[test]
    fn past_the_limit_it_is_less_than_nothing() {
        let rtt = limits(Bad::Above, Some(0.2), Some(0.5));
        assert_eq!(told(&rtt, 0.3).3, Some(Severity::Major));
        assert!(told(&rtt, 0.3).1 < 0.0);
        assert_eq!(told(&rtt, 0.6).3, Some(Severity::Critical));
        let loud = limits(Bad::Below, Some(-30.0), None);
        let (limit, left, share, past) = told(&loud, -33.0);
        assert_eq!((limit, left, past), (-30.0, -3.0, Some(Severity::Major)));
        assert!(
            (share.unwrap() + 0.1).abs() < 1e-9,
            "a share of how far the limit is from nothing"
        );
    }

    #[test]
    fn a_limit_of_nothing_has_no_share_and_no_limit_no_margin() {
        let lost = limits(Bad::Above, None, Some(0.0));
        assert_eq!(told(&lost, 0.0), (0.0, 0.0, None, None));
        assert_eq!(told(&lost, 2.0), (0.0, -2.0, None, Some(Severity::Critical)));
        assert_eq!(margin(&limits(Bad::Above, None, None), 1.0), None);
    }
}
