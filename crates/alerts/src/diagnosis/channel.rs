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

fn at_hop<'s, 'a>(scene: &'s Scene<'a>, hop: &'s Hop) -> impl Iterator<Item = &'a Alert> + use<'s, 'a> {
    hop.probes
        .iter()
        .flat_map(|probe| scene.of_probe(*probe))
        .copied()
}

fn worst_at<'a>(scene: &Scene<'a>, hop: &Hop) -> Option<&'a Alert> {
    at_hop(scene, hop).max_by_key(|alert| (alert.severity, std::cmp::Reverse(alert.id)))
}

fn condition(scene: &Scene<'_>, hop: &Hop) -> Condition {
    let known = hop
        .probes
        .iter()
        .filter(|probe| scene.world.probes.contains_key(probe));
    let worst_of = |probe| scene.of_probe(probe).iter().map(|alert| alert.severity).max();
    worst(known.map(|probe| Condition::from(worst_of(*probe))))
}
