//! What was seen of a stream, as numbers and as sentences.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use mpegts::framing::Sync;
use mpegts::{Indicator, Pid, Report, Role};
use tokio::time::Instant;
use wire::Timestamp;

use super::contents::{self, Cues};
use super::ledger::Ledger;
use super::rates::Rates;
use super::{indicators, info, leads};
use crate::Look;
use crate::number::as_f64;

/// An error of a stream as it comes in is told for so long: what shows for a second only is not seen.
const REMEMBERED: Duration = Duration::from_secs(10);
/// PIDs that get series of their own. A multiplex has fewer; garbage has all there are.
const MOST_PIDS: usize = 100;
/// A file is looked at for all that is in it.
const MOST_PIDS_OF_FILE: usize = 1_000;
/// One part in a million.
const PPM: f64 = 1e-6;
/// PIDs that a sentence names.
const MOST_NAMED: usize = 5;

/// Remembers what occurred: for a while, or for good.
pub(crate) struct Judge {
    recent: VecDeque<(Instant, Occurred)>,
    rates: Rates,
    ledger: Ledger,
    cues: Cues,
    forgets: bool,
}

/// How often what occurred.
type Occurred = BTreeMap<Sort, u64>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    /// In the stream, on that PID if it is of one.
    Stream(Indicator, Option<u16>),
    /// On its way here, by a name that the kind of probe gives it.
    Way(&'static str),
}

impl Judge {
    /// Of a stream as it comes in.
    pub(crate) fn of_stream() -> Self {
        Self {
            recent: VecDeque::new(),
            rates: Rates::default(),
            ledger: Ledger::new(),
            cues: Cues::default(),
            forgets: true,
        }
    }

    /// Of a file, in which nothing becomes old.
    pub(crate) fn of_file() -> Self {
        Self {
            forgets: false,
            ..Self::of_stream()
        }
    }

    /// Another connection begins: rates are taken anew, what occurred stays.
    pub(crate) fn begin(&mut self) {
        self.rates = Rates::default();
    }

    /// Takes what occurred in one more report, which came to an end at `at`, and how often what occurred on the way.
    pub(crate) fn note<const N: usize>(
        &mut self,
        report: &Report,
        way: [(&'static str, u64); N],
        at: Timestamp,
    ) {
        self.ledger.note(report, at);
        self.cues.note(report);
        let mut occurred = Occurred::new();
        for found in &report.indicators {
            *occurred
                .entry(Sort::Stream(found.indicator, found.pid))
                .or_default() += found.count;
        }
        occurred.extend(way.map(|(what, count)| (Sort::Way(what), count)));
        if !self.forgets || self.rates.are_settled() {
            self.rates = Rates::default();
        }
        self.rates.add(report);
        let now = Instant::now();
        self.recent.push_back((now, occurred));
        if self.forgets {
            while self
                .recent
                .front()
                .is_some_and(|(at, _)| now.duration_since(*at) >= REMEMBERED)
            {
                self.recent.pop_front();
            }
        } else if self.recent.len() > 1 {
            let sum = self.sum();
            self.recent = VecDeque::from([(now, sum)]);
        }
    }

    fn sum(&self) -> Occurred {
        let mut sum = Occurred::new();
        for (what, count) in self.recent.iter().flat_map(|(_, occurred)| occurred) {
            *sum.entry(*what).or_default() += count;
        }
        sum
    }

    /// How often that occurred on the way, in the time that is remembered.
    pub(crate) fn on_the_way(&self, what: &'static str) -> u64 {
        let counts = self
            .recent
            .iter()
            .filter_map(|(_, occurred)| occurred.get(&Sort::Way(what)));
        counts.sum()
    }

    /// Tells the stream as it is, and what occurred in the time that is remembered. `doubt` ends the sentence of missing
    /// packets: whoever reads it should not go and look for a fault of the network that is none.
    pub(crate) fn tell(&self, report: &Report, doubt: &str, seen: &mut Look) {
        if !self.forgets || self.rates.are_settled() {
            self.rates.tell(self.most_pids(), seen);
        }
        tell_stream(report, seen);
        if !self.forgets {
            tell_totals(report, seen);
        }
        for pid in report
            .pids
            .iter()
            .filter(|pid| pid.role != Role::Null)
            .take(self.most_pids())
        {
            tell_pid(pid, seen);
        }
        for clock in report.pcrs.iter().take(MOST_PIDS) {
            let pid = clock.pid.to_string();
            let of = [("pid", pid.as_str())];
            if let Some(longest) = clock.measured.longest_interval {
                seen.sample_of(info::PCR_INTERVAL, of, longest);
            }
            if let Some(jitter) = clock.measured.jitter {
                seen.sample_of(info::PCR_JITTER, of, jitter);
            }
            if let Some(accuracy) = clock.accuracy {
                seen.sample_of(info::PCR_ACCURACY, of, accuracy);
            }
            if let Some(offset) = clock.offset {
                seen.sample_of(info::PCR_OFFSET, of, offset.ppm * PPM);
            }
        }
        leads::tell(report, seen);
        contents::tell_tables(report, seen);
        contents::tell_captions(report, seen);
        self.cues.tell(report, seen);
        Ledger::tell_judged(report, seen);
        if self.forgets {
            self.ledger.tell_since(seen);
            self.ledger.tell(REMEMBERED.as_secs(), seen);
        } else {
            self.ledger.tell(u64::MAX, seen);
        }
        let mut found = BTreeMap::<Indicator, (u64, BTreeMap<u16, u64>)>::new();
        for (sort, count) in self.sum() {
            if let Sort::Stream(indicator, pid) = sort {
                let (sum, pids) = found.entry(indicator).or_default();
                *sum += count;
                if let Some(pid) = pid {
                    *pids.entry(pid).or_default() += count;
                }
            }
        }
        for (indicator, (count, pids)) in found {
            // Where packets are lost, they are lost of all PIDs: one sentence tells of all. So it does of a file.
            if indicator == Indicator::ContinuityCountError {
                self.find_on_many(indicator, count, &pids, doubt, seen);
            } else if pids.is_empty() {
                self.find(indicator, None, count, seen);
            } else if pids.len() > MOST_NAMED || !self.forgets {
                self.find_on_many(indicator, count, &pids, "", seen);
            } else {
                for (pid, count) in pids {
                    self.find(indicator, Some(pid), count, seen);
                }
            }
        }
    }

    fn most_pids(&self) -> usize {
        if self.forgets {
            MOST_PIDS
        } else {
            MOST_PIDS_OF_FILE
        }
    }

    fn find_on_many(
        &self,
        indicator: Indicator,
        count: u64,
        pids: &BTreeMap<u16, u64>,
        doubt: &str,
        seen: &mut Look,
    ) {
        let Some((code, what)) = indicators::of(indicator) else {
            return;
        };
        let named: Vec<_> = pids.keys().take(MOST_NAMED).map(ToString::to_string).collect();
        let more = match pids.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (times, when, named, number) = (times(count), self.when(), named.join(", "), indicator.number());
        seen.finding(
            code,
            format!("{what}, {times}{when}, on PID {named}{more}{doubt} (TR 101 290, {number})"),
        );
    }

    fn find(&self, indicator: Indicator, pid: Option<u16>, count: u64, seen: &mut Look) {
        let Some((code, what)) = indicators::of(indicator) else {
            return;
        };
        let (times, when, number) = (times(count), self.when(), indicator.number());
        match pid.map(|pid| pid.to_string()) {
            Some(pid) => {
                let detail = format!("PID {pid}: {what}, {times}{when} (TR 101 290, {number})");
                seen.finding_at(code, [("pid", &pid)], detail);
            }
            None => seen.finding(code, format!("{what}, {times}{when} (TR 101 290, {number})")),
        }
    }

    fn when(&self) -> &'static str {
        if self.forgets { IN_MEMORY } else { "" }
    }
}

fn times(count: u64) -> String {
    if count == 1 {
        "once".to_owned()
    } else {
        format!("{count} times")
    }
}

/// The time that is remembered of a stream as it comes in.
pub(crate) const IN_MEMORY: &str = " in the last 10 s";

fn tell_stream(report: &Report, seen: &mut Look) {
    if let Some(pause) = report.longest_pause {
        seen.sample(info::PAUSE, pause.seconds());
    }
    let is_synced = matches!(report.sync, Sync::Locked(_));
    seen.sample(info::SYNC, f64::from(u8::from(is_synced)));
    for (metric, count) in [
        (info::CONTINUITY, report.continuity_errors),
        (info::LOST, report.lost_packets),
        (info::TRANSPORT, report.transport_errors),
        (info::CRC, report.crc_errors),
        (info::SYNC_LOSSES, report.sync_losses),
    ] {
        seen.sample(metric, as_f64(count.total));
    }
    if let Sync::Locked(spacing) = report.sync {
        seen.fact(info::PACKETS, &format!("{} bytes", spacing.bytes()));
        seen.sample(info::SERVICES, as_f64(report.services.len() as u64));
    }
    for service in &report.services {
        let names = [&service.name, &service.provider].into_iter().flatten();
        let names: Vec<_> = names.map(String::as_str).collect();
        seen.fact_of(
            info::SERVICE_NAME,
            [("service", &service.number.to_string())],
            &names.join(", "),
        );
    }
    if report.sync == Sync::NotTransportStream {
        seen.finding(
            info::NOT_A_STREAM,
            "what comes is not a transport stream: no sync byte every 188, 192 or 204 bytes; check what the sender sends here",
        );
    }
    let scrambled = report.pids.iter().filter(|pid| pid.scrambled.interval > 0);
    let pids: Vec<_> = scrambled.map(|pid| pid.pid.to_string()).take(MOST_PIDS).collect();
    if !pids.is_empty() {
        seen.finding(info::SCRAMBLED, format!("scrambled: PID {}", pids.join(", ")));
    }
}

fn tell_pid(of: &Pid, seen: &mut Look) {
    let pid = of.pid.to_string();
    seen.fact_of(info::PID_ROLE, [("pid", &pid)], &content(&of.role));
    seen.sample_of(
        info::PID_CONTINUITY,
        [("pid", &pid)],
        as_f64(of.continuity_errors.total),
    );
    seen.sample_of(info::PID_MISSING, [("pid", &pid)], as_f64(of.lost_packets.total));
}

/// What a file has in all, null packets too.
fn tell_totals(report: &Report, seen: &mut Look) {
    for of in report.pids.iter().take(MOST_PIDS_OF_FILE) {
        let pid = of.pid.to_string();
        seen.sample_of(info::PID_PACKETS, [("pid", &pid)], as_f64(of.packets.total));
    }
    for clock in &report.pcrs {
        let pid = clock.pid.to_string();
        seen.sample_of(info::PCR_COUNT, [("pid", &pid)], as_f64(clock.count.total));
        if let Some(worst) = clock.worst_interval {
            seen.sample_of(info::PCR_WORST, [("pid", &pid)], worst);
        }
    }
}

fn content(role: &Role) -> String {
    match role {
        Role::Pat => "PAT".to_owned(),
        Role::Cat => "CAT".to_owned(),
        Role::Pmt { service } => format!("PMT of {service}"),
        Role::Nit => "NIT".to_owned(),
        Role::Sdt => "SDT".to_owned(),
        Role::Eit => "EIT".to_owned(),
        Role::Tdt => "TDT".to_owned(),
        Role::PcrOnly { service } => format!("PCR of {service}"),
        Role::Elementary {
            service,
            kind,
            language,
        } => {
            let language = language
                .as_ref()
                .map_or_else(String::new, |language| format!(" {language}"));
            format!("{}{language}, service {service}", kind.name())
        }
        Role::Null => "null packets".to_owned(),
        Role::Unreferenced => "in no table".to_owned(),
    }
}
