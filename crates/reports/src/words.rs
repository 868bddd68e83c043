//! Every sentence of the documents, in each language.

use wire::Severity;
use wire::live::Condition;
use wire::report::MomentSort;

/// The languages of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

macro_rules! words {
    ($($name:ident: $english:literal, $german:literal;)*) => {
        impl Lang {
            $(
                pub(crate) fn $name(self) -> &'static str {
                    match self {
                        Self::English => $english,
                        Self::German => $german,
                    }
                }
            )*
        }
    };
}

words! {
    code: "en", "de";
    line_up: "Line-up report", "Line-up-Bericht";
    event: "Event report", "Ereignisbericht";
    not_signed: "Draft: nobody has signed it", "Entwurf: niemand hat unterschrieben";
    no: "No.", "Nr.";
    page: "Page", "Seite";
    of_pages: "of", "von";
    station: "Station", "Station";
    show: "Show", "Sendung";
    checked_at: "Checked", "Geprüft";
    covers: "Covers", "Zeitraum";
    made: "Made", "Erstellt";
    signed_by: "Signed by", "Unterschrieben von";
    made_for: "Made for", "Erstellt für";
    clock: "Times", "Zeiten";
    written_by: "Written by", "Geschrieben von";
    remark: "Remark", "Bemerkung";
    summary: "Summary", "Überblick";
    channels: "Channels", "Kanäle";
    channel: "Channel", "Kanal";
    probes: "Probes", "Proben";
    others: "Probes in no channel", "Proben ohne Kanal";
    not_well: "What is not well", "Was nicht in Ordnung ist";
    all_well: "Everything that is watched is well.", "Alles, was beobachtet wird, ist in Ordnung.";
    alerts_now: "Alerts that fire", "Aktive Alarme";
    no_alerts_now: "No alert fires.", "Kein Alarm ist aktiv.";
    no_channels: "No channel is set up.", "Kein Kanal ist eingerichtet.";
    no_probes: "No probe looks at this hop.", "Keine Probe beobachtet diese Station.";
    measured: "Measured", "Gemessen";
    value: "Value", "Wert";
    limit: "Limit", "Grenze";
    margin: "Margin", "Abstand";
    old: "no new look", "kein neuer Wert";
    main_way: "main way", "Hauptweg";
    backup_way: "backup way", "Ersatzweg";
    availability: "Availability", "Verfügbarkeit";
    error_seconds: "Error-seconds", "Fehlersekunden";
    watched: "Watched", "Beobachtet";
    not_watched: "Not watched", "Nicht beobachtet";
    alerts: "Alerts", "Alarme";
    what_availability_means: "Availability is the share of the watched time without an alert of at least major at one of the probes; error-seconds are the seconds with such an alert. Where a channel has two ways, only what harms both counts. Time in which nobody looked counts for neither.", "Verfügbarkeit ist der Anteil der beobachteten Zeit ohne Alarm der Stufe major oder critical an einer der Proben; Fehlersekunden sind die Sekunden mit einem solchen Alarm. Wo ein Kanal zwei Wege hat, zählt nur, was beide trifft. Zeit, in der niemand hinsah, zählt für keines von beiden.";
    worst_moments: "Worst moments", "Schlimmste Zeiten";
    phases: "Phases of the show", "Phasen der Sendung";
    phase: "Phase", "Phase";
    no_phases: "No phase was declared.", "Es wurde keine Phase angegeben.";
    gaps: "The station did not run", "Die Station lief nicht";
    gap_asked: "it was stopped", "sie wurde beendet";
    gap_alone: "it ended unexpectedly, or without power", "sie endete unerwartet oder ohne Strom";
    no_alerts: "No alert fired.", "Es gab keinen Alarm.";
    when: "When", "Wann";
    from: "From", "Von";
    until: "Until", "Bis";
    by: "By", "Wer";
    how_long: "How long", "Dauer";
    how_bad: "Severity", "Stufe";
    what: "What was wrong", "Was los war";
    whose: "Taken by", "Übernommen von";
    nobody: "nobody", "niemand";
    after: "after", "nach";
    still: "still fires", "noch aktiv";
    began_before: "began before", "begann vorher";
    timeline: "Timeline", "Ablauf";
    nothing_happened: "Nothing happened.", "Nichts ist geschehen.";
    charts: "What was measured", "Was gemessen wurde";
    shaded: "Band: least to greatest value of each step; line: mean; shaded: an alert fired at the probe; dashed: limit as it is now.", "Band: kleinster bis größter Wert je Schritt; Linie: Mittel; hinterlegt: Alarm an der Probe; gestrichelt: Grenze, wie sie jetzt gilt.";
    score: "How well the alarms served", "Wie gut die Alarme dienten";
    raised: "Raised", "Ausgelöst";
    in_ten_minutes: "In ten minutes, on average", "In zehn Minuten, im Mittel";
    busiest: "Busiest ten minutes", "Meiste in zehn Minuten";
    flooded: "Time in a flood", "Zeit in einer Flut";
    mix: "Critical / major / minor", "Critical / major / minor";
    goal: "Goal", "Ziel";
    worst_actors: "Raised most often", "Am häufigsten ausgelöst";
    by_eemua: "Goals by EEMUA 191, for one operator.", "Ziele nach EEMUA 191, für eine Person.";
    at_most: "at most", "höchstens";
    silenced: "silenced", "stumm";
    shelved: "put aside", "beiseitegelegt";
    by_phase: "quiet in this phase", "in dieser Phase still";
    is_so: "yes", "ja";
    is_not_so: "no", "nein";
    none_known: "not known", "nicht bekannt";
    signature: "Signature", "Unterschrift";
    comes_back: "came back", "kam wieder";
}

impl Lang {
    /// A language by its code; English for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "de" { Self::German } else { Self::English }
    }

    /// Numbers as people write them.
    pub(crate) fn number(self, text: &str) -> String {
        match self {
            Self::English => text.to_owned(),
            Self::German => text.replace('.', ","),
        }
    }

    pub(crate) fn condition(self, condition: Condition) -> &'static str {
        match (self, condition) {
            (Self::English, Condition::Off) => "switched off",
            (Self::German, Condition::Off) => "abgeschaltet",
            (Self::English, Condition::Unknown) => "not known",
            (Self::German, Condition::Unknown) => "nicht bekannt",
            (Self::English, Condition::Ok) => "well",
            (Self::German, Condition::Ok) => "in Ordnung",
            (_, Condition::Minor) => "minor",
            (_, Condition::Major) => "major",
            (_, Condition::Critical) => "critical",
        }
    }

    pub(crate) fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Info => "info",
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }

    pub(crate) fn phase_word(self, word: &str) -> &'static str {
        match (self, word) {
            (Self::English, "line_up") => "line-up",
            (Self::German, "line_up") => "Line-up",
            (Self::English, "rehearsal") => "rehearsal",
            (Self::German, "rehearsal") => "Generalprobe",
            (Self::English, "on_air") => "on air",
            (Self::German, "on_air") => "auf Sendung",
            (Self::English, _) => "down",
            (Self::German, _) => "Ruhe",
        }
    }

    pub(crate) fn moment(self, sort: MomentSort) -> &'static str {
        match (self, sort) {
            (Self::English, MomentSort::Phase) => "phase",
            (Self::German, MomentSort::Phase) => "Phase",
            (Self::English, MomentSort::Raised) => "raised",
            (Self::German, MomentSort::Raised) => "ausgelöst",
            (Self::English, MomentSort::Worse) => "became worse",
            (Self::German, MomentSort::Worse) => "wurde schlimmer",
            (Self::English, MomentSort::Resolved) => "resolved",
            (Self::German, MomentSort::Resolved) => "behoben",
            (Self::English, MomentSort::Acknowledged) => "acknowledged",
            (Self::German, MomentSort::Acknowledged) => "übernommen",
            (Self::English, MomentSort::Shelved) => "put aside",
            (Self::German, MomentSort::Shelved) => "beiseitegelegt",
            (Self::English, MomentSort::Commented) => "comment",
            (Self::German, MomentSort::Commented) => "Kommentar",
            (Self::English, MomentSort::Note) => "note",
            (Self::German, MomentSort::Note) => "Notiz",
            (_, MomentSort::Station) => "Station",
        }
    }

    const MONTHS: [(&'static str, &'static str); 12] = [
        ("January", "Januar"),
        ("February", "Februar"),
        ("March", "März"),
        ("April", "April"),
        ("May", "Mai"),
        ("June", "Juni"),
        ("July", "Juli"),
        ("August", "August"),
        ("September", "September"),
        ("October", "Oktober"),
        ("November", "November"),
        ("December", "Dezember"),
    ];

    /// `22 November 2026`, `22. November 2026`.
    pub(crate) fn date(self, [year, month, day, ..]: [i64; 6]) -> String {
        let place = usize::try_from(month - 1).unwrap_or(0);
        let (english, german) = Self::MONTHS.get(place).copied().unwrap_or_default();
        match self {
            Self::English => format!("{day} {english} {year}"),
            Self::German => format!("{day}. {german} {year}"),
        }
    }

    /// `22 Nov`, `22.11.`
    pub(crate) fn short_date(self, [_, month, day, ..]: [i64; 6]) -> String {
        let place = usize::try_from(month - 1).unwrap_or(0);
        let (english, _) = Self::MONTHS.get(place).copied().unwrap_or_default();
        match self {
            Self::English => format!("{day} {}", english.get(..3).unwrap_or(english)),
            Self::German => format!("{day}.{month}."),
        }
    }

    pub(crate) fn left_out(self, number: u32) -> String {
        match self {
            Self::English => format!("{number} more are not listed here."),
            Self::German => format!("{number} weitere stehen nicht in dieser Liste."),
        }
    }

    /// Under a table of which only the worst is shown.
    pub(crate) fn only_the_worst(self, shown: usize, left_out: u32) -> String {
        match self {
            Self::English => format!("The worst {shown} are listed; {left_out} more are left out."),
            Self::German => {
                format!("Die schlimmsten {shown} stehen hier; {left_out} weitere sind ausgelassen.")
            }
        }
    }

    pub(crate) fn followed(self, number: u32) -> String {
        match (self, number) {
            (Self::English, 1) => "1 other alert only followed from it".to_owned(),
            (Self::English, _) => format!("{number} other alerts only followed from it"),
            (Self::German, 1) => "1 weiterer Alarm war nur die Folge".to_owned(),
            (Self::German, _) => format!("{number} weitere Alarme waren nur die Folge"),
        }
    }

    pub(crate) fn sum_of_alerts(self, causes: u32, followed: u32) -> String {
        match self {
            Self::English => format!(
                "{causes} {} something wrong by itself; {followed} more only followed from those.",
                if causes == 1 {
                    "alert told of"
                } else {
                    "alerts told of"
                }
            ),
            Self::German => format!(
                "{causes} {} von einer Ursache; {followed} weitere waren nur deren Folge.",
                if causes == 1 { "Alarm kam" } else { "Alarme kamen" }
            ),
        }
    }

    pub(crate) fn times(self, number: u32) -> String {
        match self {
            Self::English => format!("{number} times"),
            Self::German => format!("{number}-mal"),
        }
    }
}
