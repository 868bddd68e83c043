//! What a station sees on its networks, and what it offers to watch there.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::probe::ProbeSpec;

/// Most addresses that one scan asks.
pub const MOST_SCANNED: u32 = 1_024;

/// What is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Discovery {
    /// The networks that this machine is on.
    pub networks: Vec<Network>,
    /// Who is there: what this machine knows without asking anybody, and who answered the last scan.
    pub seen: Vec<Seen>,
    /// The last scan, or the one that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Scan>,
    /// Why networks and neighbours are missing, and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// A network that this machine is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Network {
    /// The interface: `eth0`.
    pub interface: String,
    /// The address of this machine there.
    pub address: IpAddr,
    /// How many bits of the address name the network.
    pub prefix: u8,
    /// What a scan calls it: `10.0.4.0/24`.
    pub network: String,
    /// How many addresses it has for others.
    pub hosts: u64,
    /// Whether it can be scanned.
    pub can_scan: bool,
    /// Why not, and what to do instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}

/// Somebody who is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Seen {
    /// IP address; a host name where this machine knows nothing else, as of a time server that it is set to.
    pub address: String,
    /// Its host name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address of its network card: `02:00:0a:00:04:01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    /// What it is to this machine.
    pub roles: Vec<Role>,
    /// How long its answer to the scan took, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rtt_ms: Option<f64>,
    /// Probes that would watch it and can be made as they are; those that the station has already are left out.
    pub offers: Vec<ProbeSpec>,
    /// Whether a probe looks at it already.
    pub watched: bool,
}

/// What somebody on the network is to this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is this machine.
    ThisMachine,
    /// The way to everywhere else.
    Gateway,
    /// It is asked for names (DNS).
    Resolver,
    /// It is asked for the time.
    TimeServer,
    /// It has talked to this machine.
    Neighbour,
    /// It answered the scan.
    Answered,
}

/// An order to ask everybody on a network for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScanOrder {
    /// One of the station's own networks, as it is called there: `10.0.4.0/24`.
    pub network: String,
}

/// How far a scan is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Scan {
    /// What is scanned.
    pub network: String,
    /// How many addresses are asked.
    pub total: u32,
    /// How many of them are done with: they answered, or did not in time.
    pub done: u32,
    /// How many answered.
    pub answered: u32,
    /// Whether it goes on.
    pub state: ScanState,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// Why it found less than it should have, and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// Whether a scan goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// It goes on.
    Running,
    /// Everybody was asked.
    Done,
    /// It was called off.
    Cancelled,
}
