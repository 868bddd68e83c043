use std::collections::BTreeMap;

use super::stream::Stream;
use super::tables::Tables;
use crate::framing::Sync;
use crate::packet::NULL_PID;
use crate::psi::{Kind, PID_CAT, PID_EIT, PID_NIT, PID_PAT, PID_SDT, PID_TDT};
use crate::rate::bits_per_second;
use crate::{Clock, Indicator, Nanos, PcrReport, Pid, Report, Role, Service};

impl Stream {
    /// What was seen since the last time; the next interval begins.
    pub(super) fn tell(&mut self, sync: Sync, now: Nanos) -> Report {
        let by_arrival = self.options.clock == Clock::Arrival;
        if !by_arrival {
            self.estimate_now();
        }
        let has_packets = self.totals.packets.interval > 0;
        if self.has_sync && has_packets {
            self.judge();
        } else if self.begun.is_some() && !self.has_sync && !self.tally.has(Indicator::TsSyncLoss) {
            self.tally.add(Indicator::TsSyncLoss, None);
        }
        let end = if by_arrival { now.max(self.now) } else { self.now };
        let lead = self.clock.take_lead();
        self.end_slots(end);
        let judged = self.judged(has_packets);
        let interval = self.begun.map_or(Nanos(0), |begun| end - begun + lead);
        self.begun = self.begun.map(|_| end);
        let pause = self.last_arrival.map(|last| end - last);
        let longest_pause = pause.map(|pause| pause.max(self.longest_pause));
        self.longest_pause = Nanos(0);

        let (pids, pcrs, nulls) = self.tell_pids(interval, by_arrival);
        let totals = &mut self.totals;
        let packets = totals.packets.take();
        let report = Report {
            sync,
            interval,
            silent_for: pause.filter(|pause| *pause > self.options.silence),
            longest_pause,
            packets,
            bytes: totals.bytes.take(),
            bitrate: bits_per_second(packets.interval, interval),
            rate: self.rate.bits_per_second(),
            null_share: has_packets.then(|| nulls as f64 / packets.interval as f64),
            sync_losses: totals.sync_losses.take(),
            sync_byte_errors: totals.sync_byte_errors.take(),
            transport_errors: totals.transport_errors.take(),
            continuity_errors: totals.continuity_errors.take(),
            lost_packets: totals.lost_packets.take(),
            duplicates: totals.duplicates.take(),
            crc_errors: totals.crc_errors.take(),
            malformed_sections: totals.malformed_sections.take(),
            pids,
            services: self.tables.services(),
            pcrs,
            transport_stream_id: self.tables.transport_stream_id,
            indicators: self.tally.take(),
            judged,
            tables: self.tables.sections.tell(),
            splices: std::mem::take(&mut self.splices),
        };
        self.tables.next_interval();
        self.buffers.next_interval();
        report
    }

    /// With the number of null packets.
    fn tell_pids(&mut self, interval: Nanos, by_arrival: bool) -> (Vec<Pid>, Vec<PcrReport>, u64) {
        let mut roles = self.tables.roles();
        let (mut pids, mut pcrs, mut nulls) = (Vec::new(), Vec::new(), 0);
        for state in self.pids.all() {
            for due in [&mut state.due, &mut state.unreferenced].into_iter().flatten() {
                due.next_interval();
            }
            let pts = state.stamps.as_mut().map(|stamps| stamps.tell());
            let pid = state.pid;
            if let Some(clock) = &mut state.clock {
                if let Some(due) = &mut clock.due {
                    due.next_interval();
                }
                pcrs.push(PcrReport {
                    pid,
                    measured: clock.meter.measure(by_arrival),
                    discontinuities: clock.discontinuities.take(),
                    repetition_errors: clock.repetition_errors.take(),
                    count: clock.count.take(),
                    worst_interval: clock.worst.map(Nanos::seconds),
                    rate: clock.meter.rate(),
                    accuracy: clock.meter.take_accuracy(),
                    accuracy_errors: clock.accuracy_errors.take(),
                    offset: clock.meter.offset().filter(|_| by_arrival),
                });
            }
            let packets = state.packets.take();
            if pid == NULL_PID {
                nulls = packets.interval;
            }
            if packets.total == 0 {
                continue;
            }
            pids.push(Pid {
                pid,
                packets,
                bitrate: bits_per_second(packets.interval, interval),
                rate: state.rate.bits_per_second(),
                continuity_errors: state.continuity_errors.take(),
                lost_packets: state.lost_packets.take(),
                scrambled: state.scrambled.take(),
                transport_errors: state.transport_errors.take(),
                role: roles.remove(&pid).unwrap_or(Role::Unreferenced),
                last_seen: state.last_seen,
                pts,
            });
        }
        pids.sort_by_key(|pid| pid.pid);
        pcrs.sort_by_key(|pcr| pcr.pid);
        (pids, pcrs, nulls)
    }
}

impl Tables {
    fn services(&self) -> Vec<Service> {
        let services = self.programs.iter().map(|(number, program)| {
            let named = self.names.get(number);
            let pmt = program.pmt.as_ref();
            Service {
                number: *number,
                name: named.map(|named| named.name.clone()),
                provider: named.map(|named| named.provider.clone()),
                service_type: named.map(|named| named.service_type),
                pmt_pid: program.pid,
                pcr_pid: pmt.map(|pmt| pmt.pcr_pid).filter(|pid| *pid != NULL_PID),
                has_cues: pmt.is_some_and(|pmt| {
                    pmt.has_cues || pmt.streams.iter().any(|stream| stream.kind == Kind::Scte35)
                }),
                streams: pmt.map(|pmt| pmt.streams.clone()).unwrap_or_default(),
            }
        });
        services.collect()
    }

    fn roles(&self) -> BTreeMap<u16, Role> {
        let mut roles = BTreeMap::from([(NULL_PID, Role::Null), (PID_PAT, Role::Pat), (PID_CAT, Role::Cat)]);
        for (number, program) in &self.programs {
            let service = *number;
            roles.entry(program.pid).or_insert(Role::Pmt { service });
            for stream in program.pmt.iter().flat_map(|pmt| &pmt.streams) {
                roles.entry(stream.pid).or_insert_with(|| Role::Elementary {
                    service,
                    kind: stream.kind,
                    language: stream.language.clone(),
                });
            }
        }
        // Behind all streams: a clock may be that of another program's stream.
        for (number, program) in &self.programs {
            if let Some(pmt) = &program.pmt {
                let only = Role::PcrOnly { service: *number };
                roles.entry(pmt.pcr_pid).or_insert(only);
            }
        }
        let tables = [
            (PID_NIT, Role::Nit),
            (PID_SDT, Role::Sdt),
            (PID_EIT, Role::Eit),
            (PID_TDT, Role::Tdt),
        ];
        for (pid, role) in tables {
            roles.entry(pid).or_insert(role);
        }
        roles
    }
}
