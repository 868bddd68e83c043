//! Who cannot reach a device cannot reach what is on it.

use wire::alert::Alert;

use super::{Explained, Scene, began_with, is_failure};

/// The kind whose failure means that the device itself is not reached.
pub(super) const REACH: &str = "icmp";

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let mut found = Vec::new();
    for alert in scene.alerts.iter().filter(|alert| !is_unreached(alert)) {
        let Some(device) = alert.subject.device else {
            continue;
        };
        let ping = scene.of_device(device).iter().find(|other| is_unreached(other));
        if let Some(ping) = ping.filter(|ping| began_with(alert, ping)) {
            let name = scene
                .world
                .devices
                .get(&device)
                .map_or("the device", |device| &device.name);
            found.push(Explained {
                alert: alert.id,
                by: ping.id,
                why: format!("it is on {name}, which does not answer at all"),
            });
        }
    }
    found
}

/// Whether an alert says that a device is not reached at all.
pub(super) fn is_unreached(alert: &Alert) -> bool {
    alert.rule.family() == REACH && is_failure(alert)
}
