//! A clock that nobody keeps makes streams look early or late.

use wire::alert::Alert;

use super::{Explained, Scene};

const CLOCK: &str = "clock_unsynchronised";
/// What is judged by the clock of this machine against that of an encoder.
const BY_CLOCK: [&str; 3] = ["pcr_frequency", "clock_set", "latency_drift"];

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let is_clock = |alert: &&&Alert| alert.rule.name().ends_with(CLOCK);
    let Some(clock) = scene.alerts.iter().find(is_clock) else {
        return Vec::new();
    };
    let follows = |alert: &&&Alert| BY_CLOCK.iter().any(|what| alert.rule.name().contains(what));
    let follow = scene.alerts.iter().filter(follows).map(|alert| Explained {
        alert: alert.id,
        by: clock.id,
        why: "it is judged by the clock of this machine, which nobody keeps".to_owned(),
    });
    follow.collect()
}
