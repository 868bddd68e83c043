//! The kinds there are. Adding one is a file in `kinds/` and a word in the list.

use std::time::Duration;

use wire::kind::{KindInfo, Watch};
use wire::probe::ProbeSpec;
use wire::settings::{self, FieldError, one_line};

use crate::{Kind, Probe, Target, tuning_faults};

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// Every kind, in the order in which they are offered.
        pub static KINDS: &[&dyn Kind] = &[$(&$name::KIND),*];
    };
}

pub use icmp::{Echoed, Pinger};

kinds! { icmp, host, tcp, udp, http, dns, snmp, mpegts, srt, media, mediamtx, srt_stats, nginx_rtmp }

/// The kind of that name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.info().name == name)
}

/// The kind that a target means by its scheme.
///
/// # Errors
/// The schemes there are, when no kind knows this one.
pub fn guess(target: &str) -> Result<&'static dyn Kind, FieldError> {
    let scheme = target
        .split_once(':')
        .map_or("", |(scheme, _)| scheme)
        .to_ascii_lowercase();
    let knows = |kind: &&&dyn Kind| kind.info().schemes.iter().any(|known| *known == scheme);
    if let Some(kind) = KINDS.iter().find(knows) {
        return Ok(*kind);
    }
    let schemes: Vec<_> = KINDS
        .iter()
        .flat_map(|kind| kind.info().schemes.iter())
        .map(|s| format!("{s}:"))
        .collect();
    let seen = if scheme.is_empty() {
        "a target starts with its scheme".to_owned()
    } else {
        format!("no kind of probe looks at {scheme}: targets")
    };
    Err(FieldError::new(
        "target",
        format!("{seen}; use one of {}", schemes.join(" ")),
    ))
}

/// The kinds that a station runs: [`KINDS`], or others in a test.
pub type Kinds = &'static [&'static dyn Kind];

/// A probe that is ready to run, and its pace.
pub(crate) struct Ready {
    pub(crate) info: &'static KindInfo,
    pub(crate) probe: Box<dyn Probe>,
    pub(crate) pace: Pace,
}

/// When a probe looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Every { interval: Duration, timeout: Duration },
    Always { silent: Duration },
}

/// Checks a probe as an operator entered it, without touching the network.
///
/// # Errors
/// Every entry that is wrong, with what to enter instead.
pub fn check(kinds: Kinds, spec: &ProbeSpec) -> Result<(), Vec<FieldError>> {
    ready(kinds, spec).map(|_| ())
}

pub(crate) fn ready(kinds: Kinds, spec: &ProbeSpec) -> Result<Ready, Vec<FieldError>> {
    let Some(kind) = kinds.iter().find(|kind| kind.info().name == spec.kind) else {
        let names: Vec<_> = kinds.iter().map(|kind| kind.info().name.as_ref()).collect();
        let message = format!(
            "there is no kind of probe called {}; choose one of {}",
            spec.kind,
            names.join(", ")
        );
        return Err(vec![FieldError::new("kind", message)]);
    };
    let info = kind.info();
    let mut errors = Vec::new();
    if spec.name.trim().is_empty() {
        errors.push(FieldError::new("name", "give it a name"));
    }
    for (field, text) in [("name", &spec.name), ("group", &spec.group)] {
        errors.extend(one_line(text).err().map(|advice| FieldError::new(field, advice)));
    }
    for metric in spec.limits.keys().filter(|metric| info.metric(metric).is_none()) {
        let names: Vec<_> = info.metrics.iter().map(|metric| metric.name.as_ref()).collect();
        let message = format!(
            "{} measures no {metric}; it measures {}",
            info.name,
            names.join(", ")
        );
        errors.push(FieldError::new("limits", message));
    }
    errors.extend(tuning_faults(kinds, Some(&spec.kind), &spec.alerts));
    let pace = pace(spec, info.watch, &mut errors);
    let target = Target::parse(&spec.target, info)
        .map_err(|error| errors.push(error))
        .ok();
    let settings = settings::complete(&info.fields, &spec.settings)
        .map_err(|wrong| errors.extend(wrong))
        .ok();
    if let (Some(target), Some(settings)) = (target, settings) {
        match kind.build(&target, &settings) {
            Ok(probe) if errors.is_empty() => return Ok(Ready { info, probe, pace }),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}

/// The quickest pace a probe may have.
const FASTEST_MS: u32 = 100;
/// The slowest pace a probe may have.
const SLOWEST_MS: u32 = 24 * 60 * 60 * 1000;

fn pace(spec: &ProbeSpec, watch: Watch, errors: &mut Vec<FieldError>) -> Pace {
    let millis = |ms: u32| Duration::from_millis(u64::from(ms));
    match watch {
        Watch::AtIntervals { every_ms, timeout_ms } => {
            let every = spec.every_ms.unwrap_or(every_ms);
            if !(FASTEST_MS..=SLOWEST_MS).contains(&every) {
                errors.push(FieldError::new(
                    "every_ms",
                    format!("enter {FASTEST_MS} to {SLOWEST_MS} milliseconds"),
                ));
            }
            // A pace set without a time limit gets a limit that fits it.
            let timeout = spec
                .timeout_ms
                .unwrap_or_else(|| timeout_ms.min(every.saturating_sub(every / 10)));
            if timeout == 0 || timeout >= every {
                let message = format!(
                    "enter 1 to {} milliseconds: less than the interval",
                    every.saturating_sub(1)
                );
                errors.push(FieldError::new("timeout_ms", message));
            }
            Pace::Every {
                interval: millis(every),
                timeout: millis(timeout),
            }
        }
        Watch::AllTheTime { silent_ms } => {
            if spec.every_ms.is_some() {
                errors.push(FieldError::new(
                    "every_ms",
                    format!("a probe of kind {} looks all the time; leave it out", spec.kind),
                ));
            }
            let silent = spec.timeout_ms.unwrap_or(silent_ms);
            if !(FASTEST_MS..=SLOWEST_MS).contains(&silent) {
                errors.push(FieldError::new(
                    "timeout_ms",
                    format!("enter {FASTEST_MS} to {SLOWEST_MS} milliseconds"),
                ));
            }
            Pace::Always {
                silent: millis(silent),
            }
        }
    }
}

#[cfg(test)]
mod tests;
