//! An incident as a tree: the cause, what follows from it, and what follows from that.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use wire::alert::{Alert, AlertId};

use super::Incident;

/// An alert and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    pub(crate) alert: Arc<Alert>,
    pub(crate) follow: Vec<Branch>,
}

/// The causes of an incident with what follows from each; what is over stands last.
pub(crate) fn tree(incident: &Incident) -> Vec<Branch> {
    let there: BTreeSet<AlertId> = incident.alerts.iter().map(|alert| alert.id).collect();
    let is_cause = |alert: &Arc<Alert>| {
        let cause = alert.cause.as_ref();
        cause.is_none_or(|cause| !there.contains(&cause.alert))
    };
    let mut seen = BTreeSet::new();
    let causes = incident.alerts.iter().filter(|alert| is_cause(alert));
    let mut roots: Vec<_> = causes.map(|cause| branch(cause, incident, &mut seen)).collect();
    // Alerts that name each other as their cause belong to no root; none is left out for that.
    for alert in &incident.alerts {
        if !seen.contains(&alert.id) {
            roots.push(branch(alert, incident, &mut seen));
        }
    }
    in_order(&mut roots);
    roots
}

fn branch(alert: &Arc<Alert>, incident: &Incident, seen: &mut BTreeSet<AlertId>) -> Branch {
    seen.insert(alert.id);
    let mut follow = Vec::new();
    for other in &incident.alerts {
        let is_behind = other.cause.as_ref().is_some_and(|cause| cause.alert == alert.id);
        if is_behind && !seen.contains(&other.id) {
            follow.push(branch(other, incident, seen));
        }
    }
    in_order(&mut follow);
    Branch {
        alert: alert.clone(),
        follow,
    }
}

fn in_order(branches: &mut [Branch]) {
    branches.sort_by_key(|branch| {
        let alert = &branch.alert;
        Reverse((
            alert.is_firing(),
            alert.severity,
            Reverse((alert.began, alert.id)),
        ))
    });
}

/// Why what follows is taken to follow, each reason once, in the order of the alerts.
pub(crate) fn reasons(incident: &Incident) -> Vec<String> {
    let mut told = BTreeSet::new();
    let because = incident
        .firing()
        .filter_map(|alert| Some((alert, alert.cause.as_ref()?)));
    because
        .filter(|(_, because)| told.insert(because.why.clone()))
        .map(
            |(alert, because)| match because.why.starts_with(&alert.subject.name) {
                true => because.why.clone(),
                false => format!("{}: {}", alert.subject.name, because.why),
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use wire::Severity;

    use super::super::samples::*;
    use super::*;

    fn shown(branches: &[Branch]) -> String {
        let one = |branch: &Branch| match branch.follow.as_slice() {
            [] => branch.alert.id.to_string(),
            follow => format!("{}({})", branch.alert.id, shown(follow)),
        };
        branches.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn incident(alerts: Vec<Alert>) -> Incident {
        let id = AlertId(1);
        let alerts = arcs(alerts);
        Incident { id, alerts }
    }

    #[test]
    fn what_follows_stands_under_its_cause_the_worst_first() {
        let of = incident(vec![
            alert(1, Severity::Major, 0),
            follows(alert(2, Severity::Major, 3), 1, 1),
            follows(alert(3, Severity::Critical, 4), 1, 1),
            follows(alert(4, Severity::Minor, 5), 3, 1),
        ]);
        assert_eq!(shown(&tree(&of)), "1(3(4) 2)");
        assert_eq!(reasons(&of), ["P2: it is behind it"]);
    }

    #[test]
    fn none_is_left_out_when_its_cause_is_gone_or_goes_round() {
        let gone = incident(vec![follows(alert(2, Severity::Major, 3), 9, 1)]);
        assert_eq!(shown(&tree(&gone)), "2");
        let round = incident(vec![
            follows(alert(2, Severity::Major, 3), 3, 1),
            follows(alert(3, Severity::Major, 4), 2, 1),
        ]);
        assert_eq!(shown(&tree(&round)), "2(3)");
    }
}
