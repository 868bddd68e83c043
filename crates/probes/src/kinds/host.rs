use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use wire::kind::KindInfo;
use wire::reading::{Cause, Failure};
use wire::settings::{FieldError, Settings};

use self::clock::ClockState;
use self::disks::{Disks, Fill, mounts};
use self::memory::{Memory, Pressure};
use self::network::Network;
use self::processor::Processor;
use self::sensors::Sensors;
use crate::names::Names;
use crate::number::as_f64;
use crate::{Kind, Look, Probe, Target, settings};

mod clock;
mod disks;
mod info;
mod memory;
mod network;
mod processor;
mod sensors;

pub(crate) static KIND: Host = Host;

/// Watches the machine that Flywatch runs on.
pub(crate) struct Host;

#[derive(Deserialize)]
struct Entered {
    leave_out: String,
    network_mounts: bool,
}

impl Kind for Host {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        if !target.host().is_empty() {
            let message =
                "this kind looks only at the machine that Flywatch runs on; enter host: and nothing more";
            return Err(FieldError::new("target", message));
        }
        Ok(Box::new(Machine::at(
            "/",
            Names::parse(&entered.leave_out),
            entered.network_mounts,
        )))
    }
}

/// The machine, and what must be remembered of it from one look to the next.
struct Machine {
    /// Where `/proc` and `/sys` are.
    root: PathBuf,
    left_out: Names,
    network_mounts: bool,
    before: Option<Now>,
    /// A question to the file systems that has not been answered yet. One that hangs is never asked twice.
    fills: Option<JoinHandle<Vec<Fill>>>,
    been_up: BTreeSet<String>,
    been_writable: BTreeSet<PathBuf>,
    turned: BTreeSet<String>,
}

/// What the kernel tells at once.
struct Now {
    processor: Processor,
    memory: Option<Memory>,
    pressure: Pressure,
    network: Option<Network>,
    disks: Option<Disks>,
    sensors: Sensors,
    clock: Option<ClockState>,
}

impl Now {
    fn read(root: &Path, left_out: &Names) -> Result<Self, Failure> {
        let processor = Processor::read(root).map_err(|error| {
            Failure::new(
                Cause::Denied,
                format!("this machine does not show its load in /proc: {error}"),
            )
        })?;
        Ok(Self {
            processor,
            memory: Memory::read(root).ok(),
            pressure: Pressure::read(root),
            network: Network::read(root, left_out).ok(),
            disks: Disks::read(root, left_out).ok(),
            sensors: Sensors::read(root),
            clock: ClockState::read(),
        })
    }
}

impl Probe for Machine {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            seen.missing("the kernel of this machine did not tell its figures");
            let (root, left_out) = (self.root.clone(), self.left_out.clone());
            let now = spawn_blocking(move || Now::read(&root, &left_out))
                .await
                .map_err(|error| bug(&error))??;
            self.tell(now, seen);
            self.tell_fills(seen).await
        })
    }
}

impl Machine {
    fn at(root: impl Into<PathBuf>, left_out: Names, network_mounts: bool) -> Self {
        Self {
            root: root.into(),
            left_out,
            network_mounts,
            before: None,
            fills: None,
            been_up: BTreeSet::new(),
            been_writable: BTreeSet::new(),
            turned: BTreeSet::new(),
        }
    }

    fn tell(&mut self, now: Now, seen: &mut Look) {
        let before = self.before.as_ref();
        now.processor.tell(before.map(|before| &before.processor), seen);
        if let Some(memory) = &now.memory {
            memory.tell(seen);
        }
        now.pressure.tell(seen);
        if let Some(network) = &now.network {
            network.tell(
                before.and_then(|before| before.network.as_ref()),
                &mut self.been_up,
                seen,
            );
        }
        if let (Some(now), Some(before)) = (&now.disks, before.and_then(|before| before.disks.as_ref())) {
            now.tell(before, seen);
        }
        now.sensors.tell(&mut self.turned, seen);
        if let Some(clock) = now.clock {
            clock.tell(seen);
        }
        self.before = Some(now);
    }

    async fn tell_fills(&mut self, seen: &mut Look) -> Result<(), Failure> {
        seen.missing("a file system did not say how full it is; check the disks and the network mounts of this machine");
        let fills = self.fills.get_or_insert_with(|| {
            let (root, left_out, network) = (self.root.clone(), self.left_out.clone(), self.network_mounts);
            spawn_blocking(move || {
                let mounts = mounts(&root, network, &left_out).unwrap_or_default();
                mounts.into_iter().filter_map(Fill::read).collect()
            })
        });
        let told = fills.await;
        self.fills = None;
        for fill in told.map_err(|error| bug(&error))? {
            fill.tell(&mut self.been_writable, seen);
        }
        Ok(())
    }
}

fn bug(error: &JoinError) -> Failure {
    Failure::new(
        Cause::Bug,
        format!("reading the figures of this machine went wrong: {error}"),
    )
}

/// Growth of a counter in a second; nothing when it started again or no time has passed.
fn rate(now: u64, before: u64, seconds: f64) -> Option<f64> {
    (seconds > 0.0).then_some(as_f64(now.checked_sub(before)?) / seconds)
}

#[cfg(test)]
mod tests;
