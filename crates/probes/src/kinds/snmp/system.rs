//! What an agent says of itself.

use std::time::Instant;

use super::ask::Scalar;
use super::growth::{Running, restarted};
use super::info;
use crate::Look;
use crate::number::as_f64;
use crate::runner::words;

/// The numbers that each look begins with. All fit into one question.
pub(super) const SCALARS: &[Scalar] = &[
    Scalar {
        name: "sysUpTime",
        oid: &[1, 3, 6, 1, 2, 1, 1, 3, 0],
        tells: Some((info::UPTIME, 0.01)),
    },
    Scalar {
        name: "snmpEngineBoots",
        oid: &[1, 3, 6, 1, 6, 3, 10, 2, 1, 2, 0],
        tells: None,
    },
    Scalar {
        name: "ifNumber",
        oid: &[1, 3, 6, 1, 2, 1, 2, 1, 0],
        tells: None,
    },
    Scalar {
        name: "ifTableLastChange",
        oid: &[1, 3, 6, 1, 2, 1, 31, 1, 5, 0],
        tells: None,
    },
];

/// What was remembered of the last look.
#[derive(Default)]
pub(super) struct System {
    before: Option<Before>,
}

struct Before {
    at: Instant,
    running: Running,
    list: List,
}

/// What tells that the list of interfaces is another one.
type List = [Option<u64>; 2];

/// What the numbers of the agent mean for the rest of the look.
#[derive(Clone, Copy)]
pub(super) struct News {
    /// Counters began anew.
    pub(super) restarted: bool,
    /// The list of interfaces is not the one of the last look.
    pub(super) another_list: bool,
    /// The agent said anything at all.
    pub(super) said_something: bool,
}

impl System {
    /// Tells what the agent said to [`SCALARS`] at `at`. One with `another_engine` (RFC 3411, 3.1.1.1) is another agent,
    /// however long it runs.
    pub(super) fn tell(
        &mut self,
        said: &[Option<u64>],
        another_engine: bool,
        at: Instant,
        seen: &mut Look,
    ) -> News {
        let of = |name: &str| {
            let position = SCALARS.iter().position(|scalar| scalar.name == name)?;
            said.get(position).copied().flatten()
        };
        for (scalar, value) in SCALARS.iter().zip(said) {
            if let (Some((metric, scale)), Some(value)) = (scalar.tells, value) {
                seen.sample(metric, as_f64(*value) * scale);
            }
        }
        let now = Before {
            at,
            running: Running {
                ticks: of("sysUpTime"),
                boots: of("snmpEngineBoots"),
            },
            list: [of("ifNumber"), of("ifTableLastChange")],
        };
        let before = self.before.as_ref();
        let restarted = before.is_some_and(|before| {
            let seconds = at.saturating_duration_since(before.at).as_secs_f64();
            another_engine || restarted(now.running, before.running, seconds)
        });
        if restarted {
            seen.finding(info::RESTARTED, sentence(now.running));
        }
        let news = News {
            restarted,
            another_list: before.is_none_or(|before| before.list != now.list),
            said_something: said.iter().any(Option::is_some),
        };
        self.before = Some(now);
        news
    }
}

fn sentence(running: Running) -> String {
    match running.ticks {
        Some(ticks) => {
            let ago = words(std::time::Duration::from_secs(ticks / 100));
            format!("the device, or its SNMP agent, was started again {ago} ago; its counters begin anew")
        }
        None => "the device, or its SNMP agent, was started again; its counters begin anew".to_owned(),
    }
}
