//! What is asked for behind the `?`: matchers as Alertmanager writes them, and which states.

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use regex::Regex;
use schemars::JsonSchema;
use wire::route::{Compare, Matcher};

use super::wrong::Wrong;
use crate::problem::{MALFORMED, Refusal};

/// Which alerts or silences.
#[derive(Debug, JsonSchema)]
pub(super) struct Asked {
    /// Matchers that all must fit, such as `severity="critical"` or `channel=~"PGM.*"`; may be given several times.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) filter: Vec<Matcher>,
    /// Whether those that nothing keeps quiet are given; true if not said.
    #[schemars(with = "Option<bool>")]
    pub(super) active: bool,
    /// Whether silenced ones are given; true if not said.
    #[schemars(with = "Option<bool>")]
    pub(super) silenced: bool,
    /// Whether those that follow from another are given; true if not said.
    #[schemars(with = "Option<bool>")]
    pub(super) inhibited: bool,
    /// Whether those that are not worked on yet are given; there never are any.
    #[schemars(with = "Option<bool>")]
    pub(super) unprocessed: bool,
    /// A regular expression that the whole name of a receiver must fit.
    #[schemars(with = "Option<String>")]
    pub(super) receiver: Option<Pattern>,
}

/// A regular expression that fits whole texts.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    fn of(text: &str) -> Result<Self, Refusal> {
        let pattern = Regex::new(&format!("^(?:{text})$"));
        pattern
            .map(Self)
            .map_err(|error| Refusal::new(MALFORMED, format!("{text:?} is no regular expression: {error}")))
    }

    pub(super) fn fits(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Whether a value fits a matcher.
pub(super) fn fits(matcher: &Matcher, value: &str) -> Result<bool, Refusal> {
    Ok(match matcher.is {
        Compare::Equal => matcher.value == value,
        Compare::NotEqual => matcher.value != value,
        Compare::Matching => Pattern::of(&matcher.value)?.fits(value),
        Compare::NotMatching => !Pattern::of(&matcher.value)?.fits(value),
    })
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Wrong> {
        let malformed = |message: String| Refusal::new(MALFORMED, message);
        let said = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(said) = said.map_err(|error| malformed(error.to_string()))?;
        let mut asked = Self {
            filter: Vec::new(),
            active: true,
            silenced: true,
            inhibited: true,
            unprocessed: true,
            receiver: None,
        };
        for (name, value) in said {
            let truth = || {
                value
                    .parse::<bool>()
                    .map_err(|_| malformed(format!("{name} takes true or false")))
            };
            match name.as_str() {
                "filter" => asked.filter.extend(matchers(&value).map_err(malformed)?),
                "active" => asked.active = truth()?,
                "silenced" => asked.silenced = truth()?,
                "inhibited" => asked.inhibited = truth()?,
                "unprocessed" => asked.unprocessed = truth()?,
                "receiver" if !value.is_empty() => asked.receiver = Some(Pattern::of(&value)?),
                // Clients of other versions say more.
                _ => {}
            }
        }
        Ok(asked)
    }
}

impl OperationInput for Asked {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Query::<Self>::operation_input(ctx, operation);
    }
}

/// Reads `name="value"` with `=`, `!=`, `=~` or `!~`; several of them with commas between, in braces if they like.
fn matchers(text: &str) -> Result<Vec<Matcher>, String> {
    let wrong = || format!("bad matcher format: {text}");
    let mut rest = text.trim();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = inside.strip_suffix('}').ok_or_else(wrong)?.trim();
    }
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (label, after) = name(rest).ok_or_else(wrong)?;
        let after = after.trim_start();
        let signs = [
            ("=~", Compare::Matching),
            ("!~", Compare::NotMatching),
            ("!=", Compare::NotEqual),
            ("=", Compare::Equal),
        ];
        let (is, after) = signs
            .iter()
            .find_map(|(sign, is)| Some((*is, after.strip_prefix(sign)?.trim_start())))
            .ok_or_else(wrong)?;
        let (value, after) = if after.starts_with('"') {
            quoted(after).ok_or_else(wrong)?
        } else {
            let end = after.find(',').unwrap_or(after.len());
            let (value, after) = after.split_at(end);
            (value.trim_end().to_owned(), after)
        };
        found.push(Matcher { label, is, value });
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if after.is_empty() => after,
            None => return Err(wrong()),
        };
    }
    Ok(found)
}

/// The name at the begin of a matcher, and what follows it.
fn name(text: &str) -> Option<(String, &str)> {
    if text.starts_with('"') {
        return quoted(text).filter(|(name, _)| !name.is_empty());
    }
    let end = text.find(['=', '!'])?;
    let (name, after) = text.split_at(end);
    let name = name.trim_end();
    let is_name = !name.is_empty() && !name.contains([' ', ',', '"', '{', '}']);
    is_name.then(|| (name.to_owned(), after))
}

/// A text in quotes, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut read = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((read, text.get(at + 1..)?)),
            '\\' => match letters.next()?.1 {
                'n' => read.push('\n'),
                't' => read.push('\t'),
                known @ ('"' | '\\') => read.push(known),
                // As in Alertmanager: patterns are full of them.
                other => read.extend(['\\', other]),
            },
            _ => read.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Compare, String)> {
        let all = matchers(text).unwrap().into_iter();
        all.map(|Matcher { label, is, value }| (label, is, value))
            .collect()
    }

    fn one(label: &str, is: Compare, value: &str) -> Vec<(String, Compare, String)> {
        vec![(label.to_owned(), is, value.to_owned())]
    }

    #[test]
    fn matchers_are_read_as_amtool_writes_them() {
        assert_eq!(
            read(r#"alertname="Disk full""#),
            one("alertname", Compare::Equal, "Disk full")
        );
        assert_eq!(read("a=b"), one("a", Compare::Equal, "b"));
        assert_eq!(read("a = "), one("a", Compare::Equal, ""));
        assert_eq!(
            read(r#"a=~"x\\.y\d\"""#),
            one("a", Compare::Matching, r#"x\.y\d""#)
        );
        assert_eq!(
            read(r#"{"service.name"!~"x,}", b!=c}"#),
            [
                one("service.name", Compare::NotMatching, "x,}"),
                one("b", Compare::NotEqual, "c"),
            ]
            .concat()
        );
        assert_eq!(read("{}"), []);
        for wrong in ["a", "=b", r#"a="b"#, "{a=b", r#"a="b"c"#, "a b=c", r#"""=c"#] {
            assert_eq!(matchers(wrong), Err(format!("bad matcher format: {wrong}")));
        }
    }
}
