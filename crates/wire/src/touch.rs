//! How an order is touched: with a tap, with a hold, or armed first and then held.
//!
//! The station keeps to these classes itself, whatever a screen does. An order that a tap does not do is carried out
//! only with the token of a hold: `POST /api/v1/holds` when the finger goes down, and the order, with the token in the
//! header [`HEADER`], when it has rested there long enough.

use std::borrow::Cow::{self, Borrowed};

use serde::{Deserialize, Serialize};

/// The header in which an order carries the token of its hold.
pub const HEADER: &str = "Flywatch-Hold";

/// How long an order stays armed, and how long after its time a hold still counts, in milliseconds.
pub const LIT_MS: u32 = 8_000;

/// What a finger must do for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Touch it once.
    Tap,
    /// Rest on it for a second.
    Hold,
    /// Arm it, then rest on it for one and a half seconds while it is lit.
    Arm,
}

impl Class {
    /// How long a finger rests on it, in milliseconds.
    #[must_use]
    pub fn hold_ms(self) -> u32 {
        match self {
            Self::Tap => 0,
            Self::Hold => 1_000,
            Self::Arm => 1_500,
        }
    }
}

/// An order of the API that a tap does not do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Order {
    /// What a hold calls it: `delete-probes`.
    pub name: Cow<'static, str>,
    /// What a finger must do for it.
    pub class: Class,
    /// What it does, in one sentence.
    pub does: Cow<'static, str>,
}

/// Deletes several probes with one order.
pub static DELETE_PROBES: Order = order(
    "delete-probes",
    Class::Hold,
    "Deletes several probes at once; their history stays until it is too old.",
);

/// Keeps history for less long than before.
pub static SHORTEN_RETENTION: Order = order(
    "shorten-retention",
    Class::Hold,
    "Keeps history for less long, and deletes what is older.",
);

/// Applies a configuration that deletes something.
pub static APPLY_CONFIGURATION: Order = order(
    "apply-configuration",
    Class::Arm,
    "Applies a configuration that does not name everything the station has, and deletes the rest.",
);

/// Declares another phase while the show is on air.
pub static LEAVE_AIR: Order = order(
    "leave-air",
    Class::Hold,
    "Ends the phase on air: routes, severities and locks of that phase hold no longer.",
);

/// Every order of the API that a tap does not do.
pub static ORDERS: [&Order; 4] = [
    &DELETE_PROBES,
    &SHORTEN_RETENTION,
    &APPLY_CONFIGURATION,
    &LEAVE_AIR,
];

const fn order(name: &'static str, class: Class, does: &'static str) -> Order {
    Order {
        name: Borrowed(name),
        class,
        does: Borrowed(does),
    }
}

/// A finger is on an order, or arms it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// The name of the order.
    pub order: String,
    /// Only arm it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub arm: bool,
    /// The token that arming it gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub armed: Option<String>,
}

/// What the station says to a touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Held {
    /// Good for one order, or when it was only armed for one hold, and for nobody but who asked for it.
    pub token: String,
    /// What a finger must do for the order.
    pub class: Class,
    /// The token counts so many milliseconds from now on, not earlier; 0 when the order was only armed.
    pub hold_ms: u32,
    /// The token counts for nothing when so many milliseconds are over.
    pub expires_ms: u32,
}
