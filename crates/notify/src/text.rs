//! A message as people read it, the same wherever it goes.

use wire::alert::Alert;
use wire::receiver::{Message, News};
use wire::{Severity, Timestamp};

use crate::severity::words;

/// `[CRIT] OB-7: Encoder 1: no answer within 0.9 s`.
pub(crate) fn title_line(message: &Message) -> String {
    format!("[{}] {}: {}", tag(message), message.station, message.title)
}

/// What stands in brackets before a title.
pub(crate) fn tag(message: &Message) -> String {
    let severity = words(message.severity).tag;
    if message.is_test {
        return "TEST".to_owned();
    }
    match message.news {
        News::Raised | News::Changed => severity.to_owned(),
        News::Reminder => format!("STILL {severity}"),
        News::Escalated => format!("ESCALATED {severity}"),
        News::Acknowledged => format!("TAKEN {severity}"),
        News::Resolved => "OK".to_owned(),
    }
}

/// The word for the news, as Flywatch spells it.
pub(crate) fn news(news: News) -> &'static str {
    match news {
        News::Raised => "raised",
        News::Changed => "changed",
        News::Reminder => "reminder",
        News::Escalated => "escalated",
        News::Acknowledged => "acknowledged",
        News::Resolved => "resolved",
    }
}

/// The news in one sentence.
pub(crate) fn news_sentence(message: &Message) -> &'static str {
    if message.is_test {
        return "This is a test; nothing is wrong.";
    }
    match message.news {
        News::Raised => "Something is wrong.",
        News::Changed => "It is worse, or its cause was found.",
        News::Reminder => "It is still wrong and nobody takes care of it.",
        News::Escalated => "Nobody took care of it in time.",
        News::Acknowledged => "Somebody takes care of it.",
        News::Resolved => "All is well again.",
    }
}

/// Whether the incident is over.
pub(crate) fn is_over(message: &Message) -> bool {
    message.news == News::Resolved
}

/// `2026-11-22 08:14:51 UTC`.
pub(crate) fn moment(at: Timestamp) -> String {
    let [year, month, day, hour, minute, second] = at.utc();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// One alert in one line: `CRIT Encoder 1: no answer within 0.9 s`.
pub(crate) fn alert_line(alert: &Alert) -> String {
    let tag = if alert.is_firing() {
        words(alert.severity).tag
    } else {
        "OK"
    };
    format!("{tag} {}: {}", alert.subject.name, alert.text)
}

/// What a message says besides its title, one paragraph each.
pub(crate) fn paragraphs(message: &Message) -> Vec<String> {
    let mut said = vec![news_sentence(message).to_owned()];
    if !message.reason.is_empty() {
        said.push(message.reason.clone());
    }
    if !message.advice.is_empty() {
        said.push(format!("What to do: {}", message.advice));
    }
    said.push(format!("Since {}", moment(message.began)));
    said
}

/// What to say of alerts that are not listed; nothing when all are.
pub(crate) fn more(message: &Message) -> Option<String> {
    (message.more > 0).then(|| format!("and {} more", message.more))
}

/// The whole message without its title: what is said, the list of alerts, the link.
pub(crate) fn body(message: &Message) -> String {
    let mut parts = vec![paragraphs(message).join("\n")];
    let listed = message
        .alerts
        .iter()
        .map(|alert| format!("- {}", alert_line(alert)));
    let listed: Vec<_> = listed.chain(more(message)).collect();
    if !listed.is_empty() {
        parts.push(listed.join("\n"));
    }
    if !message.link.is_empty() {
        parts.push(message.link.clone());
    }
    parts.join("\n\n")
}

/// The whole message as plain text.
pub(crate) fn plain(message: &Message) -> String {
    format!("{}\n\n{}", title_line(message), body(message))
}

/// The first `most` characters; the last of them tells when there were more.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Text that stands in HTML, in Pango markup or in the mark-up of Slack.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A message with everything that templates and peers may stumble over, to try them with.
pub(crate) fn example() -> Message {
    let began = Timestamp(1_795_219_200_250);
    let alert = |id, name: &str, text: &str, severity| Alert {
        id: wire::alert::AlertId(id),
        rule: wire::rule::RuleKey::of_kind("icmp", wire::rule::FAILURE),
        subject: wire::alert::Subject {
            name: name.to_owned(),
            ..wire::alert::Subject::default()
        },
        severity,
        text: text.to_owned(),
        measured: None,
        advice: String::new(),
        began,
        raised: began,
        resolved: None,
        well_since: None,
        returns: 0,
        flapping: false,
        acknowledged: None,
        shelved: None,
        suppressed: None,
        incident: wire::alert::AlertId(7),
        cause: None,
        outside: None,
        revision: 1,
    };
    Message {
        id: "5f1c-12".to_owned(),
        thread: "5f1c-7".to_owned(),
        station: "OB „Süd“".to_owned(),
        news: News::Raised,
        severity: Severity::Critical,
        title: "Switch \"Rack\\1\": no answer within 0.9 s".to_owned(),
        reason: "The encoder is reached through <Switch> & nothing else.".to_owned(),
        advice: "Check its power, its cable and its address.".to_owned(),
        at: began.plus_millis(2_000),
        began,
        alerts: vec![
            alert(
                7,
                "Switch \"Rack\\1\"",
                "no answer within 0.9 s",
                Severity::Critical,
            ),
            alert(8, "Encoder 1", "no stream for 3 s", Severity::Major),
        ],
        more: 2,
        link: "http://127.0.0.1:8600/alerts/7".to_owned(),
        is_test: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_as_one_expects() {
        assert_eq!(
            plain(&example()),
            "[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s\n\n\
             Something is wrong.\n\
             The encoder is reached through <Switch> & nothing else.\n\
             What to do: Check its power, its cable and its address.\n\
             Since 2026-11-21 00:00:00 UTC\n\n\
             - CRIT Switch \"Rack\\1\": no answer within 0.9 s\n\
             - WARN Encoder 1: no stream for 3 s\n\
             and 2 more\n\n\
             http://127.0.0.1:8600/alerts/7"
        );
    }

    #[test]
    fn the_tag_tells_the_news() {
        let tag_of = |news| tag(&Message { news, ..example() });
        assert_eq!(tag_of(News::Reminder), "STILL CRIT");
        assert_eq!(tag_of(News::Resolved), "OK");
        let test = Message {
            is_test: true,
            ..example()
        };
        assert_eq!(tag(&test), "TEST");
        assert!(body(&test).starts_with("This is a test; nothing is wrong."));
    }

    #[test]
    fn what_is_too_long_is_cut_between_letters() {
        assert_eq!(cut("Übertragung", 5), "Über…");
        assert_eq!(cut("kurz", 4), "kurz");
    }
}
