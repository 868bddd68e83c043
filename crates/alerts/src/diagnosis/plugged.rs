//! A device is behind the port that it is plugged into, and behind the switch that has the port.

use wire::alert::Alert;
use wire::inventory::DeviceId;

use super::{Explained, Scene, device, is_failure};

/// What ports lose is told by these defects.
const LINK_DOWN: &str = "link_down";
const INTERFACE: &str = "interface";

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let mut found = Vec::new();
    for alert in scene.alerts {
        let Some(device) = alert.subject.device else {
            continue;
        };
        let Some(port) = scene
            .world
            .devices
            .get(&device)
            .and_then(|device| device.port.as_ref())
        else {
            continue;
        };
        let name = |id: DeviceId| {
            scene
                .world
                .devices
                .get(&id)
                .map_or("a device", |device| &device.name)
        };
        let is_link = |other: &&&Alert| {
            let is_port = other.subject.part.get(INTERFACE) == Some(&port.interface);
            is_port && other.rule.name().ends_with(LINK_DOWN)
        };
        let mut there = scene.of_device(port.device).iter();
        let link = there.clone().find(is_link);
        let dark = there.find(|other| device::is_unreached(other));
        let because = match (link, dark) {
            (Some(link), _) => Some((
                link,
                format!("port {} of {} is down", port.interface, name(port.device)),
            )),
            (None, Some(dark)) => Some((dark, format!("{} does not answer", name(port.device)))),
            (None, None) => None,
        };
        // A picture that is black does not follow from a port; what does not come does.
        let follows = is_failure(alert) || device::is_unreached(alert);
        if let Some((cause, what)) = because.filter(|_| follows) {
            found.push(Explained {
                alert: alert.id,
                by: cause.id,
                why: format!("{} is plugged in there, and {what}", name(device)),
            });
        }
    }
    found
}
