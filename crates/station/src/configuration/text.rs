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
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            filled.push('$');
            rest = after;
            continue;
        }
        let named = after.strip_prefix('{').and_then(|after| after.split_once('}'));
        let (name, after) = named.filter(|(name, _)| is_name(name)).ok_or(Unfilled::Stray)?;
        filled.push_str(&value(name).ok_or_else(|| Unfilled::Unset(name.to_owned()))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
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
        for stray in ["$", "$TOKEN", "${TOKEN", "${}", "${1}", "${A B}", "a$b"] {
            assert_eq!(fill(stray, known), Err(Unfilled::Stray), "{stray}");
        }
        let odd = "$$ ${x} $ \u{e4}";
        assert_eq!(fill(&escape(odd), known).unwrap(), odd);
    }
}
