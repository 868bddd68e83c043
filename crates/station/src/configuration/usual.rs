//! What goes without saying: entries that are as the kind has them.

use serde_json::{Value, json};
use wire::kind::{KindInfo, Watch};
use wire::probe::ProbeSpec;
use wire::settings;

/// The probe without the entries that say what the kind says anyway.
pub(super) fn leave_out<D>(kind: &KindInfo, mut spec: ProbeSpec<D>) -> ProbeSpec<D> {
    if let (Ok(usual), Ok(given)) = (
        settings::complete(&kind.fields, &settings::Settings::new()),
        settings::complete(&kind.fields, &spec.settings),
    ) {
        spec.settings = given
            .into_iter()
            .filter(|(name, value)| usual.get(name) != Some(value))
            .collect();
    }
    let (every, timeout) = pace(kind.watch);
    if spec.every_ms == every {
        spec.every_ms = None;
    }
    // With a pace of its own, a probe that names no time limit gets one that fits the pace.
    if spec.every_ms.is_none() && spec.timeout_ms == Some(timeout) {
        spec.timeout_ms = None;
    }
    spec.limits
        .retain(|name, limits| kind.metric(name).and_then(|metric| metric.limits.as_ref()) != Some(limits));
    spec
}

/// Puts in what the kind has where the entries of a probe say nothing, so that two can be compared in words.
pub(super) fn put_in(kind: &KindInfo, others: &Value, spec: &mut Value) {
    if spec["every_ms"].is_null()
        && let (Some(every), _) = pace(kind.watch)
    {
        spec["every_ms"] = json!(every);
    }
    let usual = settings::complete(&kind.fields, &settings::Settings::new()).unwrap_or_default();
    for (name, value) in usual {
        if others["settings"].get(&name).is_some() && spec["settings"].get(&name).is_none() {
            spec["settings"][&name] = value;
        }
    }
    for metric in kind.metrics.iter() {
        let name = metric.name.as_ref();
        if others["limits"].get(name).is_some() && spec["limits"].get(name).is_none() {
            spec["limits"][name] = json!(metric.limits);
        }
    }
}

fn pace(watch: Watch) -> (Option<u32>, u32) {
    match watch {
        Watch::AtIntervals { every_ms, timeout_ms } => (Some(every_ms), timeout_ms),
        Watch::AllTheTime { silent_ms } => (None, silent_ms),
    }
}
