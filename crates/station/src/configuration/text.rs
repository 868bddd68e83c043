//! Texts of a configuration: `${NAME}` stands for something that is filled in, `$$` for a dollar sign.

use serde_json::Value;

/// Why a text does not say what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfilled {
    /// A dollar sign that begins nothing.
    #[error("write $$ for a dollar sign and ${{NAME}} for a variable")]
    Stray,
    /// Nothing is known under this name.
    #[error("the variable {0} is not set")]
    Unset(String),
}

/// Puts what `value` gives for each name in the place of its `${NAME}`, and one dollar sign in the place of `$$`.
///
/// # Errors
/// A dollar sign that begins neither, or a name that `value` gives nothing for.
pub fn fill(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> Result<String, Unfilled> {
    let filled = parts(text).map(|part| match part {
        Part::Text(text) => Ok(text.to_owned()),
        Part::Dollar => Ok("$".to_owned()),
        Part::Variable(name) => value(name).ok_or_else(|| Unfilled::Unset(name.to_owned())),
        Part::Stray => Err(Unfilled::Stray),
    });
    filled.collect()
}

/// Puts what `value` gives in the place of its `${NAME}`, so that it stands for itself, and leaves the rest for later.
#[must_use]
pub fn fill_known(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let filled = parts(text).map(|part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Dollar => "$$".to_owned(),
        Part::Variable(name) => value(name).map_or_else(|| format!("${{{name}}}"), |value| escape(&value)),
        Part::Stray => "$".to_owned(),
    });
    filled.collect()
}

enum Part<'t> {
    Text(&'t str),
    Dollar,
    Variable(&'t str),
    Stray,
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let Some(after) = rest.strip_prefix('$') else {
            let (text, after) = rest.split_at(rest.find('$').unwrap_or(rest.len()));
            rest = after;
            return (!text.is_empty()).then_some(Part::Text(text));
        };
        if let Some(after) = after.strip_prefix('$') {
            rest = after;
            return Some(Part::Dollar);
        }
        let named = after.strip_prefix('{').and_then(|after| after.split_once('}'));
        let Some((name, after)) = named.filter(|(name, _)| is_name(name)) else {
            rest = after;
            return Some(Part::Stray);
        };
        rest = after;
        Some(Part::Variable(name))
    })
}

/// Writes a text so that it stands for itself.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('$', "$$")
}

/// What environment variables are called (POSIX.1-2024, 8.1, with the small letters that it leaves to programs).
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Goes through every text below `value`, with its way there: `probes.3.settings.window`.
pub(super) fn each_text(value: &mut Value, path: &str, visit: &mut impl FnMut(&str, &mut String)) {
    let below = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match value {
        Value::String(text) => visit(path, text),
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                each_text(item, &below(&at.to_string()), visit);
            }
        }
        Value::Object(entries) => {
            for (key, entry) in entries {
                each_text(entry, &below(key), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_and_dollars_doubled() {
        let known = |name: &str| (name == "TOKEN").then(|| "s3$cret".to_owned());
        assert_eq!(fill("Bearer ${TOKEN}", known).unwrap(), "Bearer s3$cret");
        assert_eq!(fill("5 $$ and $${TOKEN}", known).unwrap(), "5 $ and ${TOKEN}");
        assert_eq!(fill("${OTHER}", known), Err(Unfilled::Unset("OTHER".to_owned())));
        assert_eq!(
            fill_known("$$ ${TOKEN} ${OTHER} $x", known),
            "$$ s3$$cret ${OTHER} $x"
        );
        for stray in ["$", "$TOKEN", "${TOKEN", "${}", "${1}", "${A B}", "a$b"] {
            assert_eq!(fill(stray, known), Err(Unfilled::Stray), "{stray}");
        }
        let odd = "$$ ${x} $ \u{e4}";
        assert_eq!(fill(&escape(odd), known).unwrap(), odd);
    }
}
