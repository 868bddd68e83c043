//! What the rules know of the flypack: its probes, devices and channels, as operators named them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use wire::alert::Alert;
use wire::inventory::{ChannelId, ChannelSpec, DeviceId, DeviceSpec};
use wire::kind::KindInfo;
use wire::phase::{Phase, PhaseSpec, Phases};
use wire::probe::{ProbeId, ProbeSpec};
use wire::rule::{Scope, Tunings};

/// Everything that is not a reading.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The name of the station.
    pub station: String,
    /// What is set otherwise for the whole station.
    pub tunings: Tunings,
    /// Every probe that works.
    pub probes: BTreeMap<ProbeId, Known>,
    /// Every device.
    pub devices: BTreeMap<DeviceId, DeviceSpec>,
    /// Every channel.
    pub channels: BTreeMap<ChannelId, ChannelSpec>,
    /// The phase of the show; none as long as nobody has declared one.
    pub phase: Option<Phase>,
    /// What is otherwise in which phase.
    pub phases: Phases,
    /// The networks that this machine is in.
    pub networks: Vec<Network>,
    /// How far the clock on the wall of the station is ahead of UTC, in milliseconds.
    pub ahead_of_utc_ms: i64,
}

/// A probe that works.
#[derive(Clone, Debug)]
pub struct Known {
    /// What the operator said.
    pub spec: ProbeSpec,
    /// What its kind says of itself.
    pub kind: &'static KindInfo,
    /// The address that it looks at, where its target names one.
    pub address: Option<IpAddr>,
}

impl World {
    /// What is otherwise in the phase that the show is in.
    #[must_use]
    pub fn in_phase(&self) -> &PhaseSpec {
        static PLAIN: PhaseSpec = PhaseSpec::PLAIN;
        self.phase.map_or(&PLAIN, |phase| self.phases.of(phase))
    }

    /// The channels that a probe tells of.
    pub fn channels_of(&self, probe: ProbeId) -> impl Iterator<Item = (ChannelId, &ChannelSpec)> {
        let tells = move |channel: &ChannelSpec| channel.hops.iter().any(|hop| hop.probes.contains(&probe));
        let channels = self.channels.iter().filter(move |(_, channel)| tells(channel));
        channels.map(|(id, channel)| (*id, channel))
    }

    /// The device that a probe looks at.
    #[must_use]
    pub fn device_of(&self, probe: ProbeId) -> Option<(DeviceId, &DeviceSpec)> {
        let id = self.probes.get(&probe)?.spec.device?;
        Some((id, self.devices.get(&id)?))
    }

    /// Whether a rule looks at a probe.
    #[must_use]
    pub fn is_in(&self, scope: &Scope, id: ProbeId) -> bool {
        let Some(Known { spec, .. }) = self.probes.get(&id) else {
            return false;
        };
        let in_channels = || {
            self.channels_of(id)
                .any(|(channel, _)| scope.channels.contains(&channel))
        };
        (scope.kinds.is_empty() || scope.kinds.contains(&spec.kind))
            && (scope.probes.is_empty() || scope.probes.contains(&id))
            && (scope.groups.is_empty() || scope.groups.contains(&spec.group))
            && (scope.devices.is_empty() || spec.device.is_some_and(|device| scope.devices.contains(&device)))
            && (scope.channels.is_empty() || in_channels())
    }

    /// Calls `with` for each label of an alert and each of its values, as [`wire::route::LABELS`] lists them.
    pub fn labels_of<'a>(
        &'a self,
        alert: &'a Alert,
        rule_name: &'a str,
        mut with: impl FnMut(&'a str, &'a str),
    ) {
        with("alertname", rule_name);
        with("rule", &alert.rule.0);
        with("severity", severity_word(alert.severity));
        with("station", &self.station);
        with("probe", &alert.subject.name);
        if let Some(known) = alert.subject.probe.and_then(|id| self.probes.get(&id)) {
            with("kind", &known.spec.kind);
            with("group", &known.spec.group);
        }
        if let Some(device) = alert.subject.device.and_then(|id| self.devices.get(&id)) {
            with("device", &device.name);
            with("role", role_word(device.role));
        }
        for channel in alert
            .subject
            .channels
            .iter()
            .filter_map(|id| self.channels.get(id))
        {
            with("channel", &channel.name);
        }
        for (label, value) in &alert.subject.part {
            with(label, value);
        }
    }
}

/// A severity as it stands in labels.
#[must_use]
pub fn severity_word(severity: wire::Severity) -> &'static str {
    match severity {
        wire::Severity::Info => "info",
        wire::Severity::Minor => "minor",
        wire::Severity::Major => "major",
        wire::Severity::Critical => "critical",
    }
}

fn role_word(role: wire::inventory::DeviceRole) -> &'static str {
    use wire::inventory::DeviceRole as Role;
    match role {
        Role::Encoder => "encoder",
        Role::Decoder => "decoder",
        Role::Router => "router",
        Role::Switch => "switch",
        Role::Presenter => "presenter",
        Role::Clock => "clock",
        Role::Ups => "ups",
        Role::Server => "server",
        Role::Other => "other",
    }
}

/// A network that this machine is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The interface through which it is reached.
    pub interface: String,
    /// The address of this machine there.
    pub address: IpAddr,
    /// How many bits of it are those of the network.
    pub prefix: u8,
}

impl Network {
    /// Whether an address is in this network.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let bits = |address: IpAddr| match address {
            IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        let ((own, length), (other, other_length)) = (bits(self.address), bits(address));
        let shift = 128_u32.saturating_sub(self.prefix.into());
        length == other_length && own.checked_shr(shift) == other.checked_shr(shift)
    }
}
