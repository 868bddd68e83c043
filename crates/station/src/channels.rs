//! Channels as the station follows them: another first broken hop is an event.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wire::channel::{Diagnosis, Standing, Verdict, Way, diagnose, worst};
use wire::event::{Event, EventSort};
use wire::inventory::{Channel, ChannelId, ChannelSpec};
use wire::live::{Condition, ProbeView};
use wire::probe::ProbeId;
use wire::{Severity, Timestamp};

use crate::live::Live;

/// A probe that was put to work has looked after so long, in milliseconds. Before, nobody knows whether the first broken hop
/// is the one that was seen first.
const FIRST_LOOK_MS: i64 = 10_000;
const WELL: &str = "is well again";

/// All channels, and which of them a probe tells of.
pub(crate) struct Channels {
    followed: BTreeMap<ChannelId, Followed>,
    of_probe: HashMap<ProbeId, Vec<ChannelId>>,
    /// Those that may stand otherwise than they were told.
    turned: BTreeSet<ChannelId>,
}

struct Followed {
    revision: u32,
    spec: ChannelSpec,
    told: Option<Told>,
}

/// How a channel stands, without its name and the reason.
#[derive(PartialEq)]
struct Told {
    says: String,
    /// The one that tells why.
    probe: Option<ProbeId>,
}

impl Channels {
    pub(crate) fn of(channels: Vec<Channel>) -> Self {
        let followed = channels.into_iter().map(|channel| {
            let Channel { id, revision, spec } = channel;
            let told = None;
            (id, Followed { revision, spec, told })
        });
        let mut channels = Self {
            followed: followed.collect(),
            of_probe: HashMap::new(),
            turned: BTreeSet::new(),
        };
        channels.index();
        channels
    }

    /// Follows a channel, or what became of it.
    pub(crate) fn put(&mut self, channel: Channel) {
        let Channel { id, revision, spec } = channel;
        let old = self.followed.get(&id);
        // An older order may come here after a newer one.
        if old.is_some_and(|old| old.revision > revision) {
            return;
        }
        let told = self.followed.remove(&id).and_then(|old| old.told);
        self.followed.insert(id, Followed { revision, spec, told });
        self.turned.insert(id);
        self.index();
    }

    /// Follows a channel no more.
    pub(crate) fn remove(&mut self, id: ChannelId) {
        self.followed.remove(&id);
        self.index();
    }

    fn index(&mut self) {
        self.of_probe.clear();
        for (id, followed) in &self.followed {
            for probe in followed.spec.hops.iter().flat_map(|hop| &hop.probes) {
                self.of_probe.entry(*probe).or_default().push(*id);
            }
        }
    }

    /// A probe has another condition, or other settings.
    pub(crate) fn probe_turned(&mut self, probe: ProbeId) {
        if let Some(channels) = self.of_probe.get(&probe) {
            self.turned.extend(channels);
        }
    }

    /// The events of the channels that stand otherwise than they were told.
    pub(crate) fn turns(&mut self, live: &Live, now: Timestamp) -> Vec<Event> {
        let mut events = Vec::new();
        for id in std::mem::take(&mut self.turned) {
            let Some(followed) = self.followed.get_mut(&id) else {
                continue;
            };
            if has_yet_to_look(&followed.spec, live, now) {
                self.turned.insert(id);
            } else if let Some(event) = followed.turn(id, live, now) {
                events.push(event);
            }
        }
        events
    }
}

/// Whether a probe of the channel was put to work a moment ago.
fn has_yet_to_look(spec: &ChannelSpec, live: &Live, now: Timestamp) -> bool {
    let mut probes = spec.hops.iter().flat_map(|hop| &hop.probes);
    probes.any(|id| {
        live.view(*id).is_some_and(|view| {
            view.state.condition == Condition::Unknown
                && (0..FIRST_LOOK_MS).contains(&now.millis_since(view.state.since))
        })
    })
}

impl Followed {
    /// The event of a channel that stands otherwise than it was told; the first that is known of it is one if it is trouble.
    fn turn(&mut self, id: ChannelId, live: &Live, now: Timestamp) -> Option<Event> {
        let condition = |probe: &ProbeId| {
            live.view(*probe)
                .map_or(Condition::Unknown, |view| view.state.condition)
        };
        let hops = self.spec.hops.iter();
        let hops: Vec<_> = hops
            .map(|hop| (hop.way, worst(hop.probes.iter().map(condition))))
            .collect();
        let diagnosis = diagnose(&hops);
        let (severity, says) = self.outcome(&hops, &diagnosis)?;
        let reason = diagnosis.verdict.hop().and_then(|at| self.worst_probe(at, live));
        let before = self.told.as_ref();
        if before.is_some_and(|told| told.says == says) {
            return None;
        }
        let is_first = before.is_none();
        let probe = match reason {
            Some(view) => Some(view.probe.id),
            None => before.and_then(|told| told.probe),
        };
        let is_well = severity == Severity::Info;
        let text = match reason {
            Some(view) => format!("{} {says}: {}", self.spec.name, live.why(view.probe.id)),
            None => format!("{} {says}", self.spec.name),
        };
        self.told = Some(Told { says, probe });
        (!is_first || !is_well).then_some(Event {
            seq: 0,
            at: now,
            severity,
            sort: if is_well {
                EventSort::Cleared
            } else {
                EventSort::Raised
            },
            probe,
            channel: Some(id),
            of: None,
            text,
        })
    }

    /// How bad it is, and the sentence behind its name; nothing as long as nobody looks.
    fn outcome(&self, hops: &[(Way, Condition)], diagnosis: &Diagnosis) -> Option<(Severity, String)> {
        let name = |at: usize| self.spec.hops.get(at).map_or("", |hop| hop.name.as_str());
        Some(match diagnosis.verdict {
            Verdict::Unknown => return None,
            Verdict::Carried => (Severity::Info, WELL.to_owned()),
            Verdict::Impaired(at) => (Severity::Major, format!("is impaired from {} on", name(at))),
            Verdict::Broken(at) => (Severity::Critical, format!("is broken at {}", name(at))),
            Verdict::OneWay(at) => {
                let is_of =
                    |(hop, standing): (usize, &Standing)| hop == at || *standing == Standing::Consequence(at);
                let mut of_it = hops.iter().zip(diagnosis.hops.iter().enumerate());
                let is_broken =
                    of_it.any(|((_, condition), hop)| *condition == Condition::Critical && is_of(hop));
                let how = if is_broken { "broken" } else { "impaired" };
                let says = match hops.get(at) {
                    Some((Way::Backup, _)) => {
                        format!("has no backup: the backup way is {how} at {}", name(at))
                    }
                    _ => format!("is on its backup way: the main way is {how} at {}", name(at)),
                };
                (Severity::Major, says)
            }
        })
    }

    /// The probe of a hop that makes it as bad as it is.
    fn worst_probe<'a>(&self, at: usize, live: &'a Live) -> Option<&'a ProbeView> {
        let probes = &self.spec.hops.get(at)?.probes;
        let is_worst = worst(
            probes
                .iter()
                .filter_map(|id| Some(live.view(*id)?.state.condition)),
        );
        let mut views = probes.iter().filter_map(|id| live.view(*id));
        views.find(|view| view.state.condition == is_worst)
    }
}

#[cfg(test)]
mod tests;
