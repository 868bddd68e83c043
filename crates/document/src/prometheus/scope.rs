//! Which probes and which series the labels of a selector choose.

use promql_parser::label::{MatchOp, Matcher};
use promql_parser::parser::VectorSelector;
use wire::inventory::DeviceId;
use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::Scope;

use super::exporters::JOBS;
use super::{Around, Notes, Unfit};

/// What the labels of a selector choose.
pub(super) struct Chosen {
    pub(super) scope: Scope,
    pub(super) labels: Labels,
}

/// Labels that name a target.
const TARGETS: [&str; 8] = [
    "instance", "target", "probe", "host", "hostname", "nodename", "node", "sysName",
];
/// Labels that name a sort of target.
const SORTS: [&str; 2] = ["job", "module"];

/// Reads the labels of a selector. `known` are those of the series and how they are called here; `spoken_for` is a label
/// that has chosen the metric already.
pub(super) fn chosen(
    selector: &VectorSelector,
    known: &[(&str, &str)],
    spoken_for: Option<&str>,
    around: &Around,
    notes: &mut Notes,
) -> Chosen {
    let mut chosen = Chosen {
        scope: Scope::default(),
        labels: Labels::default(),
    };
    for matcher in &selector.matchers.matchers {
        let name = matcher.name.as_str();
        let takes_all =
            matches!(&matcher.op, MatchOp::Re(_)) && matches!(matcher.value.as_str(), ".*" | ".+");
        if Some(name) == spoken_for || takes_all {
            continue;
        }
        let values = values(matcher);
        if let (Some((_, ours)), MatchOp::Equal) =
            (known.iter().find(|(theirs, _)| *theirs == name), &matcher.op)
        {
            chosen
                .labels
                .insert((*ours).to_owned().into(), matcher.value.clone());
            continue;
        }
        if TARGETS.contains(&name)
            && values
                .as_deref()
                .is_some_and(|values| names(values, around, &mut chosen.scope))
        {
            continue;
        }
        if SORTS.contains(&name)
            && let Some(kind) = values.as_deref().and_then(sort)
        {
            notes.say(format!(
                "{} is taken for probes of the kind {kind}.",
                written(matcher)
            ));
            chosen.scope.kinds = vec![kind.to_owned()];
            continue;
        }
        notes.say(match matcher.op {
            MatchOp::NotEqual | MatchOp::NotRe(_) => format!(
                "{} leaves nothing out here: what does not count is set at the probe, or in the scope of the rule.",
                written(matcher)
            ),
            MatchOp::Equal | MatchOp::Re(_) => format!(
                "{} is not known here, so the rule looks at more than that; choose its probes once it is made.",
                written(matcher)
            ),
        });
    }
    chosen
}

fn written(matcher: &Matcher) -> String {
    let value = crate::cut(&matcher.value, 60);
    format!("The condition `{}{}\"{value}\"`", matcher.name, matcher.op)
}

/// The only values that fit, where they can be listed.
fn values(matcher: &Matcher) -> Option<Vec<String>> {
    match &matcher.op {
        MatchOp::Equal => Some(vec![matcher.value.clone()]),
        MatchOp::Re(_) => {
            let pattern = matcher.value.replace("\\.", ".");
            let is_plain = |letter: char| letter.is_alphanumeric() || "._-:/|@ ".contains(letter);
            pattern
                .chars()
                .all(is_plain)
                .then(|| pattern.split('|').map(str::to_owned).collect())
        }
        MatchOp::NotEqual | MatchOp::NotRe(_) => None,
    }
}

/// The kind that every one of these jobs is of.
fn sort(values: &[String]) -> Option<&'static str> {
    let of = |value: &String| {
        let value = value.to_lowercase();
        JOBS.iter()
            .find(|(word, _)| value.contains(word))
            .map(|(_, kind)| *kind)
    };
    let kinds: Option<Vec<_>> = values.iter().map(of).collect();
    let kinds = kinds?;
    let first = kinds.first().copied()?;
    kinds.iter().all(|kind| *kind == first).then_some(first)
}

/// Takes the probes or the devices that are named, if every name is known.
fn names(values: &[String], around: &Around, scope: &mut Scope) -> bool {
    let probes = |value: &String| -> Vec<ProbeId> {
        let wanted = bare(value);
        let fits = around.probes.iter().filter(|probe| {
            probe.spec.name.to_lowercase() == value.to_lowercase() || bare(&probe.spec.target) == wanted
        });
        fits.map(|probe| probe.id).collect()
    };
    let devices = |value: &String| -> Vec<DeviceId> {
        let (wanted, host) = (value.to_lowercase(), host(value));
        let fits = around.devices.iter().filter(|device| {
            let address = device.spec.address.to_lowercase();
            device.spec.name.to_lowercase() == wanted || (!address.is_empty() && address == host)
        });
        fits.map(|device| device.id).collect()
    };
    let found: Vec<_> = values.iter().map(probes).collect();
    if found.iter().all(|found| !found.is_empty()) {
        scope.probes = found.concat();
        return true;
    }
    let found: Vec<_> = values.iter().map(devices).collect();
    if found.iter().all(|found| !found.is_empty()) {
        scope.devices = found.concat();
        return true;
    }
    false
}

/// A target without its scheme.
fn bare(target: &str) -> String {
    let target = target.to_lowercase();
    let behind = match target.split_once(':') {
        Some((scheme, behind)) if scheme.chars().all(char::is_alphabetic) => behind,
        _ => target.as_str(),
    };
    behind.trim_start_matches('/').trim_end_matches('/').to_owned()
}

/// A target without scheme, path and port.
fn host(target: &str) -> String {
    let bare = bare(target);
    let authority = bare.split('/').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|digit| digit.is_ascii_digit()) && !host.contains(':') => host,
        _ => authority,
    };
    host.trim_matches(['[', ']']).to_owned()
}

/// What two parts of a rule look at together. `narrower` takes the narrower where only one says.
pub(super) fn together(one: Scope, other: Scope, narrower: bool) -> Result<Scope, Unfit> {
    let kinds = match (one.kinds.is_empty(), other.kinds.is_empty()) {
        (true, true) => Vec::new(),
        (false, true) if narrower => one.kinds,
        (true, false) if narrower => other.kinds,
        (false, false) => {
            let both: Vec<_> = one
                .kinds
                .iter()
                .filter(|kind| other.kinds.contains(kind))
                .cloned()
                .collect();
            let is_same = both.len() == one.kinds.len() && both.len() == other.kinds.len();
            if both.is_empty() || !(narrower || is_same) {
                return Err(format!(
                    "It joins probes of the kinds {} and {}; a rule tests the values of one probe. Make a rule of each part.",
                    one.kinds.join(", "),
                    other.kinds.join(", ")
                ));
            }
            both
        }
        _ => {
            return Err("Its parts look at different kinds of probes; make a rule of each part.".to_owned());
        }
    };
    let apart = || "Its parts look at different probes; make a rule of each part.".to_owned();
    Ok(Scope {
        kinds,
        probes: either(one.probes, other.probes, narrower).ok_or_else(apart)?,
        devices: either(one.devices, other.devices, narrower).ok_or_else(apart)?,
        groups: Vec::new(),
        channels: Vec::new(),
    })
}

fn either<T: PartialEq>(one: Vec<T>, other: Vec<T>, narrower: bool) -> Option<Vec<T>> {
    if one == other || (narrower && other.is_empty()) {
        Some(one)
    } else if narrower && one.is_empty() {
        Some(other)
    } else {
        None
    }
}
