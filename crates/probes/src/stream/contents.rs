//! What a stream says about itself beside its services: tables and their versions, captions, cues of SCTE 35.

use mpegts::psi::{Caption, CaptionStandard, Command, Cue};
use mpegts::{Report, Splice, Table};

use super::info;
use crate::Look;
use crate::number::as_f64;

/// Tables that are told; the schedules of a multiplex have thousands.
const MOST_TABLES: usize = 50;
/// Ticks of a PTS in a second.
const TICKS: f64 = 90_000.0;

/// The cues that came since the probe began.
#[derive(Default)]
pub(super) struct Cues {
    count: u64,
    newest: Option<String>,
}

impl Cues {
    /// Takes those of one more report. A null command is a sign of life and announces nothing.
    pub(super) fn note(&mut self, report: &Report) {
        let cues = report
            .splices
            .iter()
            .filter(|splice| splice.cue.command != Command::Null);
        for splice in cues {
            self.count += 1;
            self.newest = Some(sentence(splice));
        }
    }

    pub(super) fn tell(&self, report: &Report, seen: &mut Look) {
        if report.services.iter().any(|service| service.has_cues) || self.count > 0 {
            seen.sample(info::CUES, as_f64(self.count));
        }
        if let Some(newest) = &self.newest {
            seen.fact(info::NEWEST_CUE, newest);
        }
    }
}

fn sentence(Splice { pid, cue, .. }: &Splice) -> String {
    let Cue {
        command,
        event,
        is_cancelled,
        is_out,
        duration,
        segmentation,
        is_encrypted,
        ..
    } = cue;
    let command = match command {
        Command::Null => "null".to_owned(),
        Command::Schedule => "splice schedule".to_owned(),
        Command::Insert => "splice insert".to_owned(),
        Command::TimeSignal => "time signal".to_owned(),
        Command::BandwidthReservation => "bandwidth reservation".to_owned(),
        Command::Private => "private command".to_owned(),
        Command::Other(number) => format!("command 0x{number:02X}"),
    };
    let way = is_out.map(|is_out| {
        if is_out {
            "out of the network"
        } else {
            "back into the network"
        }
        .to_owned()
    });
    let parts = [
        Some(command),
        event.map(|event| format!("event {event}")),
        way,
        duration.map(|ticks| format!("for {:.1} s", as_f64(ticks) / TICKS)),
        segmentation.map(|sort| format!("segmentation type 0x{sort:02X}")),
        is_cancelled.then(|| "cancelled".to_owned()),
        is_encrypted.then(|| "encrypted".to_owned()),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    format!("{} on PID {pid}", parts.join(", "))
}

/// Tells every table with its version, and how far its sections are apart.
pub(super) fn tell_tables(report: &Report, seen: &mut Look) {
    for table in report.tables.iter().take(MOST_TABLES) {
        let name = name(table);
        let of = [("table", name.as_str())];
        let changed = match table.changes.total {
            0 => String::new(),
            1 => ", changed once".to_owned(),
            times => format!(", changed {times} times"),
        };
        let version = table
            .version
            .map_or_else(|| "none".to_owned(), |version| version.to_string());
        seen.fact_of(info::TABLE_VERSION, of, &format!("{version}{changed}"));
        if let Some(longest) = table.longest_interval {
            seen.sample_of(info::TABLE_INTERVAL, of, longest);
        }
    }
}

/// Which table it is, where and of what: table_id of ISO/IEC 13818-1, 2.4.4.4, EN 300 468, 5.1.3, and SCTE 35.
fn name(
    Table {
        pid,
        table_id,
        extension,
        ..
    }: &Table,
) -> String {
    let sort = match table_id {
        0x00 => "PAT".to_owned(),
        0x01 => "CAT".to_owned(),
        0x02 => format!("PMT {extension}"),
        0x40 => "NIT actual".to_owned(),
        0x41 => format!("NIT other {extension}"),
        0x42 => "SDT actual".to_owned(),
        0x46 => format!("SDT other {extension}"),
        0x4A => format!("BAT {extension}"),
        0x4E => format!("EIT p/f {extension}"),
        0x4F => format!("EIT p/f other {extension}"),
        0x50..=0x6F => format!("EIT schedule 0x{table_id:02X} {extension}"),
        0x70 => "TDT".to_owned(),
        0x71 => "RST".to_owned(),
        0x73 => "TOT".to_owned(),
        0xC7 => "MGT".to_owned(),
        0xFC => "SCTE 35".to_owned(),
        other => format!("0x{other:02X} {extension}"),
    };
    format!("{sort}, PID {pid}")
}

/// Tells which captions each video stream announces.
pub(super) fn tell_captions(report: &Report, seen: &mut Look) {
    let streams = report.services.iter().flat_map(|service| &service.streams);
    for stream in streams.filter(|stream| !stream.captions.is_empty()) {
        let words: Vec<_> = stream.captions.iter().map(caption).collect();
        seen.fact_of(
            info::CAPTIONS,
            [("pid", &stream.pid.to_string())],
            &words.join(", "),
        );
    }
}

fn caption(Caption { language, standard }: &Caption) -> String {
    let standard = match standard {
        CaptionStandard::Cea608 {
            in_second_field: false,
        } => "CEA-608".to_owned(),
        CaptionStandard::Cea608 {
            in_second_field: true,
        } => "CEA-608 field 2".to_owned(),
        CaptionStandard::Cea708 { service } => format!("CEA-708 service {service}"),
    };
    match language {
        Some(language) => format!("{standard} {language}"),
        None => standard,
    }
}

#[cfg(test)]
mod tests {
    use mpegts::Nanos;

    use super::*;

    #[test]
    fn a_cue_is_told_in_a_sentence() {
        let cue = Cue {
            command: Command::Insert,
            event: Some(12),
            is_cancelled: false,
            is_out: Some(true),
            pts: Some(90_000),
            duration: Some(2_700_000),
            segmentation: None,
            is_encrypted: false,
        };
        let splice = Splice {
            pid: 500,
            at: Nanos::default(),
            cue,
        };
        assert_eq!(
            sentence(&splice),
            "splice insert, event 12, out of the network, for 30.0 s on PID 500"
        );
    }
}
