use std::path::Path;

use procfs::{CpuPressure, FromRead, IoPressure, Meminfo, MemoryPressure, PressureRecord, ProcResult};

use crate::Look;
use crate::number::as_f64;

pub(super) const TOTAL: &str = "host_memory_total_bytes";
pub(super) const AVAILABLE: &str = "host_memory_available_bytes";
pub(super) const AVAILABLE_RATIO: &str = "host_memory_available_ratio";
pub(super) const SWAP_TOTAL: &str = "host_swap_total_bytes";
pub(super) const SWAP_USED: &str = "host_swap_used_bytes";
pub(super) const PRESSURE: &str = "host_pressure_ratio";

/// What there is of memory.
pub(super) struct Memory(Meminfo);

impl Memory {
    pub(super) fn read(root: &Path) -> ProcResult<Self> {
        Meminfo::from_file(root.join("proc/meminfo")).map(Self)
    }

    pub(super) fn tell(&self, seen: &mut Look) {
        let Self(memory) = self;
        seen.sample(TOTAL, as_f64(memory.mem_total));
        if let Some(available) = memory.mem_available {
            seen.sample(AVAILABLE, as_f64(available));
            seen.sample(AVAILABLE_RATIO, as_f64(available) / as_f64(memory.mem_total));
        }
        seen.sample(SWAP_TOTAL, as_f64(memory.swap_total));
        seen.sample(
            SWAP_USED,
            as_f64(memory.swap_total.saturating_sub(memory.swap_free)),
        );
    }
}

/// Shares of time in which work waited for something, by the kernel's pressure stall information: of the last ten
/// seconds, where some task waited.
pub(super) struct Pressure {
    of: [(&'static str, Option<PressureRecord>); 3],
}

impl Pressure {
    /// Kernels without it have no such files.
    pub(super) fn read(root: &Path) -> Self {
        let at = root.join("proc/pressure");
        let cpu = CpuPressure::from_file(at.join("cpu")).ok().map(|cpu| cpu.some);
        let memory = MemoryPressure::from_file(at.join("memory"))
            .ok()
            .map(|memory| memory.some);
        let io = IoPressure::from_file(at.join("io")).ok().map(|io| io.some);
        Self {
            of: [("cpu", cpu), ("memory", memory), ("io", io)],
        }
    }

    pub(super) fn tell(&self, seen: &mut Look) {
        for (resource, record) in &self.of {
            if let Some(record) = record {
                seen.sample_of(
                    PRESSURE,
                    [("resource", resource)],
                    f64::from(record.avg10) / 100.0,
                );
            }
        }
    }
}
