//! The pages, one file for each address.

mod alerts;
mod channel;
mod channels;
mod device;
mod devices;
mod discovery;
mod edit;
mod events;
mod gallery;
mod glance;
mod import;
mod phases;
mod probe;
mod reports;
mod settings;
mod streams;
mod telling;
mod wall;
mod welcome;

pub(crate) use alerts::{AlarmHealth, Alerts};
pub(crate) use channel::{AddChannel, Channel, EditChannel};
pub(crate) use channels::Channels;
pub(crate) use device::{AddDevice, Device, EditDevice};
pub(crate) use devices::Devices;
pub(crate) use discovery::Discovery;
pub(crate) use edit::{Add, Edit};
pub(crate) use events::Events;
pub(crate) use gallery::Gallery;
pub(crate) use glance::{Asleep, Glance, Sleep};
pub(crate) use import::Import;
pub(crate) use phases::{Otherwise, Phases};
pub(crate) use probe::Probe;
pub(crate) use reports::{LineUp, Report, Reports};
pub(crate) use settings::Settings;
pub(crate) use streams::Streams;
pub(crate) use telling::{
    AddReceiver, AddRoute, AddRule, AddSilence, ChannelRules, DeviceRules, EditReceiver, EditRoute, EditRule,
    EditSilence, ForeignRules, ProbeRules, Receivers, Routes as RouteList, Rules, Silences, StationRules,
};
pub(crate) use wall::{BarSwitch, Wall, WallBarButton};
use welcome::Welcome;
