//! What an operator can change.

use wire::alert::SilenceId;
use wire::inventory::{
    Channel, ChannelId, ChannelSpec, Device, DeviceId, DeviceSpec, Template, TemplateId, TemplateSpec,
};
use wire::phase::{Entered, Phase};
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::receiver::{Receiver, ReceiverId, ReceiverSpec};
use wire::route::{Route, RouteId, RouteSpec, Silence, SilenceSpec};
use wire::rule::{Rule, RuleId, RuleSpec};
use wire::station::{Station, StationSpec};

/// One change of the configuration. `id: None` makes a new one; `expect` is the revision the caller saw, `None` to
/// overwrite whatever is there.
///
/// Changes that are committed together are done in their order. Only names are judged at the end, so that two things
/// can swap theirs.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "every field is described above")]
pub enum Change {
    /// Makes or replaces a probe.
    PutProbe {
        id: Option<ProbeId>,
        expect: Option<u32>,
        spec: ProbeSpec,
    },
    /// Makes or replaces a probe that calls its device by its name: as things are called after the changes before this
    /// one.
    ConfigureProbe {
        id: Option<ProbeId>,
        expect: Option<u32>,
        spec: ProbeSpec<String>,
    },
    /// Deletes a probe. Its history stays until it is too old.
    DeleteProbe { id: ProbeId, expect: Option<u32> },
    /// Makes or replaces a device.
    PutDevice {
        id: Option<DeviceId>,
        expect: Option<u32>,
        spec: DeviceSpec,
    },
    /// Makes or replaces a device that calls the one it is plugged into by its name: as things are called after the
    /// changes before this one.
    ConfigureDevice {
        id: Option<DeviceId>,
        expect: Option<u32>,
        spec: DeviceSpec<String>,
    },
    /// Deletes a device.
    DeleteDevice { id: DeviceId, expect: Option<u32> },
    /// Makes or replaces a channel.
    PutChannel {
        id: Option<ChannelId>,
        expect: Option<u32>,
        spec: ChannelSpec,
    },
    /// Makes or replaces a channel that calls its probes by their names: as things are called after the changes before
    /// this one.
    ConfigureChannel {
        id: Option<ChannelId>,
        expect: Option<u32>,
        spec: ChannelSpec<String>,
    },
    /// Deletes a channel.
    DeleteChannel { id: ChannelId, expect: Option<u32> },
    /// Makes or replaces a template.
    PutTemplate {
        id: Option<TemplateId>,
        expect: Option<u32>,
        spec: TemplateSpec,
    },
    /// Deletes a template.
    DeleteTemplate { id: TemplateId, expect: Option<u32> },
    /// Makes or replaces a rule.
    PutRule {
        id: Option<RuleId>,
        expect: Option<u32>,
        spec: RuleSpec,
    },
    /// Deletes a rule. What it fired stays until it is too old.
    DeleteRule { id: RuleId, expect: Option<u32> },
    /// Makes or replaces a receiver.
    PutReceiver {
        id: Option<ReceiverId>,
        expect: Option<u32>,
        spec: ReceiverSpec,
    },
    /// Deletes a receiver.
    DeleteReceiver { id: ReceiverId, expect: Option<u32> },
    /// Makes or replaces a route.
    PutRoute {
        id: Option<RouteId>,
        expect: Option<u32>,
        spec: RouteSpec,
    },
    /// Deletes a route.
    DeleteRoute { id: RouteId, expect: Option<u32> },
    /// Makes or replaces a silence.
    PutSilence {
        id: Option<SilenceId>,
        expect: Option<u32>,
        spec: SilenceSpec,
    },
    /// Deletes a silence.
    DeleteSilence { id: SilenceId, expect: Option<u32> },
    /// Sets what is set on the station itself. `usual` is what holds as long as nobody has set anything.
    PutStation {
        expect: Option<u32>,
        usual: StationSpec,
        spec: StationSpec,
    },
    /// Declares a phase of the show in the name of whoever gives the order. `show: None` leaves its name as it is.
    EnterPhase { phase: Phase, show: Option<String> },
    /// Only notes in the audit trail what was done outside the databases: `scan` to `network 10.0.4.0/24`.
    Noted { action: &'static str, subject: String },
}

/// What became of a [`Change`].
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// The probe as it is now. Its revision is the old one when nothing differs.
    Probe(Probe),
    /// The device as it is now.
    Device(Device),
    /// The channel as it is now.
    Channel(Channel),
    /// The template as it is now.
    Template(Template),
    /// The rule as it is now.
    Rule(Rule),
    /// The receiver as it is now.
    Receiver(Receiver),
    /// The route as it is now.
    Route(Route),
    /// The silence as it is now.
    Silence(Silence),
    /// What is set on the station itself now.
    Station(Station),
    /// The phase that holds now; the one that held when it is the same.
    Phase(Entered),
    /// It is gone.
    Deleted,
}
