//! What differs between two things, in words: `target http://a → http://b, every_ms 1000 → 500`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Begins a text that is a secret, for as long as it takes to compare it. No operator can enter it.
const SECRET: char = '\0';

/// Marks a secret, so that it is compared and never shown.
pub(super) fn secret(text: &str) -> Value {
    Value::from(format!("{SECRET}{text}"))
}

/// What differs, an entry each; empty when nothing does. Parts of a list are called by their names.
pub(super) fn differences(old: &Value, new: &Value) -> String {
    let mut found = Vec::new();
    compare("", old, new, &mut found);
    found.join(", ")
}

fn compare(path: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    if old == new {
        return;
    }
    let (Some(old_parts), Some(new_parts)) = (parts(old), parts(new)) else {
        found.push(match (is_secret(old), is_secret(new)) {
            (true, true) => format!("{path} changed"),
            _ => format!("{path} {} → {}", shown(old), shown(new)),
        });
        return;
    };
    let before = found.len();
    let names: BTreeSet<&String> = old_parts.keys().chain(new_parts.keys()).collect();
    for name in names {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        match (old_parts.get(name), new_parts.get(name)) {
            (Some(Value::Object(_)), None) => found.push(format!("{path} taken out")),
            (None, Some(Value::Object(_))) => found.push(format!("{path} added")),
            (old, new) => compare(
                &path,
                old.unwrap_or(&&Value::Null),
                new.unwrap_or(&&Value::Null),
                found,
            ),
        }
    }
    if found.len() == before && old.is_array() {
        found.push(format!("{path} in another order"));
    }
}

/// The parts of a thing or of a list of things with names. Nothing has no parts, so that it can be compared with some.
fn parts(value: &Value) -> Option<BTreeMap<String, &Value>> {
    match value {
        Value::Null => None,
        Value::Object(entries) => Some(
            entries
                .iter()
                .map(|(name, entry)| (name.clone(), entry))
                .collect(),
        ),
        Value::Array(items) => {
            let named = items
                .iter()
                .map(|item| Some((item.get("name")?.as_str()?.to_owned(), item)));
            let named: BTreeMap<_, _> = named.collect::<Option<_>>()?;
            (named.len() == items.len()).then_some(named)
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn is_secret(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(SECRET))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(_) if is_secret(value) => "(hidden)".to_owned(),
        // As it is entered, where that leaves no doubt about its end.
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) if !text.contains([' ', ',', '"']) => text.clone(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(" "),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_sort_of_difference_has_its_words() {
        let check = |old: Value, new: Value, words: &str| assert_eq!(differences(&old, &new), words);
        check(json!({ "a": 1 }), json!({ "a": 1 }), "");
        check(
            json!({ "target": "http://a", "every_ms": 1000 }),
            json!({ "target": "http://b", "every_ms": 500, "group": "Up link" }),
            "every_ms 1000 → 500, group nothing → \"Up link\", target http://a → http://b",
        );
        check(
            json!({ "settings": { "key": secret("old") } }),
            json!({ "settings": { "key": secret("new") } }),
            "settings.key changed",
        );
        check(
            json!({ "settings": {} }),
            json!({ "settings": { "key": secret("new") } }),
            "settings.key nothing → (hidden)",
        );
        let hop = |name: &str, probes: &[&str]| json!({ "name": name, "probes": probes });
        check(
            json!({ "hops": [hop("ENC", &["Link"]), hop("CDN", &[])] }),
            json!({ "hops": [hop("ENC", &["Link", "Link 2"]), hop("UP", &[])] }),
            "hops.CDN taken out, hops.ENC.probes Link → Link \"Link 2\", hops.UP added",
        );
        check(
            json!({ "hops": [hop("ENC", &[]), hop("CDN", &[])] }),
            json!({ "hops": [hop("CDN", &[]), hop("ENC", &[])] }),
            "hops in another order",
        );
    }
}
