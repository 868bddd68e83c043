//! A device is behind the port that it is plugged into, behind the switch that has the port, and behind whatever that one is
//! plugged into.

use wire::alert::Alert;
use wire::inventory::{DeviceId, Port};

use super::{Explained, Scene, began_with, device};

/// What ports lose is told by these defects.
const LINK_DOWN: &str = "link_down";
const INTERFACE: &str = "interface";
/// More switches in a row than any flypack has.
const LONGEST_WAY: usize = 16;

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let explained = |alert: &&Alert| explained(scene, alert);
    scene.alerts.iter().filter_map(explained).collect()
}

/// The nearest thing on the way from a device up to this machine that is broken, if the alert can follow from it.
fn explained(scene: &Scene<'_>, alert: &Alert) -> Option<Explained> {
    let device = alert.subject.device?;
    let mut behind = device;
    for _ in 0..LONGEST_WAY {
        let port = scene.world.devices.get(&behind)?.port.as_ref()?;
        if let Some((cause, what)) = broken(scene, port)
            && began_with(alert, cause)
        {
            let plugged = match behind == device {
                true => format!("{} is plugged in there", name(scene, device)),
                false => format!("{} is behind {}", name(scene, device), name(scene, behind)),
            };
            return Some(Explained {
                alert: alert.id,
                by: cause.id,
                why: format!("{plugged}, and {what}"),
            });
        }
        behind = port.device;
    }
    None
}

/// What is broken at a port or at the switch that has it: the link, else the whole switch.
fn broken<'a>(scene: &Scene<'a>, port: &Port<DeviceId>) -> Option<(&'a Alert, String)> {
    let is_link = |other: &&Alert| {
        let is_port = other.subject.part.get(INTERFACE) == Some(&port.interface);
        is_port && other.rule.name().ends_with(LINK_DOWN)
    };
    let there = scene.of_device(port.device);
    let switch = name(scene, port.device);
    if let Some(link) = there.iter().copied().find(is_link) {
        return Some((link, format!("port {} of {switch} is down", port.interface)));
    }
    let dark = there.iter().copied().find(|other| device::is_unreached(other))?;
    Some((dark, format!("{switch} does not answer")))
}

fn name<'a>(scene: &Scene<'a>, id: DeviceId) -> &'a str {
    let device = scene.world.devices.get(&id);
    device.map_or("a device", |device| &device.name)
}
