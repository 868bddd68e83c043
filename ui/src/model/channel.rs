//! Channels as they stand: each hop by the worst of its probes, and where the trouble begins.

use wire::channel::{Diagnosis, Standing, Verdict, Way, diagnose, worst};
use wire::inventory::ChannelSpec;
use wire::live::Condition;
use wire::probe::ProbeId;

use crate::text;

/// What a hop shows beside its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HopFace {
    pub(crate) name: String,
    pub(crate) way: Way,
    pub(crate) condition: Condition,
    pub(crate) standing: Standing,
    /// What its standing is called; nothing where the condition says it all.
    pub(crate) words: String,
}

/// How a channel stands, with how each of its probes is.
pub(crate) fn standing(
    spec: &ChannelSpec,
    condition: impl Fn(ProbeId) -> Condition,
) -> (Vec<HopFace>, Diagnosis) {
    let worst: Vec<_> = spec
        .hops
        .iter()
        .map(|hop| (hop.way, worst(hop.probes.iter().map(|id| condition(*id)))))
        .collect();
    let diagnosis = diagnose(&worst);
    let faces = spec.hops.iter().zip(&worst).zip(&diagnosis.hops);
    let faces = faces.map(|((hop, (way, condition)), standing)| HopFace {
        name: hop.name.clone(),
        way: *way,
        condition: *condition,
        standing: *standing,
        words: words(spec, *standing),
    });
    (faces.collect(), diagnosis)
}

fn words(spec: &ChannelSpec, standing: Standing) -> String {
    match standing {
        Standing::Fine | Standing::Unknown => String::new(),
        Standing::Cause(_) => text::begins_here().to_owned(),
        Standing::Consequence(cause) => text::follows_from(name(spec, cause)),
    }
}

fn name(spec: &ChannelSpec, at: usize) -> &str {
    spec.hops.get(at).map_or("", |hop| hop.name.as_str())
}

/// The verdict as a sentence, and the condition that the whole has.
pub(crate) fn verdict(spec: &ChannelSpec, diagnosis: &Diagnosis) -> (Condition, String) {
    let behind = |at| {
        let follows = |standing: &&Standing| **standing == Standing::Consequence(at);
        let count = diagnosis.hops.iter().filter(follows).count();
        if count == 0 {
            String::new()
        } else {
            format!(" {}", text::hops_follow(count))
        }
    };
    match diagnosis.verdict {
        Verdict::Unknown => (Condition::Unknown, text::nobody_looks().to_owned()),
        Verdict::Carried => (Condition::Ok, text::carried().to_owned()),
        Verdict::OneWay(at) => (Condition::Major, text::one_way_left(name(spec, at))),
        Verdict::Impaired(at) => (
            Condition::Major,
            text::impaired_from(name(spec, at)) + &behind(at),
        ),
        Verdict::Broken(at) => (Condition::Critical, text::broken_at(name(spec, at)) + &behind(at)),
    }
}

#[cfg(test)]
mod tests {
    use wire::inventory::Hop;

    use super::*;

    #[test]
    fn a_hop_is_as_bad_as_its_worst_probe_and_the_first_broken_one_is_named() {
        let hop = |name: &str, probes: &[u32]| Hop {
            name: name.to_owned(),
            probes: probes.iter().map(|id| ProbeId(*id)).collect(),
            way: Way::Both,
        };
        let spec = ChannelSpec {
            name: "PGM A".to_owned(),
            hops: vec![
                hop("CAM", &[1]),
                hop("SRT", &[2, 3]),
                hop("HUB", &[4]),
                hop("CDN", &[]),
            ],
            alerts: Default::default(),
        };
        let condition = |id: ProbeId| match id.0 {
            2 | 4 => Condition::Critical,
            _ => Condition::Ok,
        };
        let (hops, diagnosis) = standing(&spec, condition);
        let seen: Vec<_> = hops
            .iter()
            .map(|hop| (hop.condition, hop.words.as_str()))
            .collect();
        let expected = [
            (Condition::Ok, ""),
            (Condition::Critical, "begins here"),
            (Condition::Critical, "follows from SRT"),
            (Condition::Unknown, ""),
        ];
        assert_eq!(seen, expected);
        let (condition, sentence) = verdict(&spec, &diagnosis);
        assert_eq!(condition, Condition::Critical);
        assert_eq!(
            sentence,
            "Broken at SRT. What is wrong at 1 hop behind it follows from that."
        );
        assert_eq!(diagnosis.verdict.hop(), Some(1));
    }
}
