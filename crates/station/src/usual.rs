//! What is set on a station as long as nobody has set anything.

use wire::phase::Phases;
use wire::rule::Tunings;
use wire::station::{Retention, Station, StationSpec};

/// The name of the machine, and the usual times.
pub(crate) fn spec() -> StationSpec {
    StationSpec {
        name: host_name(),
        retention: Retention::default(),
        alerts: Tunings::new(),
        phases: Phases::default(),
    }
}

/// What was set, or what is usual.
pub(crate) fn unless(set: Option<Station>) -> Station {
    set.unwrap_or_else(|| Station {
        revision: 0,
        spec: spec(),
    })
}

pub(crate) fn host_name() -> String {
    nix::unistd::gethostname()
        .ok()
        .and_then(|name| name.into_string().ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "flywatch".to_owned())
}
