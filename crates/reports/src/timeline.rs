//! What happened, moment by moment.

use std::collections::BTreeMap;

use wire::alert::What;
use wire::event::{Event, EventSort};
use wire::phase::{Entered, Phase};
use wire::probe::ProbeId;
use wire::report::{Moment, MomentSort, Span};
use wire::{Severity, Timestamp};

use crate::incidents::Told;
use crate::{MOST_MOMENTS, count};

/// Everything within `of` that is worth a line, by time: at most [`MOST_MOMENTS`], and how many are left out. What people
/// said and did stays longest, then what was worst.
pub(crate) fn timeline(
    of: Span,
    phases: &[Entered],
    told: &Told<'_>,
    events: &[Event],
    names: &BTreeMap<ProbeId, &str>,
) -> (Vec<Moment>, u32) {
    let is_in = |at: Timestamp| of.from <= at && at < of.to;
    let phases = phases.iter().map(phase);
    let events = events.iter().filter_map(|event| noted(event, names));
    let turns = told.turns.iter().filter_map(|(id, turns)| {
        let alert = told.alerts.get(id)?;
        // What only followed is told of with its cause.
        (told.root(*id) == *id).then_some((alert, turns))
    });
    let turns = turns.flat_map(|(alert, turns)| {
        let subject = alert.subject.name.as_str();
        turns.iter().filter_map(move |turn| {
            let (sort, text) = match turn.what {
                What::Raised | What::Returned => (MomentSort::Raised, turn.text.clone()),
                What::Worse => (MomentSort::Worse, turn.text.clone()),
                What::Resolved => (MomentSort::Resolved, alert.text.clone()),
                What::Acknowledged => (MomentSort::Acknowledged, turn.text.clone()),
                What::Shelved => (MomentSort::Shelved, turn.text.clone()),
                What::Commented => (MomentSort::Commented, turn.text.clone()),
                What::Better
                | What::Flapping
                | What::Steady
                | What::Caused
                | What::Unacknowledged
                | What::Unshelved
                | What::Suppressed
                | What::Unsuppressed => return None,
            };
            Some(Moment {
                at: turn.at,
                sort,
                severity: turn.severity,
                subject: subject.to_owned(),
                text,
                by: turn.by.clone(),
            })
        })
    });
    let mut moments: Vec<Moment> = phases
        .chain(events)
        .chain(turns)
        .filter(|moment| is_in(moment.at))
        .collect();
    moments.sort_by_key(|moment| moment.at);
    let left_out = moments.len().saturating_sub(MOST_MOMENTS);
    if left_out > 0 {
        moments.sort_by_key(|moment| (rank(moment), moment.at));
        moments.truncate(MOST_MOMENTS);
        moments.sort_by_key(|moment| moment.at);
    }
    (moments, count(left_out))
}

/// The smaller, the longer it stays.
fn rank(moment: &Moment) -> u8 {
    use MomentSort::{Acknowledged, Commented, Note, Phase, Raised, Resolved, Shelved, Station, Worse};
    match (moment.sort, moment.severity) {
        (Phase, _) => 0,
        (Note | Commented | Station, _) => 1,
        (Raised | Worse, Severity::Critical) => 2,
        (Acknowledged | Shelved, _) => 3,
        (Resolved, Severity::Critical) => 4,
        (Raised | Worse | Resolved, Severity::Major) => 5,
        (Raised | Worse | Resolved, Severity::Minor | Severity::Info) => 6,
    }
}

/// The word of a phase, as it is on the wire.
pub(crate) fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Down => "down",
        Phase::LineUp => "line_up",
        Phase::Rehearsal => "rehearsal",
        Phase::OnAir => "on_air",
    }
}

fn phase(entered: &Entered) -> Moment {
    Moment {
        at: entered.at,
        sort: MomentSort::Phase,
        severity: Severity::Info,
        subject: entered.show.clone(),
        text: word(entered.phase).to_owned(),
        by: entered.by.clone(),
    }
}

fn noted(event: &Event, names: &BTreeMap<ProbeId, &str>) -> Option<Moment> {
    let sort = match event.sort {
        EventSort::Note => MomentSort::Note,
        EventSort::Station => MomentSort::Station,
        EventSort::Raised | EventSort::Cleared | EventSort::Changed => return None,
    };
    let name = event.probe.and_then(|id| names.get(&id));
    Some(Moment {
        at: event.at,
        sort,
        severity: event.severity,
        subject: name.map_or_else(String::new, |name| (*name).to_owned()),
        text: event.text.clone(),
        by: String::new(),
    })
}
