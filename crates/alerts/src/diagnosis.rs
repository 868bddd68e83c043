//! Cause before symptom: which alert explains which, and what many alerts have in common.
//!
//! Each way to explain is one function in a file of its own, and looks at what is known of the flypack and at what fires. The
//! first that explains an alert counts, so the most certain ones stand first.

mod channel;
mod clock;
mod device;
mod plugged;
mod same_probe;
mod subnet;
mod this_machine;

use std::collections::{BTreeMap, HashMap};

use wire::Severity;
use wire::alert::{Alert, AlertId, Because};
use wire::inventory::DeviceId;
use wire::probe::ProbeId;
use wire::rule::{FAILURE, RuleKey};

use crate::world::World;

/// What stands before the slash in the names of rules that find something common.
pub(crate) const FAMILY: &str = "diagnosis";

/// What fires, and where.
struct Scene<'a> {
    world: &'a World,
    alerts: &'a [&'a Alert],
    of_probe: HashMap<ProbeId, Vec<&'a Alert>>,
    of_device: HashMap<DeviceId, Vec<&'a Alert>>,
}

/// An alert explained by another one.
struct Explained {
    alert: AlertId,
    by: AlertId,
    why: String,
}

/// Something that several alerts have in common, and that no alert tells of.
pub(crate) struct Common {
    pub(crate) rule: RuleKey,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) severity: Severity,
    /// The alerts that follow from it.
    pub(crate) alerts: Vec<AlertId>,
    /// Why they do, in one sentence.
    pub(crate) why: String,
}

/// A way to explain alerts by alerts.
type Explain = fn(&Scene<'_>) -> Vec<Explained>;
/// A way to find what alerts have in common.
type FindCommon = fn(&Scene<'_>) -> Vec<Common>;

const WAYS: [Explain; 6] = [
    same_probe::explain,
    this_machine::explain,
    plugged::explain,
    device::explain,
    channel::explain,
    clock::explain,
];
const COMMON: [FindCommon; 1] = [subnet::find];

/// What alerts have in common. Alerts that something explains anyway are left out.
pub(crate) fn common(world: &World, alerts: &[&Alert]) -> Vec<Common> {
    let scene = Scene::new(world, alerts);
    let mut explained = BTreeMap::new();
    explain(&scene, &mut explained);
    let unexplained: Vec<&Alert> = alerts
        .iter()
        .copied()
        .filter(|alert| !explained.contains_key(&alert.id))
        .collect();
    let scene = Scene::new(world, &unexplained);
    COMMON.iter().flat_map(|find| find(&scene)).collect()
}

/// What explains which alert. No alert explains itself, not even in a roundabout way.
pub(crate) fn causes(world: &World, alerts: &[&Alert]) -> BTreeMap<AlertId, Because> {
    let scene = Scene::new(world, alerts);
    let mut found = BTreeMap::new();
    explain(&scene, &mut found);
    for common in common(world, alerts) {
        let is_it = |alert: &&&Alert| alert.rule == common.rule && alert.subject.name == common.subject;
        let Some(cause) = alerts.iter().find(is_it) else {
            continue;
        };
        for alert in common.alerts {
            add(&mut found, alert, cause.id, &common.why);
        }
    }
    found
}

fn explain(scene: &Scene<'_>, found: &mut BTreeMap<AlertId, Because>) {
    for way in WAYS {
        for Explained { alert, by, why } in way(scene) {
            add(found, alert, by, &why);
        }
    }
}

fn add(found: &mut BTreeMap<AlertId, Because>, alert: AlertId, by: AlertId, why: &str) {
    let mut above = Some(by);
    while let Some(cause) = above {
        if cause == alert {
            return;
        }
        above = found.get(&cause).map(|because: &Because| because.alert);
    }
    found.entry(alert).or_insert_with(|| Because {
        alert: by,
        why: why.to_owned(),
    });
}

impl<'a> Scene<'a> {
    fn new(world: &'a World, alerts: &'a [&'a Alert]) -> Self {
        let (mut of_probe, mut of_device) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for alert in alerts.iter().copied() {
            if let Some(probe) = alert.subject.probe {
                of_probe.entry(probe).or_default().push(alert);
            }
            if let Some(device) = alert.subject.device {
                of_device.entry(device).or_default().push(alert);
            }
        }
        Self {
            world,
            alerts,
            of_probe,
            of_device,
        }
    }

    fn of_probe(&self, probe: ProbeId) -> &[&'a Alert] {
        self.of_probe.get(&probe).map_or(&[], Vec::as_slice)
    }

    fn of_device(&self, device: DeviceId) -> &[&'a Alert] {
        self.of_device.get(&device).map_or(&[], Vec::as_slice)
    }

    /// Alerts of targets that cannot be looked at.
    fn failures(&self) -> impl Iterator<Item = &'a Alert> {
        self.alerts.iter().copied().filter(|alert| is_failure(alert))
    }
}

/// What is degraded before its cause is told is so for this long, in milliseconds: a stream runs dry faster than three pings are
/// waited for.
const TOGETHER_MS: i64 = 10_000;

/// Whether an alert can follow from a way that broke: it began with that, or later. A picture that was black before is black for
/// another reason.
fn began_with(alert: &Alert, cause: &Alert) -> bool {
    is_failure(alert) || cause.began.millis_since(alert.began) <= TOGETHER_MS
}

fn is_failure(alert: &Alert) -> bool {
    // Sources outside call their alerts what they like.
    alert.rule.name() == FAILURE && !alert.rule.is_outside()
}

#[cfg(test)]
mod tests;
