//! What is to be seen of a line-up before it is signed.

use wire::live::Condition;
use wire::report::{LineUp, ProbeLine};

/// How many probes are how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// In all.
    pub(crate) probes: usize,
    /// Minor or worse.
    pub(crate) ill: usize,
    /// Switched off, old, or nothing is known of them.
    pub(crate) unknown: usize,
}

fn rank(probe: &ProbeLine) -> u8 {
    match probe.condition {
        Condition::Critical => 0,
        Condition::Major => 1,
        Condition::Minor => 2,
        Condition::Ok if probe.is_old => 3,
        Condition::Unknown => 3,
        Condition::Off => 4,
        Condition::Ok => 5,
    }
}

/// The probes to look at before anybody signs, the worst first.
pub(crate) fn not_well(line_up: &LineUp) -> Vec<&ProbeLine> {
    let mut ill: Vec<&ProbeLine> = line_up.probes.iter().filter(|probe| rank(probe) < 5).collect();
    ill.sort_by_key(|probe| (rank(probe), probe.id));
    ill
}

/// How many probes are how.
pub(crate) fn sum(line_up: &LineUp) -> Sum {
    let among = |ranks: std::ops::Range<u8>| {
        line_up
            .probes
            .iter()
            .filter(|probe| ranks.contains(&rank(probe)))
            .count()
    };
    Sum {
        probes: line_up.probes.len(),
        ill: among(0..3),
        unknown: among(3..5),
    }
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;
    use wire::probe::ProbeId;
    use wire::report::Zone;

    use super::*;

    fn probe(id: u32, condition: Condition, is_old: bool) -> ProbeLine {
        ProbeLine {
            id: ProbeId(id),
            name: format!("Probe {id}"),
            kind: "icmp".to_owned(),
            kind_title: "Ping".to_owned(),
            target: "icmp:a".to_owned(),
            condition,
            last: None,
            is_old,
            trouble: String::new(),
            values: Vec::new(),
            values_left_out: 0,
            facts: Vec::new(),
            facts_left_out: 0,
        }
    }

    #[test]
    fn what_is_worst_comes_first_and_what_is_well_not_at_all() {
        let line_up = LineUp {
            station: String::new(),
            version: String::new(),
            zone: Zone::default(),
            at: Timestamp(0),
            remark: String::new(),
            channels: Vec::new(),
            probes: vec![
                probe(1, Condition::Ok, false),
                probe(2, Condition::Minor, false),
                probe(3, Condition::Off, false),
                probe(4, Condition::Ok, true),
                probe(5, Condition::Critical, false),
            ],
            alerts: Vec::new(),
            alerts_left_out: 0,
        };
        let ids: Vec<u32> = not_well(&line_up).iter().map(|probe| probe.id.0).collect();
        assert_eq!(ids, [5, 2, 4, 3]);
        let sum = sum(&line_up);
        assert_eq!((sum.probes, sum.ill, sum.unknown), (5, 2, 2));
    }
}
