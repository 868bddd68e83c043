//! What a column of a table holds, and what it is called.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use probes::KINDS;
use wire::settings::nearest;

static HEADINGS: LazyLock<BTreeMap<String, Column>> = LazyLock::new(|| {
    Column::all()
        .into_iter()
        .map(|column| (column.to_string(), column))
        .collect()
});

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Name,
    Kind,
    Target,
    Group,
    /// Seconds between two looks.
    Every,
    /// Seconds after which a look has failed.
    Timeout,
    Enabled,
    /// The device, by its name.
    Device,
    /// A setting of some kind, by its name.
    Setting(&'static str),
    /// Part of the limits of a metric.
    Limit(&'static str, Part),
    /// Nobody knows what.
    Strange,
}

/// A part of the limits of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Warn,
    Crit,
    /// Which side of them is bad.
    Bad,
}

impl Column {
    /// What every probe has.
    pub(crate) const COMMON: [Self; 8] = [
        Self::Name,
        Self::Kind,
        Self::Target,
        Self::Group,
        Self::Every,
        Self::Timeout,
        Self::Enabled,
        Self::Device,
    ];

    /// All that there are, of all kinds.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = Self::COMMON.to_vec();
        for kind in KINDS.iter().map(|kind| kind.info()) {
            all.extend(kind.fields.iter().map(|field| Self::Setting(field.name.as_ref())));
            let limits = |metric| [Part::Warn, Part::Crit, Part::Bad].map(|part| Self::Limit(metric, part));
            all.extend(
                kind.metrics
                    .iter()
                    .flat_map(|metric| limits(metric.name.as_ref())),
            );
        }
        all
    }

    /// The column of this heading, whatever the case of its letters.
    pub(crate) fn read(heading: &str) -> Option<Self> {
        HEADINGS.get(&heading.trim().to_lowercase()).cloned()
    }

    /// The heading that was probably meant.
    pub(crate) fn nearest(heading: &str) -> Option<&'static str> {
        nearest(heading, HEADINGS.keys().map(String::as_str))
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Target => "target",
            Self::Group => "group",
            Self::Every => "every_s",
            Self::Timeout => "timeout_s",
            Self::Enabled => "enabled",
            Self::Device => "device",
            Self::Strange => "?",
            Self::Setting(field) => return write!(f, "settings.{field}"),
            Self::Limit(metric, part) => {
                let part = match part {
                    Part::Warn => "warn",
                    Part::Crit => "crit",
                    Part::Bad => "bad",
                };
                return write!(f, "limits.{metric}.{part}");
            }
        })
    }
}
