use std::path::Path;

use procfs::{CpuTime, FromRead, FromReadSI, KernelStats, LoadAverage, ProcResult, Uptime};

use crate::Look;

pub(super) const CPU: &str = "host_cpu_ratio";
pub(super) const BUSIEST_CORE: &str = "host_cpu_busiest_core_ratio";
pub(super) const IOWAIT: &str = "host_cpu_iowait_ratio";
pub(super) const STEAL: &str = "host_cpu_steal_ratio";
pub(super) const LOAD1: &str = "host_load1";
pub(super) const LOAD5: &str = "host_load5";
pub(super) const LOAD15: &str = "host_load15";
pub(super) const UPTIME: &str = "host_uptime_seconds";

/// What the processors did since the machine started.
pub(super) struct Processor {
    all: Ticks,
    cores: Vec<Ticks>,
    load: LoadAverage,
    uptime: Uptime,
}

/// Time in clock ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ticks {
    busy: u64,
    idle: u64,
    iowait: u64,
    steal: u64,
}

impl Processor {
    pub(super) fn read(root: &Path) -> ProcResult<Self> {
        let stats = KernelStats::from_file(root.join("proc/stat"), procfs::current_system_info())?;
        Ok(Self {
            all: Ticks::of(&stats.total),
            cores: stats.cpu_time.iter().map(Ticks::of).collect(),
            load: LoadAverage::from_file(root.join("proc/loadavg"))?,
            uptime: Uptime::from_file(root.join("proc/uptime"))?,
        })
    }

    pub(super) fn tell(&self, before: Option<&Self>, seen: &mut Look) {
        if let Some(before) = before {
            self.tell_shares(before, seen);
        }
        seen.sample(LOAD1, self.load.one.into());
        seen.sample(LOAD5, self.load.five.into());
        seen.sample(LOAD15, self.load.fifteen.into());
        seen.sample(UPTIME, self.uptime.uptime);
    }

    fn tell_shares(&self, before: &Self, seen: &mut Look) {
        let Some(spent) = self.all.since(before.all) else {
            return;
        };
        seen.sample(CPU, spent.share(spent.busy));
        seen.sample(IOWAIT, spent.share(spent.iowait));
        seen.sample(STEAL, spent.share(spent.steal));
        // A core that was switched on or off moves the others to other places.
        if self.cores.len() == before.cores.len() {
            let cores = self.cores.iter().zip(&before.cores);
            let shares = cores
                .filter_map(|(now, before)| now.since(*before))
                .map(|core| core.share(core.busy));
            if let Some(busiest) = shares.reduce(f64::max) {
                seen.sample(BUSIEST_CORE, busiest);
            }
        }
    }
}

impl Ticks {
    /// Guests are counted in `user` and `nice` already.
    fn of(time: &CpuTime) -> Self {
        let [iowait, irq, softirq, steal] =
            [time.iowait, time.irq, time.softirq, time.steal].map(Option::unwrap_or_default);
        Self {
            busy: time.user + time.nice + time.system + irq + softirq + steal,
            idle: time.idle,
            iowait,
            steal,
        }
    }

    /// Nothing when no time has passed. The kernel may take back a little of what it counted as waiting.
    fn since(self, before: Self) -> Option<Self> {
        let spent = Self {
            busy: self.busy.saturating_sub(before.busy),
            idle: self.idle.saturating_sub(before.idle),
            iowait: self.iowait.saturating_sub(before.iowait),
            steal: self.steal.saturating_sub(before.steal),
        };
        (spent.all() > 0).then_some(spent)
    }

    fn all(self) -> u64 {
        self.busy + self.idle + self.iowait
    }

    #[allow(clippy::cast_precision_loss, reason = "the ticks between two looks are few")]
    fn share(self, part: u64) -> f64 {
        part as f64 / self.all() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_time_between_two_looks() {
        let before = Ticks {
            busy: 1_000,
            idle: 5_000,
            iowait: 30,
            steal: 0,
        };
        let now = Ticks {
            busy: 1_030,
            idle: 5_060,
            iowait: 40,
            steal: 5,
        };
        let spent = now.since(before).unwrap();
        assert_eq!(
            (
                spent.share(spent.busy),
                spent.share(spent.iowait),
                spent.share(spent.steal)
            ),
            (0.3, 0.1, 0.05)
        );
        assert_eq!(now.since(now), None);
    }
}
