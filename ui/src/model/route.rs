//! A route while it is entered, as a sentence, and its place among the others.

use wire::Severity;
use wire::phase::Phase;
use wire::receiver::ReceiverId;
use wire::route::{Day, Escalation, Hours, Matcher, Route, RouteSpec, USUAL_WAIT_MS};
use wire::settings::FieldError;

use super::{lapse, matching};
use crate::text;

/// The phases, in the order of a day.
pub(crate) const PHASES: [Phase; 4] = [Phase::Down, Phase::LineUp, Phase::Rehearsal, Phase::OnAir];

/// The days, from Monday on.
pub(crate) const DAYS: [Day; 7] = [
    Day::Monday,
    Day::Tuesday,
    Day::Wednesday,
    Day::Thursday,
    Day::Friday,
    Day::Saturday,
    Day::Sunday,
];

/// What is entered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) least: Severity,
    pub(crate) matching: Vec<Matcher>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) hours: Vec<Times>,
    pub(crate) receivers: Vec<ReceiverId>,
    pub(crate) wait: String,
    pub(crate) tell_end: bool,
    /// In minutes; empty for never.
    pub(crate) repeat: String,
    pub(crate) escalate: Vec<Later>,
    pub(crate) go_on: bool,
    place: u32,
    enabled: bool,
}

/// Times of a week as they are entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Times {
    pub(crate) days: Vec<Day>,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// Who else is told, as it is entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Later {
    pub(crate) after: String,
    pub(crate) receivers: Vec<ReceiverId>,
}

impl Draft {
    /// A new one behind `others`.
    pub(crate) fn new(others: &[Route]) -> Self {
        let last = others.iter().map(|route| route.spec.place).max();
        Self {
            name: String::new(),
            least: Severity::Major,
            matching: Vec::new(),
            phases: Vec::new(),
            hours: Vec::new(),
            receivers: Vec::new(),
            wait: lapse::write(USUAL_WAIT_MS),
            tell_end: true,
            repeat: String::new(),
            escalate: Vec::new(),
            go_on: false,
            place: last.map_or(0, |last| last + 1),
            enabled: true,
        }
    }

    /// One that is there.
    pub(crate) fn of(spec: &RouteSpec) -> Self {
        let times = |hours: &Hours| Times {
            days: hours.days.clone(),
            from: lapse::write_clock(hours.from),
            to: lapse::write_clock(hours.to),
        };
        let later = |escalation: &Escalation| Later {
            after: escalation.after_minutes.to_string(),
            receivers: escalation.receivers.clone(),
        };
        Self {
            name: spec.name.clone(),
            least: spec.least,
            matching: spec.matching.clone(),
            phases: spec.phases.clone(),
            hours: spec.hours.iter().map(times).collect(),
            receivers: spec.receivers.clone(),
            wait: lapse::write(spec.wait_ms),
            tell_end: spec.tell_end,
            repeat: spec
                .repeat_minutes
                .map(|minutes| minutes.to_string())
                .unwrap_or_default(),
            escalate: spec.escalate.iter().map(later).collect(),
            go_on: spec.go_on,
            place: spec.place,
            enabled: spec.enabled,
        }
    }

    /// The route as it stands, and what is wrong with the entries.
    pub(crate) fn spec(&self) -> (RouteSpec, Vec<FieldError>) {
        let mut unread = Vec::new();
        let mut read = |field: String, read: Result<u32, String>| {
            read.unwrap_or_else(|message| {
                unread.push(FieldError::new(field, message));
                // What the check of the whole finds no fault with.
                1
            })
        };
        let hours = |(at, times): (usize, &Times)| Hours {
            days: times.days.clone(),
            from: clock(read(
                format!("hours.{at}"),
                lapse::read_clock(&times.from).map(u32::from),
            )),
            to: clock(read(
                format!("hours.{at}"),
                lapse::read_clock(&times.to).map(u32::from),
            )),
        };
        let hours = self.hours.iter().enumerate().map(hours).collect();
        let later = |(at, later): (usize, &Later)| Escalation {
            after_minutes: read(
                format!("escalate.{at}.after_minutes"),
                lapse::read_minutes(&later.after),
            ),
            receivers: later.receivers.clone(),
        };
        let escalate = self.escalate.iter().enumerate().map(later).collect();
        let repeats = !self.repeat.trim().is_empty();
        let spec = RouteSpec {
            name: self.name.trim().to_owned(),
            place: self.place,
            enabled: self.enabled,
            least: self.least,
            matching: self.matching.clone(),
            phases: self.phases.clone(),
            hours,
            receivers: self.receivers.clone(),
            wait_ms: read("wait_ms".to_owned(), lapse::read(&self.wait)),
            tell_end: self.tell_end,
            repeat_minutes: repeats
                .then(|| read("repeat_minutes".to_owned(), lapse::read_minutes(&self.repeat))),
            escalate,
            go_on: self.go_on,
        };
        let mut faults = spec.faults();
        faults.extend(unread);
        (spec, faults)
    }
}

fn clock(minute: u32) -> u16 {
    u16::try_from(minute).unwrap_or_default()
}

/// Who is told of what, in one sentence: `Critical and major, channel PGM A, on air → Chat, Mail; again every 5 min`.
pub(crate) fn sentence(spec: &RouteSpec, name: impl Fn(ReceiverId) -> String) -> String {
    let listed = |receivers: &[ReceiverId]| match receivers {
        [] => text::nobody_yet().to_owned(),
        some => some.iter().map(|id| name(*id)).collect::<Vec<_>>().join(", "),
    };
    let mut what = vec![text::at_least(spec.least).to_owned()];
    if !spec.matching.is_empty() {
        what.push(matching::sentence(&spec.matching));
    }
    if !spec.phases.is_empty() {
        let phases: Vec<_> = spec.phases.iter().map(|phase| text::phase(*phase)).collect();
        what.push(phases.join(text::or_between()));
    }
    what.extend(spec.hours.iter().map(times));
    let mut told = vec![listed(&spec.receivers)];
    told.extend(spec.repeat_minutes.map(text::again_every));
    let later =
        |escalation: &Escalation| text::after_also(escalation.after_minutes, &listed(&escalation.receivers));
    told.extend(spec.escalate.iter().map(later));
    if spec.go_on {
        told.push(text::then_later_routes().to_owned());
    }
    format!("{} → {}", what.join(", "), told.join("; "))
}

fn times(hours: &Hours) -> String {
    let clock = format!(
        "{}–{}",
        lapse::write_clock(hours.from),
        lapse::write_clock(hours.to)
    );
    if hours.days.is_empty() {
        return clock;
    }
    format!("{} {clock}", days(&hours.days))
}

/// Days in short, in the order of the week.
pub(crate) fn days(chosen: &[Day]) -> String {
    let chosen: Vec<_> = DAYS
        .into_iter()
        .filter(|day| chosen.contains(day))
        .map(text::day_in_short)
        .collect();
    chosen.join(" ")
}

/// In the order in which they are asked.
pub(crate) fn in_order(mut routes: Vec<Route>) -> Vec<Route> {
    routes.sort_by(|a, b| (a.spec.place, &a.spec.name).cmp(&(b.spec.place, &b.spec.name)));
    routes
}

/// What must be saved so that the route at `at` of `routes`, which are in order, stands one earlier or later.
pub(crate) fn moved(routes: &[Route], at: usize, later: bool) -> Vec<Route> {
    let other = if later {
        at.checked_add(1)
    } else {
        at.checked_sub(1)
    };
    let Some(other) = other.filter(|other| *other < routes.len() && at < routes.len()) else {
        return Vec::new();
    };
    let mut order: Vec<&Route> = routes.iter().collect();
    order.swap(at, other);
    (0_u32..)
        .zip(order)
        .filter(|(place, route)| route.spec.place != *place)
        .map(|(place, route)| {
            let mut route = route.clone();
            route.spec.place = place;
            route
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use wire::route::RouteId;

    use super::*;

    fn spec() -> RouteSpec {
        RouteSpec {
            name: "Crew".to_owned(),
            place: 2,
            enabled: true,
            least: Severity::Major,
            matching: vec![Matcher::equal("channel", "PGM A")],
            phases: vec![Phase::OnAir],
            hours: vec![Hours {
                days: vec![Day::Sunday, Day::Monday],
                from: 360,
                to: 1440,
            }],
            receivers: vec![ReceiverId(1), ReceiverId(2)],
            wait_ms: 500,
            tell_end: true,
            repeat_minutes: Some(5),
            escalate: vec![Escalation {
                after_minutes: 10,
                receivers: vec![ReceiverId(3)],
            }],
            go_on: false,
        }
    }

    fn name(id: ReceiverId) -> String {
        ["", "Chat", "Mail", "Chief"][id.0 as usize].to_owned()
    }

    #[test]
    fn a_route_comes_out_as_it_went_in() {
        assert_eq!(Draft::of(&spec()).spec(), (spec(), Vec::new()));
    }

    #[test]
    fn a_route_is_one_sentence() {
        assert_eq!(
            sentence(&spec(), name),
            "Critical and major, channel PGM A, on air, Mon Sun 06:00–24:00 → Chat, Mail; again every 5 min; after 10 min also Chief"
        );
    }

    #[test]
    fn a_route_that_tells_nobody_says_so() {
        let spec = RouteSpec {
            receivers: Vec::new(),
            ..Draft::new(&[]).spec().0
        };
        assert_eq!(sentence(&spec, name), "Critical and major → nobody yet");
    }

    #[test]
    fn wrong_entries_are_named_and_kept() {
        let mut draft = Draft::of(&spec());
        draft.name.clear();
        draft.receivers.clear();
        draft.hours[0].from = "6 pm".to_owned();
        draft.escalate[0].after = "soon".to_owned();
        draft.wait = "1 h".to_owned();
        let (_, faults) = draft.spec();
        let named: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            named,
            [
                "name",
                "receivers",
                "wait_ms",
                "hours.0",
                "escalate.0.after_minutes"
            ]
        );
    }

    #[test]
    fn a_move_changes_only_what_must_be_saved() {
        let route = |id, place, name: &str| Route {
            id: RouteId(id),
            revision: 1,
            spec: RouteSpec {
                name: name.to_owned(),
                place,
                ..spec()
            },
        };
        let routes = in_order(vec![route(1, 0, "b"), route(2, 0, "a"), route(3, 2, "c")]);
        let places = |moved: Vec<Route>| -> Vec<_> {
            moved.iter().map(|route| (route.id.0, route.spec.place)).collect()
        };
        assert_eq!(places(moved(&routes, 0, true)), [(2, 1)]);
        assert_eq!(places(moved(&routes, 2, false)), [(3, 1), (1, 2)]);
        assert_eq!(places(moved(&routes, 0, false)), []);
        assert_eq!(places(moved(&routes, 2, true)), []);
    }
}
