//! What alerts must know of the flypack beside readings: its things, its networks, the clock on its wall.

use std::time::Duration;

use alerts::World;
use alerts::world::Network;
use jiff::tz::TimeZone;
use probes::Kinds;
use store::{Error, Store};
use tokio::sync::mpsc;
use wire::phase::Phase;
use wire::probe::Probe;
use wire::station::Station;

use crate::alerting::known;
use crate::discovery;
use crate::spine::Order;

/// Networks and the time zone are looked at so often.
const PACE: Duration = Duration::from_secs(30);

/// What changes without an order of the operator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    pub(crate) networks: Vec<Network>,
    /// How far the clock on the wall is ahead of UTC, in milliseconds.
    pub(crate) ahead_of_utc_ms: i64,
}

impl Surroundings {
    async fn look() -> Self {
        let offset = TimeZone::system().to_offset(jiff::Timestamp::now());
        Self {
            networks: discovery::own_networks().await,
            ahead_of_utc_ms: i64::from(offset.seconds()) * 1000,
        }
    }
}

/// Everything as it is at the start.
pub(crate) async fn world(
    store: &Store,
    station: &Station,
    kinds: Kinds,
    probes: &[Probe],
    phase: Option<Phase>,
) -> Result<World, Error> {
    let kind = |name: &str| {
        kinds
            .iter()
            .map(|kind| kind.info())
            .find(|kind| kind.name == name)
    };
    let working = probes.iter().filter(|probe| probe.spec.enabled);
    let known = working.filter_map(|probe| Some((probe.id, known(probe, kind(&probe.spec.kind)?))));
    let Surroundings {
        networks,
        ahead_of_utc_ms,
    } = Surroundings::look().await;
    Ok(World {
        station: station.spec.name.clone(),
        tunings: station.spec.alerts.clone(),
        phase,
        phases: station.spec.phases.clone(),
        probes: known.collect(),
        devices: store
            .devices()
            .await?
            .into_iter()
            .map(|device| (device.id, device.spec))
            .collect(),
        channels: store
            .channels()
            .await?
            .into_iter()
            .map(|channel| (channel.id, channel.spec))
            .collect(),
        networks,
        ahead_of_utc_ms,
    })
}

/// Tells the spine whenever the surroundings are otherwise, until it ends.
pub(crate) fn follow(orders: mpsc::WeakSender<Order>) {
    tokio::spawn(async move {
        let mut told = Surroundings::default();
        loop {
            let now = Surroundings::look().await;
            let Some(orders) = orders.upgrade() else { return };
            if now != told {
                told = now.clone();
                if orders.send(Order::LookAround(now)).await.is_err() {
                    return;
                }
            }
            drop(orders);
            tokio::time::sleep(PACE).await;
        }
    });
}
