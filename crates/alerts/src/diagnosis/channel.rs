//! What is broken at one stage of a channel is the cause of what is broken behind it.

use wire::Severity;
use wire::alert::Alert;
use wire::channel::{Standing, diagnose, worst};
use wire::inventory::{ChannelSpec, Hop};
use wire::live::Condition;

use super::{Explained, Scene};

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let channels = scene.world.channels.values();
    channels.flat_map(|channel| in_channel(scene, channel)).collect()
}

fn in_channel(scene: &Scene<'_>, channel: &ChannelSpec) -> Vec<Explained> {
    let hops: Vec<_> = channel
        .hops
        .iter()
        .map(|hop| (hop.way, condition(scene, hop)))
        .collect();
    let diagnosis = diagnose(&hops);
    let mut found = Vec::new();
    for (hop, standing) in channel.hops.iter().zip(&diagnosis.hops) {
        let Standing::Consequence(at) = standing else {
            continue;
        };
        let Some(cause) = channel.hops.get(*at).and_then(|first| worst_at(scene, first)) else {
            continue;
        };
        let first = channel.hops.get(*at).map_or("", |first| first.name.as_str());
        let why = format!(
            "{} is behind {first} in {}, and that is broken first",
            hop.name, channel.name
        );
        for alert in at_hop(scene, hop) {
            // A probe that stands at both is not behind itself.
            if alert.subject.probe != cause.subject.probe && alert.severity >= Severity::Major {
                found.push(Explained {
                    alert: alert.id,
                    by: cause.id,
                    why: why.clone(),
                });
            }
        }
    }
    found
}

fn at_hop<'a>(scene: &Scene<'a>, hop: &'a Hop) -> impl Iterator<Item = &'a Alert> {
    let is_here = |alert: &&Alert| {
        alert
            .subject
            .probe
            .is_some_and(|probe| hop.probes.contains(&probe))
    };
    scene.alerts.iter().copied().filter(is_here)
}

fn worst_at<'a>(scene: &Scene<'a>, hop: &'a Hop) -> Option<&'a Alert> {
    at_hop(scene, hop).max_by_key(|alert| (alert.severity, std::cmp::Reverse(alert.id)))
}

fn condition(scene: &Scene<'_>, hop: &Hop) -> Condition {
    let known = hop
        .probes
        .iter()
        .filter(|probe| scene.world.probes.contains_key(probe));
    let of = |probe| {
        let at = |alert: &&&Alert| alert.subject.probe == Some(probe);
        let severity = scene.alerts.iter().filter(at).map(|alert| alert.severity).max();
        Condition::from(severity)
    };
    worst(known.map(|probe| of(*probe)))
}
