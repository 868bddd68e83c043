//! Who cannot look at a target, or finds no sync in a stream, says nothing true of the rest of it.

use wire::alert::Alert;

use super::{Explained, Scene, is_failure};

/// Defects that make all others of the same stream follow, the most basic first (ETSI TR 101 290 V1.4.1, 5.2.1: after a loss of
/// sync no other indicator is judged).
const BASIC: [&str; 3] = ["not_a_stream", "ts_sync_loss", "pat_error"];

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let mut found = Vec::new();
    for alert in scene.alerts {
        let Some(probe) = alert.subject.probe else {
            continue;
        };
        let basis = scene
            .of_probe(probe)
            .iter()
            .filter_map(|other| Some((depth(other)?, *other)))
            .filter(|(depth, _)| self::depth(alert).is_none_or(|own| *depth < own))
            .min_by_key(|(depth, _)| *depth);
        if let Some((_, basis)) = basis {
            let why = if is_failure(basis) {
                "as long as it cannot be looked at, nothing else is known of it".to_owned()
            } else {
                format!(
                    "nothing else of the stream can be judged as long as this holds: {}",
                    basis.text
                )
            };
            found.push(Explained {
                alert: alert.id,
                by: basis.id,
                why,
            });
        }
    }
    found
}

/// How basic a defect is, the less the more.
fn depth(alert: &Alert) -> Option<usize> {
    if is_failure(alert) {
        return Some(0);
    }
    let code = alert.rule.name().rsplit('.').next()?;
    BASIC
        .iter()
        .position(|basic| *basic == code)
        .map(|place| place + 1)
}
