//! Bodies that operators write themselves.

use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde_json::json;
use wire::Timestamp;
use wire::receiver::{Message, News};

use crate::text;

/// How many steps a template may take: hundreds of times what a long one needs.
const STEPS: u64 = 100_000;

/// What a template knows: the fields of the message, and `text`, `body` and `title_line` as other receivers get them.
fn context(message: &Message) -> Value {
    let mut known = json!(message);
    // What is not said is empty in a template, never unknown.
    for (name, value) in [
        ("reason", json!(message.reason)),
        ("advice", json!(message.advice)),
        ("link", json!(message.link)),
        ("more", json!(message.more)),
        ("is_test", json!(message.is_test)),
        ("text", json!(text::plain(message))),
        ("body", json!(text::body(message))),
        ("title_line", json!(text::title_line(message))),
    ] {
        known[name] = value;
    }
    Value::from(Serde(known))
}

/// Fills `template` in.
///
/// # Errors
/// What is wrong with it, with its line.
pub(crate) fn fill(template: &str, message: &Message) -> Result<String, String> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    environment.add_filter("tojson", minijinja::filters::tojson);
    environment.add_filter("upper", minijinja::filters::upper);
    environment.add_filter("lower", minijinja::filters::lower);
    environment.add_filter("length", minijinja::filters::length);
    environment.add_filter("join", minijinja::filters::join);
    environment.add_filter("replace", minijinja::filters::replace);
    environment.add_filter("default", minijinja::filters::default);
    environment.add_filter("time", |millis: i64| Timestamp(millis).rfc3339());
    environment
        .render_str(template, context(message))
        .map_err(|error| sentence(&error))
}

/// Fills `template` in and holds it against JSON.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn fill_json(template: &str, message: &Message) -> Result<String, String> {
    let filled = fill(template, message)?;
    match serde_json::from_str::<serde::de::IgnoredAny>(&filled) {
        Ok(_) => Ok(filled),
        Err(error) => Err(format!(
            "line {} of what it gives is no JSON; write texts as {{{{ title | tojson }}}}, without quotes around it",
            error.line()
        )),
    }
}

/// Fills `template` in and reads the JSON object that it gives, to which more is added.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn fill_object(template: &str, message: &Message) -> Result<serde_json::Value, String> {
    let filled = fill_json(template, message)?;
    match serde_json::from_str(&filled) {
        Ok(object @ serde_json::Value::Object(_)) => Ok(object),
        _ => Err("write an object: { \"NAME\": VALUE, … }".to_owned()),
    }
}

/// Tries `fill` with messages as they come.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check<T>(template: &str, fill: fn(&str, &Message) -> Result<T, String>) -> Result<(), String> {
    let raised = text::example();
    let resolved = Message {
        news: News::Resolved,
        reason: String::new(),
        advice: String::new(),
        link: String::new(),
        alerts: Vec::new(),
        more: 0,
        ..raised.clone()
    };
    [raised, resolved]
        .iter()
        .try_for_each(|message| fill(template, message).map(|_| ()))
}

fn sentence(error: &Error) -> String {
    let line = error
        .line()
        .map_or(String::new(), |line| format!("line {line}: "));
    let detail = error.detail().map(str::to_owned);
    let what = match error.kind() {
        ErrorKind::OutOfFuel => "it goes on for too long; repeat less".to_owned(),
        ErrorKind::UndefinedError => {
            "it uses a word that a message does not have; see the list of fields".to_owned()
        }
        kind => detail.unwrap_or_else(|| kind.to_string()),
    };
    format!("{line}{what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_knows_the_message() {
        let filled = fill(
            "{{ severity | upper }} {{ began | time }} {% for a in alerts %}{{ a.subject.name }};{% endfor %}",
            &text::example(),
        );
        assert_eq!(
            filled.unwrap(),
            "CRITICAL 2026-11-21T00:00:00.250Z Switch \"Rack\\1\";Encoder 1;"
        );
        let json = fill_json(r#"{"text": {{ text | tojson }}}"#, &text::example()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["text"], text::plain(&text::example()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (template, part) in [
            ("{\n{{ title }", "line 2: "),
            ("a\n\n{{ titel }}", "line 3: it uses a word"),
            ("{{ title | nothing }}", "line 1: "),
            ("{% for a in alerts %}", "line 1: "),
        ] {
            let wrong = check(template, fill).unwrap_err();
            assert!(wrong.contains(part), "{wrong}");
        }
        let wrong = check("{\"title\":\n\"{{ title }}\"}", fill_json).unwrap_err();
        assert!(wrong.starts_with("line 2 of what it gives is no JSON"), "{wrong}");
    }

    #[test]
    fn a_template_comes_to_an_end() {
        let nested = "{% for a in text %}{% for b in text %}{% for c in text %}{{ text }}{% endfor %}{% endfor %}{% endfor %}";
        assert_eq!(
            fill(nested, &text::example()).unwrap_err(),
            "line 1: it goes on for too long; repeat less"
        );
    }
}
