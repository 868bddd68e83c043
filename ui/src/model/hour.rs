//! The last hour of a probe: in which state it was from when to when.

use wire::event::{Event, EventSort};
use wire::live::{Condition, ProbeState};
use wire::{Severity, Timestamp};

use super::face::Face;
use crate::text;

pub(crate) const HOUR_MS: i64 = 3_600_000;
const TICK_MS: i64 = 600_000;

/// A time in one state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) face: Face,
}

/// The spans of the hour before `now`, oldest first and without a gap, from the events of a probe in any order and from how
/// it is now. What no event tells is not known.
pub(crate) fn spans(events: &[Event], state: &ProbeState, now: Timestamp) -> Vec<Span> {
    let begin = Timestamp(now.0 - HOUR_MS);
    let fresh = |condition| Face {
        condition,
        stale: false,
    };
    let mut before: Vec<&Event> = events
        .iter()
        .filter(|event| event.channel.is_none() && event.at < state.since)
        .collect();
    before.sort_by_key(|event| (event.at, event.seq));
    let mut turns = vec![(begin, fresh(Condition::Unknown))];
    turns.extend(
        before
            .into_iter()
            .filter_map(|event| Some((event.at, fresh(condition_after(event)?)))),
    );
    turns.push((state.since, fresh(state.condition)));
    let last = state.last.filter(|_| Face::of(state, now).stale);
    turns.extend(last.map(|last| {
        let face = Face {
            condition: state.condition,
            stale: true,
        };
        (Timestamp(last.0 + i64::from(state.stale_after_ms)), face)
    }));
    let ends = turns.iter().skip(1).map(|(at, _)| *at).chain([now]);
    let mut spans: Vec<Span> = Vec::new();
    for ((at, face), end) in turns.iter().zip(ends) {
        let (from, to) = ((*at).clamp(begin, now), end.clamp(begin, now));
        match spans.last_mut() {
            _ if from >= to => {}
            Some(last) if last.face == *face => last.to = to,
            _ => spans.push(Span {
                from,
                to,
                face: *face,
            }),
        }
    }
    spans
}

/// How a probe is after an event of it; nothing where the event says nothing about that.
fn condition_after(event: &Event) -> Option<Condition> {
    match (event.sort, event.severity) {
        (EventSort::Raised, severity) => Some(Condition::from(Some(severity))),
        (EventSort::Cleared, _) => Some(Condition::from(Some(Severity::Info))),
        // With other settings it begins anew.
        (EventSort::Changed, _) => Some(Condition::Unknown),
        (EventSort::Station | EventSort::Note, _) => None,
    }
}

/// Where in the hour a moment is, as a share of it.
pub(crate) fn across(at: Timestamp, now: Timestamp) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "lengths of time that fit an f64 exactly"
    )]
    let across = (HOUR_MS - now.millis_since(at)) as f64 / HOUR_MS as f64;
    across
}

/// The round moments of the hour whose words have room beside the ends.
pub(crate) fn ticks(now: Timestamp) -> impl Iterator<Item = Timestamp> {
    const ROOM_MS: i64 = HOUR_MS / 25;
    let first = (now.0 - HOUR_MS + ROOM_MS).div_euclid(TICK_MS) + 1;
    (first..)
        .map(|count| Timestamp(count * TICK_MS))
        .take_while(move |at| at.0 <= now.0 - ROOM_MS)
}

/// The hour in a sentence: what it was but well, for how long and how often.
pub(crate) fn sentence(spans: &[Span]) -> String {
    if let [only] = spans {
        return text::hour_all(&only.face.spoken());
    }
    let mut parts: Vec<(Face, i64, usize)> = Vec::new();
    for Span { from, to, face } in spans {
        let length = to.millis_since(*from);
        match parts.iter_mut().find(|(known, ..)| known == face) {
            Some((_, sum, count)) => (*sum, *count) = (*sum + length, *count + 1),
            None => parts.push((*face, length, 1)),
        }
    }
    parts.retain(|(face, ..)| face.condition != Condition::Ok || face.stale);
    parts.sort_by_key(|(face, ..)| std::cmp::Reverse(face.urgency()));
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(face, length, count)| text::hour_part(&face.spoken(), &long(length), count))
        .collect();
    text::hour_told(&parts.join("; "))
}

/// A length in words that can be read aloud: `2 min 10 s`.
fn long(millis: i64) -> String {
    let seconds = (millis + 500) / 1_000;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{} s", seconds.max(1)),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp(10 * HOUR_MS);

    fn event(second: i64, severity: &str, sort: &str) -> Event {
        let at = NOW.0 - HOUR_MS + second * 1_000;
        let event = json!({ "seq": second + 10_000, "at": at, "severity": severity, "sort": sort, "probe": 1, "text": "x" });
        serde_json::from_value(event).unwrap()
    }

    fn state(condition: Condition, since_second: i64, last_second: i64) -> ProbeState {
        let at = |second| Timestamp(NOW.0 - HOUR_MS + second * 1_000);
        ProbeState {
            condition,
            since: at(since_second),
            last: Some(at(last_second)),
            took_ms: 1,
            stale_after_ms: 5_000,
            failure: None,
            findings: Vec::new(),
            breaches: Vec::new(),
        }
    }

    /// From which second on it was in which state.
    fn seen(spans: &[Span]) -> Vec<(i64, &'static str)> {
        let mut end = Timestamp(NOW.0 - HOUR_MS);
        for span in spans {
            assert_eq!(span.from, end, "a gap");
            end = span.to;
        }
        assert_eq!(end, NOW);
        let second = |span: &Span| (span.from.0 - NOW.0 + HOUR_MS) / 1_000;
        spans
            .iter()
            .map(|span| (second(span), span.face.class()))
            .collect()
    }

    #[test]
    fn events_and_the_state_of_now_make_an_hour_without_a_gap() {
        let events = [
            event(700, "info", "cleared"),
            event(600, "critical", "raised"),
            event(1_200, "major", "raised"),
            event(1_205, "critical", "raised"),
            event(1_300, "info", "cleared"),
        ];
        let hour = spans(&events, &state(Condition::Ok, 1_300, 3_600), NOW);
        let expected = [
            (0, "unk"),
            (600, "crit"),
            (700, "ok"),
            (1_200, "warn"),
            (1_205, "crit"),
            (1_300, "ok"),
        ];
        assert_eq!(seen(&hour), expected);
        assert_eq!(
            sentence(&hour),
            "In the last hour: critical for 3 min 15 s, twice; warning for 5 s, once; no data yet for 10 min, once."
        );
    }

    #[test]
    fn what_was_before_the_hour_tells_how_it_begins() {
        let hour = spans(
            &[event(-500, "critical", "raised")],
            &state(Condition::Ok, 60, 3_600),
            NOW,
        );
        assert_eq!(seen(&hour), [(0, "crit"), (60, "ok")]);
        let hour = spans(&[], &state(Condition::Ok, -9_000, 3_600), NOW);
        assert_eq!(seen(&hour), [(0, "ok")]);
        assert_eq!(sentence(&hour), "In the last hour: OK all the time.");
    }

    #[test]
    fn nothing_is_made_up() {
        let mut of_channel = event(100, "critical", "raised");
        of_channel.channel = Some(wire::inventory::ChannelId(1));
        let events = [
            of_channel,
            event(200, "info", "note"),
            event(300, "info", "changed"),
        ];
        let hour = spans(&events, &state(Condition::Ok, 302, 3_590), NOW);
        assert_eq!(seen(&hour), [(0, "unk"), (302, "ok"), (3_595, "stale")]);
        let off = spans(&[], &state(Condition::Off, 1_800, 1_700), NOW);
        assert_eq!(seen(&off), [(0, "unk"), (1_800, "off")]);
    }

    #[test]
    fn ticks_are_round_moments_with_room_for_their_words() {
        let now = Timestamp(NOW.0 + 60_000);
        let minutes: Vec<_> = ticks(now).map(|at| (at.0 - NOW.0) / 60_000).collect();
        assert_eq!(minutes, [-50, -40, -30, -20, -10], "the one of now has no room");
        assert!((across(Timestamp(now.0 - HOUR_MS / 2), now) - 0.5).abs() < 1e-9);
    }
}
