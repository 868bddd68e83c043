//! Alert rules of Prometheus: what each would be as a rule of the station, or why it cannot be one.
//!
//! Nothing is guessed in silence: what a rule loses on the way is said in its notes.

mod condition;
mod exporters;
mod file;
mod limit;
mod metric;
mod scope;
#[cfg(test)]
mod tests;
mod value;
mod words;

use std::collections::BTreeSet;

use wire::configuration::Mistake;
use wire::inventory::Device;
use wire::probe::Probe;
use wire::prometheus::{Becomes, ForeignRule};
use wire::rule::{LONGEST_MS, RuleSpec, USUAL_CLEAR_MS};

use self::condition::Reader;
use self::file::Raw;

/// What a station has that rules may name.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Its probes.
    pub probes: Vec<Probe>,
    /// Its devices.
    pub devices: Vec<Device>,
    /// The names of its rules, which no other rule may have.
    pub rules: Vec<String>,
}

/// What a station calls one of its metrics where Prometheus reads it.
#[must_use]
pub fn exported(metric: &str) -> String {
    format!("flywatch_{}", word(metric))
}

/// `text` with only the letters that names of Prometheus may have.
#[must_use]
pub fn word(text: &str) -> String {
    let first = text.chars().next().filter(char::is_ascii_digit).map(|_| '_');
    let letters = text.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '_'
        }
    });
    first.into_iter().chain(letters).collect()
}

/// Every rule of a rule file, in its order, and what becomes of it. The names of those that become rules are told apart
/// from each other and from those that are there.
///
/// # Errors
/// Where and why it is no rule file.
pub fn rules(text: &str, around: &Around) -> Result<Vec<ForeignRule>, Mistake> {
    let mut names: BTreeSet<String> = around.rules.iter().map(|name| name.to_lowercase()).collect();
    let told = file::read(text)?.into_iter().map(|raw| {
        let becomes = match spec(&raw, around) {
            Ok((mut rule, notes)) => {
                rule.name = words::apart(&rule.name, &mut names);
                Becomes::Rule {
                    rule: Box::new(rule),
                    notes,
                }
            }
            Err(reason) => Becomes::Nothing { reason },
        };
        ForeignRule {
            line: raw.at.line,
            name: raw.name,
            expr: raw.expr,
            becomes,
        }
    });
    Ok(told.collect())
}

/// Why something has no counterpart, as a sentence.
type Unfit = String;

/// What is otherwise than in the file, each said once.
#[derive(Debug, Default)]
struct Notes(Vec<String>);

impl Notes {
    fn say(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.0.contains(&note) {
            self.0.push(note);
        }
    }
}

fn spec(raw: &Raw, around: &Around) -> Result<(RuleSpec, Vec<String>), Unfit> {
    if let Some(wrong) = &raw.wrong {
        return Err(wrong.clone());
    }
    let expression = condition::parse(&raw.expr)?;
    let mut reader = Reader::new(around);
    let part = reader.condition(&expression, 0)?;
    let mut notes = reader.notes;
    let texts = words::texts(raw, &mut notes);
    let lasts = |text: &Option<String>| {
        text.as_deref().map_or(Ok(None), |text| {
            let millis = words::millis(text)
                .ok_or_else(|| format!("`{text}` is no duration; write it like 5m or 1h30m."))?;
            if millis > LONGEST_MS {
                return Err(format!("It waits for {text}; a rule waits 30 days at most."));
            }
            Ok(Some(millis))
        })
    };
    let rule = RuleSpec {
        name: texts.name,
        enabled: true,
        on: part.scope,
        when: part.test,
        severity: words::severity(raw, &mut notes),
        raise_after_ms: lasts(&raw.lasting)?.unwrap_or_default(),
        clear_after_ms: lasts(&raw.keep_firing)?.unwrap_or(USUAL_CLEAR_MS),
        advice: texts.advice,
    };
    Ok((rule, notes.0))
}
