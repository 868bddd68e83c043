//! Alerts as lines: causes, and how many others only followed from each.

use std::collections::{BTreeMap, BTreeSet};

use wire::alert::{Acknowledged, Alert, AlertId, Turn, What};
use wire::inventory::ChannelId;
use wire::report::{AlertLine, Shade};

use crate::carried::seconds;
use crate::{MOST_ALERTS, count};

/// Alerts by number, with what is said of their channels.
pub(crate) struct Told<'a> {
    pub(crate) alerts: &'a BTreeMap<AlertId, &'a Alert>,
    pub(crate) turns: &'a BTreeMap<AlertId, Vec<&'a Turn>>,
    pub(crate) channels: &'a BTreeMap<ChannelId, &'a str>,
}

impl Told<'_> {
    /// The alert that explains this one in the end; itself where none does that is known.
    pub(crate) fn root(&self, id: AlertId) -> AlertId {
        let (mut at, mut seen) = (id, BTreeSet::new());
        while seen.insert(at)
            && let Some(cause) = self.alerts.get(&at).and_then(|alert| alert.cause.as_ref())
            && self.alerts.contains_key(&cause.alert)
        {
            at = cause.alert;
        }
        at
    }

    /// One alert as a line. `shades` say when it fired in the stretch of the report.
    pub(crate) fn line(&self, alert: &Alert, shades: &[Shade], followed: u32) -> AlertLine {
        let turns = || self.turns.get(&alert.id).into_iter().flatten();
        let first = turns().find(|turn| turn.what == What::Raised);
        let taken = turns().find(|turn| turn.what == What::Acknowledged);
        let taken = taken.map(|turn| Acknowledged {
            by: turn.by.clone(),
            at: turn.at,
            note: turn.text.clone(),
            until: None,
        });
        let worst = shades.iter().map(|shade| shade.severity).max();
        let names = alert.subject.channels.iter();
        AlertLine {
            id: alert.id,
            rule: alert.rule.clone(),
            subject: alert.subject.name.clone(),
            probe: alert.subject.probe,
            channels: names
                .filter_map(|id| self.channels.get(id).map(|name| (*name).to_owned()))
                .collect(),
            severity: worst.unwrap_or(alert.severity),
            text: alert.text.clone(),
            raised: first.map_or(alert.raised, |turn| turn.at),
            resolved: alert.resolved,
            lasted_s: seconds(shades.iter().map(|shade| shade.span.millis()).sum()),
            returns: alert.returns,
            acknowledged: taken.or_else(|| alert.acknowledged.clone()),
            suppressed: alert.suppressed.clone(),
            shelved: alert.shelved.clone(),
            followed,
        }
    }
}

/// The worst of `lines`, in the order in which they are given, and how many are left out.
pub(crate) fn worst(lines: Vec<AlertLine>) -> (Vec<AlertLine>, u32) {
    if lines.len() <= MOST_ALERTS {
        return (lines, 0);
    }
    let left_out = count(lines.len() - MOST_ALERTS);
    let mut ranked: Vec<(usize, AlertLine)> = lines.into_iter().enumerate().collect();
    ranked.sort_by(|(_, one), (_, other)| {
        let by_length = other.lasted_s.total_cmp(&one.lasted_s);
        other.severity.cmp(&one.severity).then(by_length)
    });
    ranked.truncate(MOST_ALERTS);
    ranked.sort_by_key(|(place, _)| *place);
    (ranked.into_iter().map(|(_, line)| line).collect(), left_out)
}
