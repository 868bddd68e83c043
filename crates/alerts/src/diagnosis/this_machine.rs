//! Where this machine has lost its own link, or is too busy to look, what it does not see is not the targets' fault.

use wire::alert::Alert;
use wire::rule::NO_DATA;

use super::{Explained, Scene, began_with};

/// The kind that watches this machine.
const THIS: &str = "host";
const LINK_DOWN: &str = "link_down";
const INTERFACE: &str = "interface";

pub(super) fn explain(scene: &Scene<'_>) -> Vec<Explained> {
    let mut found = Vec::new();
    let is_own_link = |alert: &&&Alert| alert.rule.family() == THIS && alert.rule.name().ends_with(LINK_DOWN);
    for link in scene.alerts.iter().filter(is_own_link) {
        let Some(interface) = link.subject.part.get(INTERFACE) else {
            continue;
        };
        let through = scene
            .alerts
            .iter()
            .filter(|alert| is_through(scene, alert, interface));
        for alert in through.filter(|alert| alert.id != link.id && began_with(alert, link)) {
            found.push(Explained {
                alert: alert.id,
                by: link.id,
                why: format!("this machine reaches it through its interface {interface}, which has no link"),
            });
        }
    }
    for alert in scene.alerts.iter().filter(|alert| is_own_doing(alert)) {
        let is_busy = |other: &&&Alert| other.rule.family() == THIS && other.rule.name() == "host_cpu_ratio";
        if let Some(busy) = scene.alerts.iter().find(is_busy) {
            found.push(Explained {
                alert: alert.id,
                by: busy.id,
                why: "this machine has too much to do to look in time".to_owned(),
            });
        }
    }
    found
}

/// Whether the way to the target of an alert leaves through that interface, as far as that is known.
fn is_through(scene: &Scene<'_>, alert: &Alert, interface: &str) -> bool {
    let Some(known) = alert
        .subject
        .probe
        .and_then(|probe| scene.world.probes.get(&probe))
    else {
        return false;
    };
    let is_named = known
        .spec
        .settings
        .get("interface")
        .is_some_and(|name| name == interface);
    let is_there = known.address.is_some_and(|address| {
        let networks = scene
            .world
            .networks
            .iter()
            .filter(|network| network.interface == interface);
        networks.into_iter().any(|network| network.holds(address))
    });
    is_named || is_there
}

/// Whether an alert tells of what this machine did not do in time.
fn is_own_doing(alert: &Alert) -> bool {
    let code = alert.rule.name().rsplit('.').next().unwrap_or_default();
    matches!(code, "machine_busy" | "dropped_here" | NO_DATA)
}
