//! An alert of Flywatch as Alertmanager would give it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use station::Labelled;
use wire::Timestamp;
use wire::alert::{Alert, AlertId, SilenceId, Suppressed};

/// What goes on with an alert ends so much later unless the station sees its end, in milliseconds.
const HOLD_MS: i64 = 5 * 60_000;

/// An alert.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Gettable {
    /// What is to be read about it.
    annotations: BTreeMap<String, String>,
    /// When it ends if nobody says more.
    ends_at: String,
    /// What its labels are as a number, in 16 hexadecimal digits.
    pub(super) fingerprint: String,
    /// Who would be told of it now.
    pub(super) receivers: Vec<Named>,
    /// Since when it fires.
    starts_at: String,
    /// Whether anything keeps it quiet.
    pub(super) status: Status,
    /// When it became what it is.
    updated_at: String,
    /// Where more is to be seen of it.
    #[serde(rename = "generatorURL")]
    generator_url: String,
    /// What names it.
    pub(super) labels: BTreeMap<String, String>,
}

/// Somebody by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub(super) struct Named {
    /// The name.
    pub(super) name: String,
}

/// Whether anything keeps an alert quiet, and what.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    /// Whether anything does.
    pub(super) state: State,
    /// Silences that do.
    silenced_by: Vec<String>,
    /// Fingerprints of the alerts that it follows from.
    inhibited_by: Vec<String>,
    /// Time intervals that do: there are none.
    muted_by: Vec<String>,
    /// What it counts as for those who ask for silenced or inhibited ones.
    #[serde(skip)]
    pub(super) quiet: Option<Quiet>,
}

/// The states of alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// It fires, and nothing keeps it quiet.
    Active,
    /// Something keeps it quiet.
    Suppressed,
}

/// What keeps alerts quiet, as far as Alertmanager tells it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quiet {
    /// A silence, the shelf, or the phase of the show.
    Silenced,
    /// Another alert.
    Inhibited,
}

/// A silence's number as a UUID, as clients want their ids: the last digits are the number.
pub(super) fn uuid(SilenceId(id): SilenceId) -> String {
    format!("{UUID}{id:012x}")
}

/// The number in such a UUID; none in any other.
pub(super) fn silence_of(uuid: &str) -> Option<SilenceId> {
    let digits = uuid.trim().to_lowercase();
    let digits = digits.strip_prefix(UUID)?;
    let is_number = digits.len() == 12 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let digits = is_number.then_some(digits)?;
    u32::from_str_radix(digits.trim_start_matches('0'), 16)
        .ok()
        .map(SilenceId)
}

/// Version 8 of RFC 9562: what the digits mean is up to who gives them.
const UUID: &str = "f1795a7c-0000-8000-8000-";

/// Labels as Alertmanager takes them: each once and none empty. Of several channels the first stands for all, since a silence with
/// that label fits the alert then.
fn labels(all: &[(String, String)]) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    for (label, value) in all.iter().filter(|(_, value)| !value.is_empty()) {
        labels.entry(label.clone()).or_insert_with(|| value.clone());
    }
    labels
}

/// FNV-1a of 64 bits over names and values in order, with a byte that is in no text behind each (`LabelSet.Fingerprint` of
/// Prometheus' `common/model`).
fn fingerprint(labels: &BTreeMap<String, String>) -> String {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let texts = labels.iter().flat_map(|(name, value)| [name, value]);
    let bytes = texts.flat_map(|text| text.bytes().chain([0xff]));
    let sum = bytes.fold(BASIS, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{sum:016x}")
}

/// Alerts as they are given out, by fingerprint, each with the incident that it belongs to. `name_of` knows receivers, `page` is
/// where the screens are.
pub(super) fn gettable(
    all: &[Labelled],
    every: &[Labelled],
    name_of: impl Fn(&Labelled) -> Vec<Named>,
    page: &str,
    now: Timestamp,
) -> Vec<(AlertId, Gettable)> {
    let prints: BTreeMap<AlertId, String> = every
        .iter()
        .map(|one| (one.alert.id, fingerprint(&labels(&one.labels))))
        .collect();
    let mut given: Vec<_> = all
        .iter()
        .map(|one| {
            let Labelled { alert, ends, .. } = one;
            let labels = labels(&one.labels);
            let link = alert.outside.as_ref().map(|said| said.link.clone());
            let changes = [
                Some(alert.raised),
                alert.well_since,
                alert.acknowledged.as_ref().map(|taken| taken.at),
                alert.shelved.as_ref().map(|shelved| shelved.at),
            ];
            let gettable = Gettable {
                annotations: annotations(alert),
                ends_at: ends.unwrap_or_else(|| now.plus_millis(HOLD_MS)).rfc3339(),
                fingerprint: fingerprint(&labels),
                receivers: name_of(one),
                starts_at: alert.began.rfc3339(),
                status: status(alert, &prints),
                updated_at: changes.into_iter().flatten().max().unwrap_or(now).rfc3339(),
                generator_url: link
                    .filter(|link| !link.is_empty())
                    .unwrap_or_else(|| format!("{page}/alerts/{}", alert.id)),
                labels,
            };
            (alert.incident, gettable)
        })
        .collect();
    given.sort_by(|(_, one), (_, other)| one.fingerprint.cmp(&other.fingerprint));
    given
}

fn annotations(alert: &Alert) -> BTreeMap<String, String> {
    let mut said = match &alert.outside {
        Some(outside) => outside.annotations.clone(),
        None => {
            let cause = alert.cause.as_ref().map(|because| because.why.clone());
            let all = [
                ("summary", format!("{}: {}", alert.subject.name, alert.text)),
                ("advice", alert.advice.clone()),
                ("cause", cause.unwrap_or_default()),
            ];
            let said = all.into_iter().filter(|(_, text)| !text.is_empty());
            said.map(|(name, text)| (name.to_owned(), text)).collect()
        }
    };
    let by = |who: &str, note: &str| match note {
        "" => format!("by {who}"),
        note => format!("by {who}: {note}"),
    };
    if let Some(taken) = &alert.acknowledged {
        said.insert("acknowledged".to_owned(), by(&taken.by, &taken.note));
    }
    if let Some(shelved) = &alert.shelved {
        said.insert("shelved".to_owned(), by(&shelved.by, &shelved.note));
    }
    said
}

fn status(alert: &Alert, prints: &BTreeMap<AlertId, String>) -> Status {
    let mut status = Status {
        state: State::Active,
        silenced_by: Vec::new(),
        inhibited_by: Vec::new(),
        muted_by: Vec::new(),
        quiet: None,
    };
    if alert.shelved.is_some() {
        status.quiet = Some(Quiet::Silenced);
    }
    match &alert.suppressed {
        Some(Suppressed::Silence { silence, .. }) => {
            status.quiet = Some(Quiet::Silenced);
            status.silenced_by.push(uuid(*silence));
        }
        Some(Suppressed::Cause) => {
            status.quiet = status.quiet.or(Some(Quiet::Inhibited));
            let cause = alert
                .cause
                .as_ref()
                .and_then(|because| prints.get(&because.alert));
            status.inhibited_by.extend(cause.cloned());
        }
        Some(Suppressed::Phase) => status.quiet = Some(Quiet::Silenced),
        None => {}
    }
    if status.quiet.is_some() {
        status.state = State::Suppressed;
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_has_one_uuid_and_nothing_else_is_one() {
        for id in [0, 1, 17, u32::MAX] {
            let uuid = uuid(SilenceId(id));
            assert_eq!(uuid.len(), 36);
            assert_eq!(
                silence_of(&uuid.to_uppercase()),
                (id > 0).then_some(SilenceId(id))
            );
        }
        for other in [
            "",
            "1",
            "f1795a7c-0000-8000-8000-",
            "01795a7c-0000-8000-8000-000000000001",
            "f1795a7c-0000-8000-8000-+00000000001",
        ] {
            assert_eq!(silence_of(other), None, "{other}");
        }
    }

    #[test]
    fn labels_are_given_once_and_none_is_empty() {
        let all = [("channel", "PGM A"), ("channel", "PGM B"), ("group", "")];
        let all = all.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            labels(&all),
            BTreeMap::from([("channel".to_owned(), "PGM A".to_owned())])
        );
        assert_eq!(fingerprint(&BTreeMap::new()), "cbf29ce484222325");
    }
}
