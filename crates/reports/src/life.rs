//! When an alert fired, and how bad it was.

use wire::alert::{Alert, Turn, What};
use wire::report::{Shade, Span};
use wire::{Severity, Timestamp};

/// When `alert` fired within `of`, and how bad it was, by time. `turns` are its own, oldest first; one of which nothing is known
/// any more fired from when it was raised until it was resolved.
pub(crate) fn fired<'a>(alert: &Alert, turns: impl Iterator<Item = &'a Turn>, of: Span) -> Vec<Shade> {
    let mut shades = Vec::new();
    let mut since: Option<(Timestamp, Severity)> = None;
    let mut end = |since: Option<(Timestamp, Severity)>, to: Timestamp| {
        if let Some((from, severity)) = since {
            let span = crate::spans::within(Span { from, to }, of);
            shades.extend(span.map(|span| Shade { span, severity }));
        }
    };
    let mut is_known = false;
    for turn in turns {
        match turn.what {
            What::Raised | What::Returned | What::Worse | What::Better => {
                end(since, turn.at);
                since = Some((turn.at, turn.severity));
            }
            What::Resolved => {
                // What began before the oldest turn that is left.
                let before = (!is_known).then_some((alert.raised, alert.severity));
                end(since.or(before), turn.at);
                since = None;
            }
            What::Flapping
            | What::Steady
            | What::Caused
            | What::Acknowledged
            | What::Unacknowledged
            | What::Shelved
            | What::Unshelved
            | What::Suppressed
            | What::Unsuppressed
            | What::Commented => continue,
        }
        is_known = true;
    }
    if is_known {
        end(since, of.to);
    } else {
        end(
            Some((alert.raised, alert.severity)),
            alert.resolved.unwrap_or(of.to),
        );
    }
    shades
}

#[cfg(test)]
pub(crate) mod tests {
    use wire::alert::{AlertId, Subject};
    use wire::rule::RuleKey;

    use super::*;

    pub(crate) fn alert(id: u64, severity: Severity, raised: i64, resolved: Option<i64>) -> Alert {
        let subject = Subject {
            name: format!("Probe {id}"),
            ..Subject::default()
        };
        let rule = RuleKey("icmp/failure".to_owned());
        let mut alert = Alert::new(AlertId(id), rule, subject, severity, Timestamp(raised));
        alert.resolved = resolved.map(Timestamp);
        "no answer within 0.9 s".clone_into(&mut alert.text);
        alert
    }

    pub(crate) fn turn(alert: u64, at: i64, what: What, severity: Severity) -> Turn {
        Turn {
            seq: u64::try_from(at).unwrap(),
            alert: AlertId(alert),
            at: Timestamp(at),
            what,
            severity,
            by: String::new(),
            text: String::new(),
        }
    }

    const OF: Span = Span {
        from: Timestamp(1_000),
        to: Timestamp(9_000),
    };

    fn told(alert: &Alert, turns: &[Turn]) -> Vec<(i64, i64, Severity)> {
        let shades = fired(alert, turns.iter(), OF).into_iter();
        shades
            .map(|shade| (shade.span.from.0, shade.span.to.0, shade.severity))
            .collect()
    }

    #[test]
    fn what_began_before_and_lasts_on_fills_the_stretch() {
        use Severity::{Critical, Major};
        let lasting = alert(1, Critical, 0, None);
        let turns = [
            turn(1, 0, What::Raised, Major),
            turn(1, 500, What::Worse, Critical),
        ];
        assert_eq!(told(&lasting, &turns), [(1_000, 9_000, Critical)]);
        assert_eq!(
            told(&lasting, &[]),
            [(1_000, 9_000, Critical)],
            "its turns are forgotten"
        );
        let before = alert(1, Critical, 0, Some(900));
        assert_eq!(told(&before, &[]), []);
    }

    #[test]
    fn an_alert_that_came_back_did_not_fire_in_between() {
        use Severity::{Major, Minor};
        let returned = alert(1, Minor, 5_000, Some(6_000));
        let turns = [
            turn(1, 2_000, What::Raised, Major),
            turn(1, 2_500, What::Acknowledged, Major),
            turn(1, 3_000, What::Resolved, Major),
            turn(1, 5_000, What::Returned, Minor),
            turn(1, 6_000, What::Resolved, Minor),
        ];
        assert_eq!(
            told(&returned, &turns),
            [(2_000, 3_000, Major), (5_000, 6_000, Minor)]
        );
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_stretch_of_less_than_nothing() {
        let odd = alert(1, Severity::Major, 4_000, Some(3_000));
        let turns = [
            turn(1, 4_000, What::Raised, Severity::Major),
            turn(1, 3_000, What::Resolved, Severity::Major),
        ];
        assert_eq!(told(&odd, &turns), []);
    }
}
