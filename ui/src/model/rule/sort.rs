//! The sorts of tests that a rule can make, and what each is asked for.

use std::sync::Arc;

use wire::kind::{KindInfo, Metric};
use wire::rule::Test;

/// The kinds of probes that the station knows.
pub(crate) type Kinds = [Arc<KindInfo>];

/// What a kind says about a metric.
pub(crate) fn metric<'k>(kinds: &'k Kinds, name: &str) -> Option<&'k Metric> {
    kinds.iter().find_map(|kind| kind.metric(name))
}

/// The sorts of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Limit,
    Rate,
    NoData,
    Failure,
    Finding,
    OverTime,
    Ratio,
    Burn,
    Unusual,
    UnlikePeers,
    Forecast,
    At,
    All,
    Any,
    AtLeast,
    Not,
}

/// In the order in which a form offers them.
pub(crate) const SORTS: [Sort; 16] = [
    Sort::Limit,
    Sort::Rate,
    Sort::NoData,
    Sort::Failure,
    Sort::Finding,
    Sort::OverTime,
    Sort::Ratio,
    Sort::Burn,
    Sort::Unusual,
    Sort::UnlikePeers,
    Sort::Forecast,
    Sort::All,
    Sort::Any,
    Sort::AtLeast,
    Sort::Not,
    Sort::At,
];

/// What an entry of a test takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A metric, and under the name with `.labels` which of its series.
    Series,
    /// The same of what counts.
    Counter,
    /// Which side is bad.
    Side,
    /// The same, or both.
    SideOrBoth,
    /// A value in the unit of the metric of `series`.
    Value,
    /// The same for each second.
    Speed,
    /// A length of time in whole seconds.
    Lapse,
    /// A share in per cent.
    Share,
    /// A share in per cent, or, with the word `s`, error-seconds.
    Spent,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// The code of a finding.
    Defect,
    /// A probe.
    Probe,
}

/// One entry of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Its name, as the station calls it in what is wrong.
    pub(crate) field: &'static str,
    pub(crate) takes: Takes,
    /// It may be left empty.
    pub(crate) optional: bool,
}

const fn asked(field: &'static str, takes: Takes) -> Asked {
    Asked {
        field,
        takes,
        optional: false,
    }
}

const fn optional(field: &'static str, takes: Takes) -> Asked {
    Asked {
        field,
        takes,
        optional: true,
    }
}

const SERIES: Asked = asked("series", Takes::Series);
const SIDE: Asked = asked("side", Takes::Side);
const EITHER_SIDE: Asked = asked("side", Takes::SideOrBoth);
const LIMIT: Asked = asked("limit", Takes::Value);
const WINDOW: Asked = asked("window_s", Takes::Lapse);

impl Sort {
    /// What is entered for it, besides the tests that it is made of.
    pub(crate) fn asked(self) -> &'static [Asked] {
        match self {
            Self::Limit => &const { [SERIES, SIDE, LIMIT, optional("clear", Takes::Value)] },
            Self::Rate => &const { [SERIES, SIDE, asked("limit", Takes::Speed), WINDOW] },
            Self::NoData => &const { [optional("series", Takes::Series), asked("for_s", Takes::Lapse)] },
            Self::Finding => &const { [asked("code", Takes::Defect)] },
            Self::OverTime => {
                &const {
                    [
                        asked("raise", Takes::Spent),
                        WINDOW,
                        optional("clear_window_s", Takes::Lapse),
                        optional("clear", Takes::Spent),
                    ]
                }
            }
            Self::Ratio => {
                &const {
                    [
                        asked("bad", Takes::Counter),
                        asked("of", Takes::Counter),
                        asked("above", Takes::Share),
                        WINDOW,
                    ]
                }
            }
            Self::Burn => {
                &const {
                    [
                        asked("bad", Takes::Counter),
                        asked("of", Takes::Counter),
                        asked("objective", Takes::Share),
                        asked("factor", Takes::Number),
                        asked("long_s", Takes::Lapse),
                        asked("short_s", Takes::Lapse),
                    ]
                }
            }
            Self::Unusual => &const { [SERIES, EITHER_SIDE, asked("deviations", Takes::Number)] },
            Self::UnlikePeers => {
                &const {
                    [
                        SERIES,
                        EITHER_SIDE,
                        asked("deviations", Takes::Number),
                        asked("least", Takes::Whole),
                    ]
                }
            }
            Self::Forecast => &const { [SERIES, SIDE, LIMIT, asked("within_s", Takes::Lapse), WINDOW] },
            Self::At => &const { [asked("probe", Takes::Probe)] },
            Self::AtLeast => &const { [asked("count", Takes::Whole)] },
            Self::Failure | Self::All | Self::Any | Self::Not => &[],
        }
    }

    /// Whether it is made of as many tests as one likes.
    pub(crate) fn holds_several(self) -> bool {
        matches!(self, Self::All | Self::Any | Self::AtLeast)
    }

    /// Whether it is made of other tests.
    pub(crate) fn holds(self) -> bool {
        self.holds_several() || matches!(self, Self::OverTime | Self::At | Self::Not)
    }

    pub(super) fn of(test: &Test) -> Self {
        match test {
            Test::Limit { .. } => Self::Limit,
            Test::Rate { .. } => Self::Rate,
            Test::Failure => Self::Failure,
            Test::Finding { .. } => Self::Finding,
            Test::NoData { .. } => Self::NoData,
            Test::OverTime { .. } => Self::OverTime,
            Test::Ratio { .. } => Self::Ratio,
            Test::Burn { .. } => Self::Burn,
            Test::Unusual { .. } => Self::Unusual,
            Test::UnlikePeers { .. } => Self::UnlikePeers,
            Test::Forecast { .. } => Self::Forecast,
            Test::At { .. } => Self::At,
            Test::All { .. } => Self::All,
            Test::Any { .. } => Self::Any,
            Test::AtLeast { .. } => Self::AtLeast,
            Test::Not { .. } => Self::Not,
        }
    }
}
