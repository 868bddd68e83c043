use nix::libc::STA_NANO;
use rtime_clock::adjtime::{Timex, adjtimex};

use crate::Look;

pub(super) const SYNCHRONISED: &str = "host_clock_synchronised";
pub(super) const OFFSET: &str = "host_clock_offset_seconds";
pub(super) const ERROR: &str = "host_clock_error_seconds";
pub(super) const ERROR_MAX: &str = "host_clock_error_max_seconds";
pub(super) const UNSYNCHRONISED: &str = "host.clock_unsynchronised";

/// The kernel lets its greatest error grow by 500 ppm while nobody corrects the clock, up to this many seconds; a clock
/// that is there has been corrected by nobody for hours. The flag of adjtimex(2) does not serve: a chrony that leaves
/// the hardware clock alone never clears it.
const LOST: f64 = 16.0;

/// How well the clock of the machine is kept, adjtimex(2). In seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ClockState {
    offset: f64,
    error: f64,
    error_max: f64,
}

impl ClockState {
    /// Nothing where the kernel does not tell, as in some containers.
    pub(super) fn read() -> Option<Self> {
        let mut kernel = Timex::new();
        adjtimex(&mut kernel).ok()?;
        let Timex(kernel) = kernel;
        let of_offset = if kernel.status & STA_NANO == 0 { 1e-6 } else { 1e-9 };
        Some(Self {
            offset: seconds(kernel.offset, of_offset),
            error: seconds(kernel.esterror, 1e-6),
            error_max: seconds(kernel.maxerror, 1e-6),
        })
    }

    pub(super) fn tell(self, seen: &mut Look) {
        let synchronised = self.error_max < LOST;
        seen.sample(SYNCHRONISED, if synchronised { 1.0 } else { 0.0 });
        if synchronised {
            seen.sample(OFFSET, self.offset);
            seen.sample(ERROR, self.error);
            seen.sample(ERROR_MAX, self.error_max);
        } else {
            let detail = "nobody corrects the clock of this machine; check chrony or systemd-timesyncd and the way to \
                          the time servers";
            seen.finding(UNSYNCHRONISED, detail);
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "the kernel keeps these far below 2^53")]
fn seconds(number: i64, of: f64) -> f64 {
    number as f64 * of
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;
    use wire::probe::ProbeId;
    use wire::reading::Reading;

    use super::*;
    use crate::Clock;
    use crate::kinds::host::info::INFO;
    use crate::testing::value;

    fn told(error_max: f64) -> Reading {
        let (out, _) = mpsc::channel(1);
        let mut seen = Look::new(&INFO, ProbeId(1), Clock::system(), out);
        ClockState {
            offset: -0.000_012,
            error: 0.000_3,
            error_max,
        }
        .tell(&mut seen);
        seen.reading(0, None)
    }

    #[test]
    fn a_clock_that_nobody_corrects_is_found() {
        let kept = told(0.02);
        assert!(kept.findings.is_empty());
        assert_eq!(
            (value(&kept, SYNCHRONISED), value(&kept, OFFSET)),
            (Some(1.0), Some(-0.000_012))
        );
        let lost = told(16.0);
        assert_eq!(lost.findings[0].code, UNSYNCHRONISED);
        assert_eq!(
            (value(&lost, SYNCHRONISED), value(&lost, OFFSET)),
            (Some(0.0), None)
        );
    }
}
