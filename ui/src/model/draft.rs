//! A probe while it is being entered. Everything is kept as it was typed, so that no error loses anything.

use std::collections::BTreeMap;

use serde_json::Value;
use wire::inventory::DeviceId;
use wire::kind::{Bad, Field, Input, KindInfo, Limits, Metric, Watch};
use wire::probe::{ProbeId, ProbeSpec};
use wire::rule::Tunings;
use wire::settings::{self, FieldError, Settings};

use super::keys;
use crate::{format, text};

/// The entries of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) target: String,
    pub(crate) group: String,
    /// In seconds; empty for the pace of the kind.
    pub(crate) every: String,
    /// In seconds; empty for that of the kind.
    pub(crate) timeout: String,
    pub(crate) settings: BTreeMap<String, String>,
    pub(crate) limits: BTreeMap<String, Bounds>,
    device: Option<DeviceId>,
    /// What is otherwise about its rules: not in this form, and stays as it is.
    alerts: Tunings,
    is_off: bool,
}

/// The limits of one metric, in the unit in which they are entered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) bad: Bad,
    pub(crate) major: String,
    pub(crate) critical: String,
}

impl Draft {
    /// A new probe of a kind, with what was already typed for another one.
    pub(crate) fn of_kind(self, kind: &KindInfo) -> Self {
        Self {
            kind: kind.name.to_string(),
            settings: entered(&kind.fields, &Settings::new()),
            limits: bounds(kind, None),
            alerts: Tunings::new(),
            ..self
        }
    }

    /// Nothing entered yet, for a device or for none.
    pub(crate) fn of_device(device: Option<DeviceId>) -> Self {
        Self {
            device,
            ..Self::default()
        }
    }

    /// A probe that is there.
    pub(crate) fn of_probe(spec: &ProbeSpec, kind: &KindInfo) -> Self {
        let seconds =
            |millis: Option<u32>| millis.map(|ms| plain(f64::from(ms) / 1000.0)).unwrap_or_default();
        Self {
            kind: spec.kind.clone(),
            name: spec.name.clone(),
            target: spec.target.clone(),
            group: spec.group.clone(),
            every: seconds(spec.every_ms),
            timeout: seconds(spec.timeout_ms),
            settings: entered(&kind.fields, &spec.settings),
            limits: bounds(kind, Some(spec)),
            device: spec.device,
            alerts: spec.alerts.clone(),
            is_off: !spec.enabled,
        }
    }

    /// A new probe that is set up like one that is there. Secrets stay where they are.
    pub(crate) fn like(spec: &ProbeSpec, kind: &KindInfo) -> Self {
        let mut draft = Self::of_probe(spec, kind);
        draft.name.clear();
        draft.is_off = false;
        let secrets = kind
            .fields
            .iter()
            .filter(|field| matches!(field.input, Input::Secret));
        for secret in secrets {
            draft.settings.insert(secret.name.to_string(), String::new());
        }
        draft
    }

    /// The next one after it was saved: set up alike, looking elsewhere on the same network.
    pub(crate) fn another(self) -> Self {
        Self {
            name: String::new(),
            target: keys::without_host(&self.target).to_owned(),
            ..self
        }
    }

    /// Whether anything was entered that would be a pity to lose.
    pub(crate) fn is_worth_keeping(&self, begun: &Self) -> bool {
        self != begun && !(self.target.trim().is_empty() && self.name.trim().is_empty())
    }

    /// What it would be called if nobody named it: where it looks.
    pub(crate) fn suggested_name(&self, kind: &KindInfo) -> String {
        let target = self.target.trim();
        let place = target
            .split_once(':')
            .map_or("", |(_, place)| place)
            .trim_start_matches('/');
        let place = place.split(['/', '?', '#']).next().unwrap_or_default();
        let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
        if place.is_empty() && !target.is_empty() {
            kind.title.to_string()
        } else {
            place.to_owned()
        }
    }

    /// The probe as it stands, and what is wrong with the entries that cannot be read.
    pub(crate) fn spec(&self, kind: &KindInfo) -> (ProbeSpec, Vec<FieldError>) {
        let mut errors = Vec::new();
        let name = if self.name.trim().is_empty() {
            self.suggested_name(kind)
        } else {
            self.name.trim().to_owned()
        };
        let mut spec = ProbeSpec::new(name, kind.name.as_ref(), self.target.trim());
        spec.group = self.group.trim().to_owned();
        spec.device = self.device;
        spec.alerts = self.alerts.clone();
        spec.enabled = !self.is_off;
        if spec.target.is_empty() {
            errors.push(FieldError::new("target", text::enter_target(&kind.example)));
        }
        if let Watch::AtIntervals { .. } = kind.watch {
            spec.every_ms = or_error(millis(&self.every), "every_ms", &mut errors);
        }
        spec.timeout_ms = or_error(millis(&self.timeout), "timeout_ms", &mut errors);
        spec.settings = said(&kind.fields, &self.settings, &mut errors);
        for (metric, bounds) in kind
            .metrics
            .iter()
            .filter_map(|m| Some((m, self.limits.get(m.name.as_ref())?)))
        {
            match limits(metric, bounds) {
                Ok(Some(limits)) => drop(spec.limits.insert(metric.name.to_string(), limits)),
                Ok(None) => {}
                Err(message) => errors.push(FieldError::new(limit_field(metric), message)),
            }
        }
        (spec, errors)
    }
}

/// The kind that a target means by its scheme, if it names one.
pub(crate) fn meant<'a>(target: &str, kinds: &'a [KindInfo]) -> Option<&'a KindInfo> {
    let (scheme, _) = target.trim_start().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    kinds
        .iter()
        .find(|kind| kind.schemes.iter().any(|known| *known == scheme))
}

/// The name under which an error of a metric's limits is shown.
pub(crate) fn limit_field(metric: &Metric) -> String {
    format!("limits.{}", metric.name)
}

/// Which probe a form changes: its id and the revision that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Original {
    pub(crate) id: ProbeId,
    pub(crate) revision: u32,
}

/// How the limits of a metric are entered: as its own limit is read, else as is usual for its unit.
pub(crate) fn limit_scale(metric: &Metric) -> format::Scale {
    let own = metric.limits.and_then(|limits| limits.major.or(limits.critical));
    format::entry_scale(metric.unit, own)
}

/// Entries as the station takes them, checked as the station does.
pub(crate) fn said(
    fields: &[Field],
    entries: &BTreeMap<String, String>,
    errors: &mut Vec<FieldError>,
) -> Settings {
    let mut said = Settings::new();
    for field in fields {
        let entry = entries.get(field.name.as_ref()).map_or("", String::as_str);
        match setting(field, entry) {
            Ok(Some(value)) => drop(said.insert(field.name.to_string(), value)),
            Ok(None) => {}
            Err(message) => errors.push(FieldError::new(field.name.clone(), message)),
        }
    }
    if let Err(wrong) = settings::complete(fields, &said) {
        errors.extend(wrong);
    }
    said
}

/// What is set, as text.
pub(crate) fn entered(fields: &[Field], settings: &Settings) -> BTreeMap<String, String> {
    let text = |field: &Field| {
        let default = match &field.input {
            Input::Text { default } | Input::Choice { default, .. } => default.to_string(),
            Input::Secret => String::new(),
            Input::Number { default, .. } => plain(*default),
            Input::Switch { default } => default.to_string(),
        };
        match settings.get(field.name.as_ref()) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.as_f64().map_or(default, plain),
            Some(Value::Bool(on)) => on.to_string(),
            _ => default,
        }
    };
    let entry = |field: &Field| (field.name.to_string(), text(field));
    fields.iter().map(entry).collect()
}

/// A setting as the station takes it; none when nothing is entered or when it is what it would be anyway.
fn setting(field: &Field, entry: &str) -> Result<Option<Value>, String> {
    let entry = entry.trim();
    if entry.is_empty() {
        return Ok(None);
    }
    Ok(match &field.input {
        Input::Text { default } | Input::Choice { default, .. } => {
            (entry != default.as_ref()).then(|| entry.into())
        }
        Input::Secret => Some(entry.into()),
        Input::Number { default, .. } => {
            let number = number(entry)?;
            #[allow(clippy::float_cmp, reason = "both are what a person typed")]
            (number != *default).then(|| number.into())
        }
        Input::Switch { default } => {
            let on = entry == "true";
            (on != *default).then(|| on.into())
        }
    })
}

fn bounds(kind: &KindInfo, spec: Option<&ProbeSpec>) -> BTreeMap<String, Bounds> {
    let entry = |metric: &Metric| {
        let scale = limit_scale(metric);
        let own = spec.and_then(|spec| spec.limits.get(metric.name.as_ref()).copied());
        let limits = own.or(metric.limits);
        let shown = |limit: Option<f64>| limit.map(|limit| plain(scale.read(limit))).unwrap_or_default();
        Bounds {
            bad: limits.map_or(Bad::Above, |limits| limits.bad),
            major: shown(limits.and_then(|limits| limits.major)),
            critical: shown(limits.and_then(|limits| limits.critical)),
        }
    };
    kind.metrics
        .iter()
        .map(|metric| (metric.name.to_string(), entry(metric)))
        .collect()
}

/// Limits as the station takes them; none when they are those of the kind.
fn limits(metric: &Metric, bounds: &Bounds) -> Result<Option<Limits>, String> {
    let scale = limit_scale(metric);
    let read = |entry: &str| match entry.trim() {
        "" => Ok(None),
        entry => number(entry).map(|number| Some(round(scale.measured(number)))),
    };
    let limits = Limits {
        bad: bounds.bad,
        major: read(&bounds.major)?,
        critical: read(&bounds.critical)?,
    };
    if let (Some(major), Some(critical)) = (limits.major, limits.critical) {
        let crossed = match limits.bad {
            Bad::Above => critical < major,
            Bad::Below => critical > major,
        };
        if crossed {
            return Err(text::crossed_limits().to_owned());
        }
    }
    let usual = metric.limits.unwrap_or(Limits {
        bad: limits.bad,
        major: None,
        critical: None,
    });
    Ok((limits != usual).then_some(limits))
}

fn millis(entry: &str) -> Result<Option<u32>, String> {
    let entry = entry.trim();
    if entry.is_empty() {
        return Ok(None);
    }
    let millis = (number(entry)? * 1000.0).round();
    if !(1.0..=f64::from(u32::MAX)).contains(&millis) {
        return Err(text::enter_seconds().to_owned());
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and in the range of a u32"
    )]
    Ok(Some(millis as u32))
}

/// A number as people write it, with a point or a comma.
pub(crate) fn number(entry: &str) -> Result<f64, String> {
    let number = entry
        .replace(',', ".")
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite());
    number.ok_or_else(|| text::enter_number().to_owned())
}

/// A number without needless digits.
pub(crate) fn plain(number: f64) -> String {
    format!("{}", round(number))
}

/// Drops what arithmetic in binary adds: 0.01 / 0.001 is to be 10.
pub(crate) fn round(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    format!("{number:.11e}").parse().unwrap_or(number)
}

fn or_error<T>(read: Result<Option<T>, String>, field: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    read.unwrap_or_else(|message| {
        errors.push(FieldError::new(field, message));
        None
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wire::rule::{RuleKey, Tuning};

    use super::*;

    fn kind() -> KindInfo {
        let size = json!({ "name": "size_bytes", "title": "Size", "help": "How much is sent.",
            "input": { "takes": "number", "default": 56.0, "min": 8.0, "max": 1472.0, "whole": true } });
        let secret = json!({ "name": "password", "title": "Password", "help": "Who asks.", "input": { "takes": "secret" } });
        let rtt = json!({ "name": "icmp_rtt_seconds", "title": "Round trip", "help": "", "unit": "seconds",
            "sort": "gauge", "labels": [], "limits": { "bad": "above", "major": 0.01, "critical": 0.1 } });
        let ttl = json!({ "name": "icmp_ttl", "title": "Hops left", "help": "", "unit": "count", "sort": "gauge",
            "labels": [], "limits": null });
        serde_json::from_value(
            json!({ "name": "icmp", "title": "Ping", "help": "", "schemes": ["icmp"],
            "example": "icmp:192.0.2.1", "watch": { "at_intervals": { "every_ms": 1000, "timeout_ms": 900 } },
            "fields": [size, secret], "metrics": [rtt, ttl], "findings": [] }),
        )
        .unwrap()
    }

    fn draft() -> Draft {
        Draft {
            target: " icmp:10.0.4.31 ".to_owned(),
            ..Draft::default()
        }
        .of_kind(&kind())
    }

    #[test]
    fn what_is_as_the_kind_has_it_is_not_said() {
        let (spec, errors) = draft().spec(&kind());
        assert_eq!(errors, []);
        assert_eq!(spec, ProbeSpec::new("10.0.4.31", "icmp", "icmp:10.0.4.31"));
    }

    #[test]
    fn a_probe_comes_out_as_it_went_in() {
        let mut spec = ProbeSpec::new("Gateway", "icmp", "icmp:10.0.0.1");
        spec.group = "Network".to_owned();
        spec.enabled = false;
        spec.device = Some(DeviceId(3));
        let rule = RuleKey::of_kind("icmp", "failure");
        spec.alerts.insert(
            rule,
            Tuning {
                enabled: Some(false),
                ..Tuning::default()
            },
        );
        spec.every_ms = Some(250);
        spec.settings.insert("size_bytes".to_owned(), json!(1000.0));
        spec.settings
            .insert("password".to_owned(), json!(settings::HIDDEN));
        let limits = Limits {
            bad: Bad::Above,
            major: Some(0.0025),
            critical: None,
        };
        spec.limits.insert("icmp_rtt_seconds".to_owned(), limits);
        let draft = Draft::of_probe(&spec, &kind());
        assert_eq!(
            (
                draft.every.as_str(),
                draft.limits["icmp_rtt_seconds"].major.as_str()
            ),
            ("0.25", "2.5")
        );
        assert_eq!(draft.spec(&kind()), (spec, Vec::new()));
    }

    #[test]
    fn every_wrong_entry_is_named_and_kept() {
        let mut draft = Draft {
            every: "fast".to_owned(),
            ..Draft::default()
        }
        .of_kind(&kind());
        draft.settings.insert("size_bytes".to_owned(), "9000".to_owned());
        let rtt = draft.limits.get_mut("icmp_rtt_seconds").unwrap();
        rtt.major = "50".to_owned();
        rtt.critical = "5".to_owned();
        let (_, errors) = draft.spec(&kind());
        let named: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            named,
            ["target", "every_ms", "size_bytes", "limits.icmp_rtt_seconds"]
        );
        assert_eq!(draft.every, "fast");
    }

    #[test]
    fn a_limit_that_is_taken_away_is_said() {
        let mut draft = draft();
        let none = Bounds {
            bad: Bad::Above,
            major: String::new(),
            critical: String::new(),
        };
        draft.limits.insert("icmp_rtt_seconds".to_owned(), none);
        draft.limits.insert(
            "icmp_ttl".to_owned(),
            Bounds {
                bad: Bad::Below,
                major: "3".to_owned(),
                critical: String::new(),
            },
        );
        let (spec, errors) = draft.spec(&kind());
        assert_eq!(errors, []);
        assert_eq!(
            spec.limits["icmp_rtt_seconds"],
            Limits {
                bad: Bad::Above,
                major: None,
                critical: None
            }
        );
        assert_eq!(
            spec.limits["icmp_ttl"],
            Limits {
                bad: Bad::Below,
                major: Some(3.0),
                critical: None
            }
        );
    }

    #[test]
    fn one_like_another_keeps_all_but_name_and_secrets() {
        let mut spec = ProbeSpec::new("Gateway", "icmp", "icmp:10.0.0.1");
        spec.enabled = false;
        spec.every_ms = Some(250);
        spec.settings
            .insert("password".to_owned(), json!(settings::HIDDEN));
        let (made, errors) = Draft::like(&spec, &kind()).spec(&kind());
        assert_eq!(errors, []);
        assert_eq!(
            (made.name.as_str(), made.every_ms, made.enabled),
            ("10.0.0.1", Some(250), true)
        );
        assert!(made.settings.is_empty());
        assert_eq!(Draft::of_probe(&spec, &kind()).another().target, "icmp:10.0.0.");
    }

    #[test]
    fn a_target_names_its_kind() {
        let kinds = [kind()];
        assert_eq!(
            meant(" ICMP:10.0.0.1", &kinds).map(|kind| kind.name.as_ref()),
            Some("icmp")
        );
        assert_eq!(meant("rtmp://x", &kinds).map(|kind| kind.name.as_ref()), None);
        assert_eq!(meant("10.0.0.1", &kinds).map(|kind| kind.name.as_ref()), None);
    }

    #[test]
    fn a_name_is_suggested_from_the_target() {
        let suggested = |target: &str| {
            Draft {
                target: target.to_owned(),
                ..Draft::default()
            }
            .suggested_name(&kind())
        };
        assert_eq!(
            suggested("https://user:secret@cdn.example/live/1.m3u8?x=1"),
            "cdn.example"
        );
        assert_eq!(suggested("host:"), "Ping");
        assert_eq!(suggested(""), "");
    }
}
