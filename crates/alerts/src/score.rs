//! The score of the alarms themselves.

use std::collections::BTreeMap;

use wire::alert::{Alert, AlertId, Suppressed, Turn, What};
use wire::score::{BadActor, CHATTER, FLOOD, MOST_PARTS, STANDING_MS, Score, TEN_MINUTES_MS};
use wire::{Severity, Timestamp};

/// So many bad actors are named.
const NAMED: usize = 10;

/// Scores a stretch of time. `turns` are those of the stretch, `alerts` those that they are of and those that fire now.
#[must_use]
pub fn score(alerts: &[Alert], turns: &[Turn], from: Timestamp, to: Timestamp) -> Score {
    let by_id: BTreeMap<AlertId, &Alert> = alerts.iter().map(|alert| (alert.id, alert)).collect();
    let is_alarm = |turn: &&Turn| {
        let alert = by_id.get(&turn.alert);
        matches!(turn.what, What::Raised | What::Returned) && alert.is_some_and(|alert| alert.counts())
    };
    let alarms: Vec<&Turn> = turns.iter().filter(is_alarm).collect();
    let moments: Vec<i64> = alarms.iter().map(|turn| turn.at.0).collect();
    let (busiest, busiest_at) = busiest(&moments);
    let (part_ms, counts) = parts(&moments, from, to);
    let raised = count(alarms.len());
    let firing: Vec<&Alert> = alerts.iter().filter(|alert| alert.is_firing()).collect();
    let of = |is: fn(&Alert) -> bool| count(firing.iter().filter(|alert| is(alert)).count());
    let newest = alarms
        .iter()
        .filter(|turn| to.millis_since(turn.at) < TEN_MINUTES_MS);
    #[allow(clippy::cast_precision_loss, reason = "times of a station in milliseconds")]
    let stretches = (to.millis_since(from).max(1) as f64 / TEN_MINUTES_MS as f64).max(1.0);
    let mut score = Score {
        from,
        to,
        raised,
        newest: count(newest.count()),
        busiest,
        busiest_at,
        counts,
        part_ms,
        mean: f64::from(raised) / stretches,
        flooded: flooded(&moments) / stretches,
        mix: mix(&alarms),
        firing: count(firing.len()),
        standing: firing
            .iter()
            .filter(|alert| to.millis_since(alert.raised) > STANDING_MS)
            .map(|alert| alert.id)
            .collect(),
        shelved: of(|alert| alert.shelved.is_some()),
        silenced: of(|alert| matches!(alert.suppressed, Some(Suppressed::Silence { .. }))),
        waiting: of(Alert::is_waiting),
        worst: worst(&alarms, &by_id),
        advice: Vec::new(),
    };
    score.advice = score.to_mend().iter().map(ToString::to_string).collect();
    score
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The most alarms within any ten minutes, and when those began. `moments` are in order.
fn busiest(moments: &[i64]) -> (u32, Option<Timestamp>) {
    let (mut most, mut at, mut first) = (0, None, 0);
    for (last, moment) in moments.iter().enumerate() {
        while moments
            .get(first)
            .is_some_and(|begin| moment - begin >= TEN_MINUTES_MS)
        {
            first += 1;
        }
        let within = count(last + 1 - first);
        if within > most {
            most = within;
            at = moments.get(first).map(|begin| Timestamp(*begin));
        }
    }
    (most, at)
}

/// The length of the parts of a stretch, and the most alarms in ten minutes within each.
fn parts(moments: &[i64], from: Timestamp, to: Timestamp) -> (i64, Vec<u32>) {
    let up = |length: i64, by: i64| (length + by - 1).div_euclid(by).max(1);
    let tens = up(to.millis_since(from), TEN_MINUTES_MS);
    let part_ms = up(tens, MOST_PARTS) * TEN_MINUTES_MS;
    let parts = usize::try_from(up(to.millis_since(from), part_ms)).unwrap_or_default();
    let mut in_tens = BTreeMap::<i64, u32>::new();
    for moment in moments {
        *in_tens
            .entry((to.0 - moment).max(0) / TEN_MINUTES_MS)
            .or_default() += 1;
    }
    let mut counts = vec![0; parts];
    for (back, alarms) in in_tens {
        let part = usize::try_from(back * TEN_MINUTES_MS / part_ms).unwrap_or(parts);
        // What came right at the begin belongs to the first part.
        if let Some(count) = counts.get_mut(parts.saturating_sub(part + 1)) {
            *count = alarms.max(*count);
        }
    }
    (part_ms, counts)
}

/// How many stretches of ten minutes were floods.
fn flooded(moments: &[i64]) -> f64 {
    let mut stretches = BTreeMap::<i64, u32>::new();
    for moment in moments {
        *stretches.entry(moment.div_euclid(TEN_MINUTES_MS)).or_default() += 1;
    }
    f64::from(count(
        stretches.values().filter(|alarms| **alarms > FLOOD).count(),
    ))
}

fn mix(alarms: &[&Turn]) -> Option<[f64; 3]> {
    let all = f64::from(count(alarms.len()));
    let share = |severity| {
        let such = alarms.iter().filter(|turn| turn.severity == severity).count();
        f64::from(count(such)) / all
    };
    let severities = [Severity::Critical, Severity::Major, Severity::Minor];
    (!alarms.is_empty()).then(|| severities.map(share))
}

fn worst(alarms: &[&Turn], by_id: &BTreeMap<AlertId, &Alert>) -> Vec<BadActor> {
    let mut actors = BTreeMap::<_, BadActor>::new();
    for turn in alarms {
        let Some(alert) = by_id.get(&turn.alert) else {
            continue;
        };
        let actor = actors
            .entry((&alert.rule, &alert.subject))
            .or_insert_with(|| BadActor {
                alert: alert.id,
                rule: alert.rule.clone(),
                subject: alert.subject.name.clone(),
                probe: alert.subject.probe,
                severity: turn.severity,
                raised: 0,
                chatters: false,
            });
        actor.raised += 1;
        actor.chatters = actor.raised >= CHATTER;
        actor.severity = turn.severity;
        actor.alert = actor.alert.max(alert.id);
    }
    let mut actors: Vec<_> = actors.into_values().collect();
    actors.sort_by_key(|actor| (std::cmp::Reverse(actor.raised), actor.alert));
    actors.truncate(NAMED);
    actors
}

#[cfg(test)]
mod tests {
    use wire::alert::Subject;
    use wire::probe::ProbeId;
    use wire::rule::RuleKey;

    use super::*;

    const HOUR_MS: i64 = 60 * 60_000;

    fn alert(id: u64) -> Alert {
        let subject = Subject {
            name: format!("Probe {id}"),
            probe: Some(ProbeId(u32::try_from(id).unwrap())),
            ..Subject::default()
        };
        let mut alert = Alert::new(
            AlertId(id),
            RuleKey::of_kind("icmp", "failure"),
            subject,
            Severity::Major,
            Timestamp(0),
        );
        alert.resolved = Some(Timestamp(1));
        alert
    }

    fn raised(alert: u64, at: i64, severity: Severity) -> Turn {
        Turn {
            seq: 0,
            alert: AlertId(alert),
            at: Timestamp(at),
            what: What::Raised,
            severity,
            by: String::new(),
            text: String::new(),
        }
    }

    #[test]
    fn a_quiet_day_needs_no_advice() {
        let alerts = [alert(1), alert(2)];
        let turns = [
            raised(1, HOUR_MS, Severity::Minor),
            raised(2, 5 * HOUR_MS, Severity::Major),
        ];
        let score = score(&alerts, &turns, Timestamp(0), Timestamp(24 * HOUR_MS));
        assert_eq!((score.raised, score.busiest, score.newest), (2, 1, 0));
        assert_eq!(score.mix, Some([0.0, 0.5, 0.5]));
        assert!(score.flooded.abs() < 1e-9);
        assert_eq!(score.advice, Vec::<String>::new());
    }

    #[test]
    fn the_busiest_ten_minutes_are_found_wherever_they_begin() {
        let minute = 60_000;
        let turns: Vec<_> = [0, 95, 97, 99, 101, 104, 104, 300]
            .into_iter()
            .map(|at| raised(1, at * minute, Severity::Major))
            .collect();
        let score = score(&[alert(1)], &turns, Timestamp(0), Timestamp(305 * minute));
        assert_eq!(
            (score.busiest, score.busiest_at),
            (6, Some(Timestamp(95 * minute)))
        );
        assert_eq!(score.newest, 1);
    }

    #[test]
    fn a_chart_has_ten_minutes_a_bar_and_the_worst_of_them_where_a_bar_is_longer() {
        let minute = 60_000;
        let at = |minutes: &[i64]| -> Vec<_> {
            let turn = |at: &i64| raised(1, at * minute, Severity::Major);
            minutes.iter().map(turn).collect()
        };
        let hour = score(
            &[alert(1)],
            &at(&[0, 11, 12, 59]),
            Timestamp(0),
            Timestamp(HOUR_MS),
        );
        assert_eq!((hour.part_ms, hour.counts), (10 * minute, vec![1, 2, 0, 0, 0, 1]));
        let week = score(
            &[alert(1)],
            &at(&[1, 2, 3, 31]),
            Timestamp(0),
            Timestamp(168 * HOUR_MS),
        );
        assert_eq!((week.part_ms, week.counts.len()), (HOUR_MS, 168));
        assert_eq!(week.counts[0], 3, "the busiest ten minutes of the hour");
        let short = score(&[alert(1)], &at(&[1]), Timestamp(0), Timestamp(2 * minute));
        assert_eq!(short.counts, [1]);
        let ages = score(&[], &[], Timestamp(0), Timestamp(500_000 * HOUR_MS));
        assert!(ages.counts.len() <= 168);
    }

    #[test]
    fn what_only_followed_does_not_count_and_who_is_to_blame_is_named() {
        let mut follows = alert(2);
        follows.cause = Some(wire::alert::Because {
            alert: AlertId(1),
            why: String::new(),
        });
        let mut turns: Vec<_> = (0..30)
            .map(|n| raised(1, n * 20_000, Severity::Critical))
            .collect();
        turns.extend((0..30).map(|n| raised(2, n * 20_000, Severity::Critical)));
        turns.sort_by_key(|turn| turn.at);
        let score = score(&[alert(1), follows], &turns, Timestamp(0), Timestamp(HOUR_MS));
        assert_eq!(score.raised, 30);
        assert_eq!(score.worst.len(), 1);
        assert!(score.worst[0].chatters);
        assert!(score.flooded > 0.1 && score.mean > 1.0);
        assert_eq!(score.advice.len(), 4, "{:?}", score.advice);
        assert!(score.advice[0].starts_with("Probe 1 raised 30 of 30 alarms by icmp/failure"));
    }

    #[test]
    fn what_stands_for_a_day_is_told() {
        let mut standing = alert(1);
        standing.resolved = None;
        let score = score(&[standing], &[], Timestamp(25 * HOUR_MS), Timestamp(49 * HOUR_MS));
        assert_eq!(score.standing, [AlertId(1)]);
        assert_eq!((score.firing, score.waiting, score.mix), (1, 1, None));
        assert_eq!(score.advice.len(), 1);
    }
}
