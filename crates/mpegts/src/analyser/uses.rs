//! What the tables use PIDs for.

use std::collections::BTreeMap;

use super::pids::Use;
use super::stamps::Timing;
use super::tables::Tables;
use crate::Nanos;
use crate::packet::NULL_PID;
use crate::psi::Kind;

impl Tables {
    /// What PIDs are used for, where that has changed.
    pub(super) fn changed_uses(&mut self, now: Nanos) -> Option<BTreeMap<u16, Use>> {
        if !std::mem::take(&mut self.has_changed) {
            return None;
        }
        let is_whole = !self.pat.is_empty() && self.programs.values().all(|program| program.pmt.is_some());
        self.whole_since = is_whole.then(|| self.whole_since.unwrap_or(now));
        let mut uses = BTreeMap::<u16, Use>::new();
        let of_cat = self.cat.values().flat_map(|(_, cat)| &cat.pids);
        let of_mgt = self.mgt.values().flat_map(|(_, mgt)| &mgt.pids);
        for pid in of_cat.chain(of_mgt).chain(&self.network_pid) {
            uses.entry(*pid).or_default();
        }
        for program in self.programs.values() {
            uses.entry(program.pid).or_default().is_table = true;
            let Some(pmt) = &program.pmt else {
                continue;
            };
            for pid in &pmt.ca_pids {
                uses.entry(*pid).or_default();
            }
            if pmt.pcr_pid != NULL_PID {
                uses.entry(pmt.pcr_pid).or_default().is_clock = true;
            }
            for stream in &pmt.streams {
                let wanted = uses.entry(stream.pid).or_default();
                wanted.is_stream = true;
                wanted.carries_cues |= stream.kind == Kind::Scte35;
                wanted.is_table |= stream.kind == Kind::Scte35;
                wanted.timing = wanted.timing.or(Timing::of(stream, pmt.pcr_pid));
                wanted.must_come |=
                    stream.kind.is_video() || (stream.kind.is_audio() && stream.audio_type == 0);
            }
        }
        uses.values_mut().for_each(|wanted| wanted.is_referenced = true);
        Some(uses)
    }
}
