use mpegts::Nanos;

use super::{LOSS, Legs, NAMES, SILENT};
use crate::Look;
use crate::kinds::mpegts::info;
use crate::number::{as_f64, counted};
use crate::stream::{IN_MEMORY, Judge};

impl Legs {
    /// Tells what each leg brought, and what is wrong with it, with what `judge` remembers. `lost` is how much stayed missing
    /// after the merge in that time.
    pub(in crate::kinds::mpegts) fn tell(&self, now: Nanos, lost: u64, judge: &Judge, seen: &mut Look) {
        let mut others = self.legs.iter().zip(NAMES).rev();
        for ((leg, name), loss) in self.legs.iter().zip(NAMES).zip(LOSS) {
            let Some((other_leg, other)) = others.next() else {
                return;
            };
            let received = leg.rtp.received();
            let of = [("leg", name)];
            seen.sample_of(info::LEG_RECEIVED, of, as_f64(received.packets));
            seen.sample_of(info::LEG_LOST, of, as_f64(received.lost));
            if leg.is_silent(now) {
                let (target, seconds) = (&leg.target, (now - leg.last).seconds().floor());
                let detail = format!(
                    "leg {name} ({target}) has not come for {seconds:.0} s: there is no protection left; look at its network"
                );
                seen.finding_at(info::LEG_SILENT, of, detail);
                continue;
            }
            let gone = judge.on_the_way(loss);
            if gone > 0 {
                let packets = counted(gone, "RTP packet");
                let rest = match lost {
                    _ if other_leg.is_silent(now) => "nothing repairs them".to_owned(),
                    0 => format!("leg {other} repaired them"),
                    lost => format!("{lost} of them were lost on leg {other} too and stay missing"),
                };
                seen.finding_at(
                    info::LEG_LOSS,
                    of,
                    format!("leg {name} lost {packets}{IN_MEMORY}; {rest}"),
                );
            }
        }
        let is_whole = !self.legs.iter().any(|leg| leg.is_silent(now));
        if let [Some(one), Some(two)] = self.legs.each_ref().map(|leg| leg.ssrc)
            && one != two
            && is_whole
        {
            let detail = format!(
                "the legs come from different sources (SSRC {one:#010x} and {two:#010x}): they are not copies, and can repair \
                 nothing"
            );
            seen.finding(info::LEG_SKEW_FOUND, detail);
        } else if let Some(mismatch) = &self.mismatch {
            seen.finding(info::LEG_SKEW_FOUND, mismatch.clone());
        }
    }
}

impl super::Leg {
    fn is_silent(&self, now: Nanos) -> bool {
        now - self.last >= SILENT
    }
}
