//! The two ways in which Prometheus reads values.

use std::fmt::Write;

use axum::http::{HeaderMap, header};
use document::prometheus::{exported, word};
use wire::Unit;
use wire::kind::Sort;

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Prometheus text format, version 0.0.4.
    Plain,
    /// OpenMetrics 1.0.0.
    OpenMetrics,
}

impl Format {
    /// The one that the asker takes, by its `Accept`.
    pub(super) fn asked(headers: &HeaderMap) -> Self {
        let accepted = headers.get_all(header::ACCEPT).iter();
        let mut accepted = accepted.filter_map(|value| value.to_str().ok());
        if accepted.any(|value| value.contains("application/openmetrics-text")) {
            Self::OpenMetrics
        } else {
            Self::Plain
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// What all samples of one name share.
pub(super) struct Family<'a> {
    /// Its name without `flywatch_`.
    pub(super) name: &'a str,
    pub(super) help: &'a str,
    pub(super) sort: Sort,
    pub(super) unit: Option<Unit>,
}

impl<'a> Family<'a> {
    pub(super) fn gauge(name: &'a str, help: &'a str) -> Self {
        Self {
            name,
            help,
            sort: Sort::Gauge,
            unit: None,
        }
    }

    pub(super) fn seconds(name: &'a str, help: &'a str) -> Self {
        Self {
            unit: Some(Unit::Seconds),
            ..Self::gauge(name, help)
        }
    }
}

/// One value and what tells it from others of its family.
pub(super) struct Sample {
    labels: String,
    value: String,
}

impl Sample {
    pub(super) fn plain(value: impl Into<String>) -> Self {
        Self {
            labels: String::new(),
            value: value.into(),
        }
    }

    /// With one more label. One that is called as the label of the probe itself gets another name.
    pub(super) fn label(mut self, key: &str, value: &str) -> Self {
        let key = match word(key) {
            key if key == "probe" && !self.labels.is_empty() => "of_probe".to_owned(),
            key => key,
        };
        let comma = if self.labels.is_empty() { "" } else { "," };
        self.labels
            .push_str(&format!("{comma}{key}=\"{}\"", escape(value)));
        self
    }
}

/// What is answered, as far as it is written.
pub(super) struct Text {
    format: Format,
    written: String,
}

impl Text {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            written: String::new(),
        }
    }

    /// Writes a family, unless it is empty.
    pub(super) fn family(&mut self, family: &Family<'_>, samples: impl IntoIterator<Item = Sample>) {
        let mut samples = samples.into_iter().peekable();
        if samples.peek().is_none() {
            return;
        }
        let name = exported(family.name);
        let bare = name.strip_suffix("_total").unwrap_or(&name);
        // OpenMetrics names a counter without the ending that its samples have.
        let title = match self.format {
            Format::OpenMetrics if family.sort == Sort::Counter => bare,
            Format::OpenMetrics | Format::Plain => &name,
        };
        let sort = match family.sort {
            Sort::Gauge => "gauge",
            Sort::Counter => "counter",
        };
        let help = match self.format {
            Format::Plain => family.help.replace('\\', "\\\\").replace('\n', "\\n"),
            Format::OpenMetrics => escape(family.help),
        };
        self.line(format_args!("# HELP {title} {help}"));
        self.line(format_args!("# TYPE {title} {sort}"));
        // Only a unit that ends the name may be told, and only OpenMetrics knows units.
        let unit = family
            .unit
            .and_then(unit)
            .filter(|unit| bare.ends_with(&format!("_{unit}")));
        if let (Some(unit), Format::OpenMetrics) = (unit, self.format) {
            self.line(format_args!("# UNIT {title} {unit}"));
        }
        for Sample { labels, value } in samples {
            if labels.is_empty() {
                self.line(format_args!("{name} {value}"));
            } else {
                self.line(format_args!("{name}{{{labels}}} {value}"));
            }
        }
    }

    pub(super) fn finish(mut self) -> String {
        if self.format == Format::OpenMetrics {
            self.line(format_args!("# EOF"));
        }
        self.written
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        writeln!(self.written, "{line}").ok();
    }
}

/// Milliseconds as seconds, exactly.
pub(super) fn seconds(millis: i64) -> String {
    let sign = if millis < 0 { "-" } else { "" };
    let millis = millis.unsigned_abs();
    format!("{sign}{}.{:03}", millis / 1_000, millis % 1_000)
}

fn unit(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Seconds => Some("seconds"),
        Unit::Bytes => Some("bytes"),
        Unit::BitsPerSecond => Some("bits_per_second"),
        Unit::BytesPerSecond => Some("bytes_per_second"),
        Unit::PerSecond => Some("per_second"),
        Unit::Ratio => Some("ratio"),
        Unit::Celsius => Some("celsius"),
        Unit::Lufs => Some("lufs"),
        Unit::DecibelsTruePeak => Some("dbtp"),
        Unit::Count | Unit::YesNo => None,
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format) -> String {
        let mut text = Text::new(format);
        let family = Family {
            name: "http_received_bytes_total",
            help: "What \"came\"\nso far.",
            sort: Sort::Counter,
            unit: Some(Unit::Bytes),
        };
        let sample = Sample::plain("1.5")
            .label("probe", "say \"\\\"")
            .label("probe", "a\nb")
            .label("2.x", "");
        text.family(&family, [sample]);
        text.family(&Family::gauge("nothing", "Never there."), []);
        text.finish()
    }

    #[test]
    fn labels_and_help_cannot_break_a_line() {
        assert_eq!(
            written(Format::Plain),
            "# HELP flywatch_http_received_bytes_total What \"came\"\\nso far.\n\
             # TYPE flywatch_http_received_bytes_total counter\n\
             flywatch_http_received_bytes_total{probe=\"say \\\"\\\\\\\"\",of_probe=\"a\\nb\",_2_x=\"\"} 1.5\n"
        );
        assert_eq!(
            written(Format::OpenMetrics),
            "# HELP flywatch_http_received_bytes What \\\"came\\\"\\nso far.\n\
             # TYPE flywatch_http_received_bytes counter\n\
             # UNIT flywatch_http_received_bytes bytes\n\
             flywatch_http_received_bytes_total{probe=\"say \\\"\\\\\\\"\",of_probe=\"a\\nb\",_2_x=\"\"} 1.5\n# EOF\n"
        );
    }

    #[test]
    fn moments_are_written_to_the_millisecond() {
        assert_eq!(seconds(1_795_219_199_042), "1795219199.042");
        assert_eq!(seconds(-1), "-0.001");
    }
}
