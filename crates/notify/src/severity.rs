//! What each severity is called where messages go.

use wire::Severity;

/// What one severity is called by each protocol.
pub(crate) struct Words {
    /// In subjects and texts, as on the tiles of the screen.
    pub(crate) tag: &'static str,
    /// As Flywatch spells it: in topics, labels and fields.
    pub(crate) name: &'static str,
    /// PagerDuty, Events API v2.
    pub(crate) pagerduty: &'static str,
    /// Opsgenie, priority.
    pub(crate) opsgenie: &'static str,
    /// ntfy, priority 1 to 5.
    pub(crate) ntfy: u8,
    /// ntfy, the tag that it shows as a sign.
    pub(crate) ntfy_tag: &'static str,
    /// RFC 5424, 6.2.1.
    pub(crate) syslog: u8,
    /// FlywatchSeverity of `FLYWATCH-MIB`.
    pub(crate) snmp: i32,
    /// The bar beside a message in Slack.
    pub(crate) colour: &'static str,
    /// The colour of a text in an Adaptive Card.
    pub(crate) card: &'static str,
    /// Desktop Notifications Specification, urgency levels.
    pub(crate) desktop: &'static str,
    /// ServiceNow, impact and urgency: 1 is the highest.
    pub(crate) servicenow: u8,
}

/// What `severity` is called.
pub(crate) fn words(severity: Severity) -> &'static Words {
    match severity {
        Severity::Critical => &Words {
            tag: "CRIT",
            name: "critical",
            pagerduty: "critical",
            opsgenie: "P1",
            ntfy: 5,
            ntfy_tag: "rotating_light",
            syslog: 2,
            snmp: 4,
            colour: "#d32f2f",
            card: "attention",
            desktop: "critical",
            servicenow: 1,
        },
        Severity::Major => &Words {
            tag: "WARN",
            name: "major",
            pagerduty: "error",
            opsgenie: "P2",
            ntfy: 4,
            ntfy_tag: "warning",
            syslog: 3,
            snmp: 3,
            colour: "#f9a825",
            card: "warning",
            desktop: "normal",
            servicenow: 2,
        },
        Severity::Minor => &Words {
            tag: "MINOR",
            name: "minor",
            pagerduty: "warning",
            opsgenie: "P3",
            ntfy: 3,
            ntfy_tag: "small_orange_diamond",
            syslog: 4,
            snmp: 2,
            colour: "#0288d1",
            card: "accent",
            desktop: "normal",
            servicenow: 3,
        },
        Severity::Info => &Words {
            tag: "INFO",
            name: "info",
            pagerduty: "info",
            opsgenie: "P5",
            ntfy: 2,
            ntfy_tag: "information_source",
            syslog: 6,
            snmp: 1,
            colour: "#757575",
            card: "default",
            desktop: "low",
            servicenow: 3,
        },
    }
}

/// The syslog severity and ntfy priority of good news.
pub(crate) const NOTICE: u8 = 5;
/// The priority of good news in ntfy: no sound.
pub(crate) const QUIET: u8 = 2;
/// The colour of good news.
pub(crate) const WELL: &str = "#2e7d32";
