//! Who is told: receivers, what they are told, and how far that got.

use serde::{Deserialize, Serialize};

use crate::alert::{Alert, AlertId};
use crate::kind::{Field, List, Text};
use crate::settings::Settings;
use crate::{Severity, Timestamp};

/// Which receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ReceiverId(pub u32);

/// Everything the rest of the program knows about one sort of receiver. Forms, checks and documents come from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ReceiverInfo {
    /// The word it is chosen by.
    pub name: Text,
    /// Its name on screen.
    pub title: Text,
    /// What it does, in one line.
    pub help: Text,
    /// What can be set.
    pub fields: List<Field>,
}

/// What an operator says about a receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceiverSpec {
    /// Its name; no two receivers share one.
    pub name: String,
    /// Its sort, one of those that the station knows.
    pub kind: String,
    /// Whether anything is sent to it.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// The settings of its sort.
    #[serde(default, skip_serializing_if = "Settings::is_empty")]
    pub settings: Settings,
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(on: &bool) -> bool {
    *on
}

/// A receiver that the station has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Receiver {
    /// Which one.
    pub id: ReceiverId,
    /// Grows with every change of it.
    pub revision: u32,
    /// What the operator said; secrets hidden.
    #[serde(flatten)]
    pub spec: ReceiverSpec,
}

/// What a receiver is told about an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Message {
    /// Tells this message from every other of every station; the same when it is sent again.
    pub id: String,
    /// Tells its incident from every other of every station; the same for all messages about it.
    pub thread: String,
    /// The station's name.
    pub station: String,
    /// What became of the incident.
    pub news: News,
    /// How bad the incident is.
    pub severity: Severity,
    /// The subject and what is wrong with it, in one line.
    pub title: String,
    /// Why the rest is taken to follow from it, in one sentence; empty where nothing follows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What to do; empty where nobody has said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
    /// When this was to be told.
    pub at: Timestamp,
    /// Since when something is wrong.
    pub began: Timestamp,
    /// The alert that is the cause, first, and those that follow from it, the worst first; the first few of many.
    pub alerts: Vec<Alert>,
    /// How many alerts more there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u32,
    /// Where a browser shows the incident; empty when the station does not know how it is reached.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// Somebody tries whether the receiver works; nothing is wrong.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_test: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What became of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Something is wrong.
    Raised,
    /// It is worse, or its cause was found.
    Changed,
    /// It is still wrong and nobody takes care of it.
    Reminder,
    /// Nobody took care of it in time: others are told.
    Escalated,
    /// Somebody takes care of it.
    Acknowledged,
    /// All is well again.
    Resolved,
}

/// Which delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct DeliveryId(pub u64);

/// One message on its way to one receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Delivery {
    /// Which one.
    pub id: DeliveryId,
    /// To whom.
    pub receiver: ReceiverId,
    /// About which incident.
    pub incident: AlertId,
    /// What became of the incident.
    pub news: News,
    /// What is told, in one line.
    pub title: String,
    /// When it was to be told.
    pub at: Timestamp,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
    /// When it was taken by the receiver, or given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// When it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
    /// Why it was not taken the last time, in one sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trouble: String,
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its turn, or to be tried again.
    Waiting,
    /// The receiver has taken it.
    Done,
    /// It was tried for a day, or the receiver said that it will never take it, or the receiver is gone.
    GivenUp,
}
