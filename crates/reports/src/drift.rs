//! What is otherwise now than when a line-up was signed.

use std::collections::BTreeMap;

use wire::live::Condition;
use wire::probe::ProbeId;
use wire::report::{Drift, Drifted, LineUp, ProbeLine, ValueLine};

/// This share of a margin may be used up before it counts.
const USED: f64 = 0.5;
/// A value without a limit may be otherwise by this share.
const MOVED: f64 = 0.25;

/// What is otherwise in `now` than in what was `signed`, by probe.
#[must_use]
pub fn drift(signed: &LineUp, now: &LineUp) -> Vec<Drift> {
    let is_on = |probe: &&ProbeLine| probe.condition != Condition::Off;
    let current: BTreeMap<ProbeId, &ProbeLine> = now
        .probes
        .iter()
        .filter(is_on)
        .map(|probe| (probe.id, probe))
        .collect();
    let before: BTreeMap<ProbeId, &ProbeLine> = signed
        .probes
        .iter()
        .filter(is_on)
        .map(|probe| (probe.id, probe))
        .collect();
    let mut found = Vec::new();
    for (id, was) in &before {
        let mut add = |what| {
            found.push(Drift {
                probe: *id,
                name: was.name.clone(),
                what,
            });
        };
        match current.get(id) {
            None => add(Drifted::Gone),
            Some(is) => at_probe(was, is).into_iter().for_each(add),
        }
    }
    let new = current.iter().filter(|(id, _)| !before.contains_key(id));
    found.extend(new.map(|(id, is)| Drift {
        probe: *id,
        name: is.name.clone(),
        what: Drifted::New,
    }));
    found.sort_by_key(|drift| drift.probe);
    found
}

fn at_probe(was: &ProbeLine, is: &ProbeLine) -> Vec<Drifted> {
    let mut found = Vec::new();
    if is.condition > was.condition && was.condition != Condition::Unknown {
        found.push(Drifted::Worse {
            was: was.condition,
            is: is.condition,
        });
    }
    // Who cannot be looked at says nothing of its values.
    if is.is_old || is.condition == Condition::Unknown {
        return found;
    }
    for old in &was.values {
        let same = |new: &&ValueLine| new.metric == old.metric && new.labels == old.labels;
        found.extend(is.values.iter().find(same).and_then(|new| of_value(old, new)));
    }
    for old in &was.facts {
        let same = |new: &&wire::report::FactLine| {
            new.fact.name == old.fact.name && new.fact.labels == old.fact.labels
        };
        let says = is.facts.iter().find(same).map(|new| new.fact.text.as_str());
        // Lists are cut: what does not stand there may still be said.
        if says.is_some_and(|says| says != old.fact.text) || (says.is_none() && is.facts_left_out == 0) {
            found.push(Drifted::Says {
                title: old.title.clone(),
                was: old.fact.text.clone(),
                is: says.unwrap_or_default().to_owned(),
            });
        }
    }
    found
}

fn of_value(old: &ValueLine, new: &ValueLine) -> Option<Drifted> {
    let (title, labels, unit) = (old.title.clone(), old.labels.clone(), old.unit);
    let (was, is) = (old.value, new.value);
    if let Some((before, now)) = old.margin.zip(new.margin) {
        // What was past its limit, or at it, when it was signed was seen by whoever signed.
        let is_nearer = before.past.is_none()
            && before.left > 0.0
            && now.past.is_none()
            && now.left < before.left * (1.0 - USED);
        return is_nearer.then_some(Drifted::Nearer {
            title,
            labels,
            unit,
            was,
            is,
            limit: now.limit,
        });
    }
    let has_moved = was.is_finite() && is.is_finite() && was != 0.0 && ((is - was) / was).abs() > MOVED;
    has_moved.then_some(Drifted::Moved {
        title,
        labels,
        unit,
        was,
        is,
    })
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;
    use wire::Unit;
    use wire::kind::{Bad, Limits};
    use wire::reading::{Fact, Labels};
    use wire::report::FactLine;

    use super::*;
    use crate::line_up;
    use crate::line_up::tests::lined;
    use crate::margin;

    fn value(value: f64, limit: Option<f64>) -> ValueLine {
        let limits = limit.map(|limit| Limits {
            bad: Bad::Above,
            major: Some(limit),
            critical: None,
        });
        ValueLine {
            metric: "srt_rtt_seconds".to_owned(),
            title: "Round trip".to_owned(),
            labels: Labels::new(),
            unit: Unit::Seconds,
            at: Timestamp(0),
            value,
            limits,
            margin: limits.and_then(|limits| margin(&limits, value)),
        }
    }

    fn fact(text: &str) -> FactLine {
        FactLine {
            title: "Resolution".to_owned(),
            fact: Fact {
                name: "resolution".into(),
                labels: Labels::new(),
                text: text.to_owned(),
            },
        }
    }

    /// A line-up with one probe.
    fn with(change: impl FnOnce(&mut ProbeLine)) -> LineUp {
        let named = (String::new(), String::new(), wire::report::Zone::default());
        let mut line_up = line_up(named, Timestamp(0), &[], &[lined(1, "CAM 1", Condition::Ok)], &[]);
        line_up.probes[0].values.clear();
        change(&mut line_up.probes[0]);
        line_up
    }

    fn told(signed: &LineUp, now: &LineUp) -> Vec<String> {
        drift(signed, now)
            .iter()
            .map(|drift| drift.what.sentence())
            .collect()
    }

    #[test]
    fn half_of_a_margin_may_be_used_up() {
        let at = |rtt: f64| with(|probe| probe.values.push(value(rtt, Some(0.1))));
        assert_eq!(told(&at(0.02), &at(0.02)), [""; 0]);
        assert_eq!(told(&at(0.02), &at(0.05)), [""; 0]);
        let nearer = "Round trip is 70 ms, was 20 ms at the line-up; the limit is 100 ms";
        assert_eq!(told(&at(0.02), &at(0.07)), [nearer]);
        assert_eq!(told(&at(0.07), &at(0.02)), [""; 0], "better is no drift");
        assert_eq!(
            told(&at(0.02), &at(0.2)),
            [""; 0],
            "past its limit it is an alert of its own"
        );
        assert_eq!(
            told(&at(0.2), &at(0.099)),
            [""; 0],
            "it was signed past its limit"
        );
    }

    #[test]
    fn a_value_without_a_limit_moves_by_a_quarter() {
        let at = |rate: f64| with(|probe| probe.values.push(value(rate, None)));
        assert_eq!(told(&at(8.0), &at(6.5)), [""; 0]);
        assert_eq!(
            told(&at(8.0), &at(5.0)),
            ["Round trip is 5 s, was 8 s at the line-up"]
        );
        assert_eq!(
            told(&at(0.0), &at(5.0)),
            [""; 0],
            "a quarter of nothing is nothing"
        );
        assert_eq!(told(&at(f64::NAN), &at(5.0)), [""; 0]);
    }

    #[test]
    fn what_a_target_says_of_itself_is_held_against_what_it_said() {
        let says = |text: &str| with(|probe| probe.facts.push(fact(text)));
        let now = "Resolution is \u{201c}1280x720\u{201d}, was \u{201c}1920x1080\u{201d} at the line-up";
        assert_eq!(told(&says("1920x1080"), &says("1280x720")), [now]);
        let nothing = "Resolution is nothing, was \u{201c}1920x1080\u{201d} at the line-up";
        assert_eq!(told(&says("1920x1080"), &with(|_| ())), [nothing]);
        let cut = with(|probe| probe.facts_left_out = 1);
        assert_eq!(told(&says("1920x1080"), &cut), [""; 0]);
        let old = with(|probe| probe.is_old = true);
        assert_eq!(
            told(&says("1920x1080"), &old),
            [""; 0],
            "nobody has looked lately"
        );
    }

    #[test]
    fn a_probe_can_be_gone_new_or_worse() {
        let well = with(|_| ());
        let off = with(|probe| probe.condition = Condition::Off);
        let worse = with(|probe| probe.condition = Condition::Major);
        assert_eq!(told(&well, &off), ["it is not watched any more"]);
        assert_eq!(told(&off, &well), ["it was not watched then"]);
        assert_eq!(told(&well, &worse), ["it is worse than it was"]);
        assert_eq!(told(&worse, &well), [""; 0]);
    }
}
