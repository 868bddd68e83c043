//! A YAML document in which every part knows its place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use serde_saphyr::{Location, Spanned};

/// Line and column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl From<Location> for Place {
    fn from(location: Location) -> Self {
        Self {
            line: location.line(),
            column: location.column(),
        }
    }
}

/// A part of the document and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: Place,
    pub(crate) part: Part,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Nothing,
    Switch(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Entries(Vec<(String, Place, Node)>),
}

impl Node {
    /// A value, all of whose parts stand at one place.
    pub(crate) fn of(value: &Value, at: Place) -> Self {
        let part = match value {
            Value::Null => Part::Nothing,
            Value::Bool(on) => Part::Switch(*on),
            Value::Number(number) => Part::Number(number.clone()),
            Value::String(text) => Part::Text(text.clone()),
            Value::Array(items) => Part::List(items.iter().map(|item| Self::of(item, at)).collect()),
            Value::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(name, entry)| (name.clone(), at, Self::of(entry, at)));
                Part::Entries(entries.collect())
            }
        };
        Self { at, part }
    }

    /// The entry of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        match &self.part {
            Part::Entries(entries) => entries.iter().find(|entry| entry.0 == name).map(|entry| &entry.2),
            Part::List(items) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.part {
            Part::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What stands at the way there, `probes.3.settings.window`, or the last on the way that is there.
    pub(crate) fn find(&self, path: &str) -> &Node {
        // The name of an entry may have dots in it: `mpegts/mpegts.rtp_loss`.
        let ends = path.match_indices('.').map(|(end, _)| end).chain([path.len()]);
        for end in ends {
            if let Some(next) = path.get(..end).and_then(|first| self.get(first)) {
                return next.find(path.get(end + 1..).unwrap_or_default());
            }
        }
        self
    }

    /// Goes through every text.
    pub(crate) fn each_text(&mut self, visit: &mut impl FnMut(&mut String)) {
        match &mut self.part {
            Part::Text(text) => visit(text),
            Part::List(items) => items.iter_mut().for_each(|item| item.each_text(visit)),
            Part::Entries(entries) => entries.iter_mut().for_each(|entry| entry.2.each_text(visit)),
            Part::Nothing | Part::Switch(_) | Part::Number(_) => {}
        }
    }

    pub(crate) fn to_value(&self) -> Value {
        match &self.part {
            Part::Nothing => Value::Null,
            Part::Switch(on) => Value::Bool(*on),
            Part::Number(number) => Value::Number(number.clone()),
            Part::Text(text) => Value::from(text.as_str()),
            Part::List(items) => items.iter().map(Self::to_value).collect(),
            Part::Entries(entries) => {
                let entries = entries
                    .iter()
                    .map(|(name, _, node)| (name.clone(), node.to_value()));
                Value::Object(entries.collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let part = Spanned::<Part>::deserialize(deserializer)?;
        Ok(Self {
            at: part.referenced.into(),
            part: part.value,
        })
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number, true or false, a list or entries")
    }

    fn visit_unit<E>(self) -> Result<Part, E> {
        Ok(Part::Nothing)
    }

    fn visit_bool<E>(self, on: bool) -> Result<Part, E> {
        Ok(Part::Switch(on))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Part, E> {
        Ok(Part::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Part, E> {
        Ok(Part::Number(number.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Part, E> {
        let finite = Number::from_f64(number).ok_or_else(|| E::custom("a number must be finite"))?;
        Ok(Part::Number(finite))
    }

    fn visit_str<E>(self, text: &str) -> Result<Part, E> {
        Ok(Part::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Part::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Part, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, node)) = map.next_entry::<Spanned<String>, Node>()? {
            entries.push((name.value, name.referenced.into(), node));
        }
        Ok(Part::Entries(entries))
    }
}
