//! Holds a document against the JSON Schema of what it should be, which is made of the types themselves. What does not
//! fit is told and taken out, so that the rest can be judged as well.

use serde_json::Value;
use wire::configuration::Mistake;
use wire::settings::nearest;

use crate::mistake;
use crate::tree::{Node, Part, Place};

/// What the shapes of a configuration are called in sentences.
const SHAPES: [(&str, &str); 11] = [
    ("Configuration", "a configuration"),
    ("StationPart", "the station"),
    ("RetentionPart", "the retention"),
    ("DeviceSpec", "a device"),
    ("Port", "a port"),
    ("TemplateSpec", "a template"),
    ("ProbeSpec", "a probe"),
    ("ChannelSpec", "a channel"),
    ("Hop", "a hop"),
    ("Limits", "a limit"),
    ("Tuning", "what is otherwise about a rule"),
];

pub(crate) struct Shapes {
    root: Value,
}

impl Shapes {
    pub(crate) fn of<T: schemars::JsonSchema>() -> Self {
        Self {
            root: schemars::schema_for!(T).to_value(),
        }
    }

    /// The document as far as it fits.
    pub(crate) fn fit(&self, document: Node, mistakes: &mut Vec<Mistake>) -> Option<Node> {
        self.part(document, &self.root, "the file", mistakes)
    }

    /// `schema`, or the shape that it refers to.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let name = schema["$ref"]
            .as_str()
            .and_then(|name| name.strip_prefix("#/$defs/"));
        name.map_or(schema, |name| &self.root["$defs"][name])
    }

    /// What a shape is called. The name of a generic type goes on: `Hop_for_string`.
    fn called(&self, schema: &Value) -> &'static str {
        let name = schema["$ref"].as_str().or(schema["title"].as_str());
        let name = name.and_then(|name| name.rsplit('/').next()?.split('_').next());
        let known = SHAPES.iter().find(|(shape, _)| name == Some(*shape));
        known.map_or("this", |(_, called)| called)
    }

    fn part(&self, node: Node, schema: &Value, name: &str, mistakes: &mut Vec<Mistake>) -> Option<Node> {
        let schema = given(schema);
        let called = self.called(schema);
        let schema = self.resolve(schema);
        if schema == &Value::Bool(true) {
            return Some(node);
        }
        if let Some(words) = words(schema) {
            let fits = node.text().is_some_and(|text| words.contains(&text));
            if !fits {
                let meant = node.text().and_then(|text| nearest(text, words.iter().copied()));
                let advice = meant
                    .map(|meant| format!("; did you mean {meant}?"))
                    .unwrap_or_default();
                let sentence = format!("{name:?} takes one of {}{advice}", words.join(", "));
                mistakes.push(mistake(node.at, sentence));
            }
            return fits.then_some(node);
        }
        let takes = |sort: &str| match &schema["type"] {
            Value::Array(sorts) => sorts.iter().any(|known| known == sort),
            known => known == sort,
        };
        let at = node.at;
        match node.part {
            Part::Entries(entries) if takes("object") => {
                let part = self.entries(entries, at, schema, called, mistakes)?;
                Some(Node { at, part })
            }
            Part::List(items) if takes("array") => {
                let item = |item| self.part(item, &schema["items"], name, mistakes);
                let part = Part::List(items.into_iter().filter_map(item).collect());
                Some(Node { at, part })
            }
            Part::Text(_) if takes("string") => Some(node),
            Part::Switch(_) if takes("boolean") => Some(node),
            Part::Number(_) if takes("number") => Some(node),
            Part::Number(ref number) if takes("integer") => {
                let fits = number
                    .as_u64()
                    .is_some_and(|number| u32::try_from(number).is_ok());
                if !fits {
                    mistakes.push(mistake(
                        at,
                        format!("{name:?} takes a whole number from 0 to {}", u32::MAX),
                    ));
                }
                fits.then_some(node)
            }
            part => {
                let scalar = matches!(part, Part::Number(_) | Part::Switch(_));
                let wanted = match () {
                    () if takes("object") && called != "this" => format!("takes the entries of {called}"),
                    () if takes("object") => "takes entries, NAME: VALUE".to_owned(),
                    () if takes("array") => "takes a list, each item behind a dash".to_owned(),
                    () if takes("string") && scalar => "takes text; put it in quotes".to_owned(),
                    () if takes("string") => "takes text".to_owned(),
                    () if takes("boolean") => "takes true or false".to_owned(),
                    () if takes("integer") => "takes a whole number".to_owned(),
                    () => "takes a number".to_owned(),
                };
                mistakes.push(mistake(at, format!("{name:?} {wanted}")));
                None
            }
        }
    }

    fn entries(
        &self,
        entries: Vec<(String, Place, Node)>,
        at: Place,
        schema: &Value,
        called: &str,
        mistakes: &mut Vec<Mistake>,
    ) -> Option<Part> {
        let known = schema["properties"].as_object();
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut fitting = Vec::new();
        let given: Vec<String> = entries.iter().map(|(name, _, _)| name.clone()).collect();
        for (name, place, node) in entries {
            let Some(property) = known.and_then(|known| known.get(&name)).or(free(schema)) else {
                let names = || {
                    known
                        .into_iter()
                        .flat_map(|known| known.keys().map(String::as_str))
                };
                let advice = match nearest(&name, names()) {
                    Some(meant) => format!("did you mean {meant:?}?"),
                    None => format!("it has {}", names().collect::<Vec<_>>().join(", ")),
                };
                mistakes.push(mistake(
                    place,
                    format!("{called} has no entry {name:?}; {advice}"),
                ));
                continue;
            };
            // An entry with nothing behind it is as good as none, unless a whole section hangs on it.
            if matches!(node.part, Part::Nothing) && !required.contains(&name.as_str()) {
                let is_list = |sorts: &Vec<Value>| sorts.iter().any(|sort| sort == "array");
                if called == "a configuration" && property["type"].as_array().is_some_and(is_list) {
                    let sentence = format!(
                        "nothing stands behind {name:?}; take the line out to leave all {name} as they are, or write \
                         \"{name}: []\" to delete them all"
                    );
                    mistakes.push(mistake(place, sentence));
                }
                continue;
            }
            if let Some(node) = self.part(node, property, &name, mistakes) {
                fitting.push((name, place, node));
            }
        }
        for name in required
            .iter()
            .filter(|name| given.iter().all(|given| given != *name))
        {
            mistakes.push(mistake(at, format!("{called} needs an entry {name:?}")));
        }
        let whole = required
            .iter()
            .all(|name| fitting.iter().any(|(given, _, _)| given == name));
        whole.then_some(Part::Entries(fitting))
    }
}

/// What an entry is that may also be left out: the schema has it as one of two, the other of which is nothing.
fn given(schema: &Value) -> &Value {
    let choices = schema["anyOf"].as_array();
    choices
        .and_then(|choices| choices.iter().find(|choice| choice["type"] != "null"))
        .unwrap_or(schema)
}

/// What any other entry may be.
fn free(schema: &Value) -> Option<&Value> {
    let free = &schema["additionalProperties"];
    (!free.is_null() && free != false).then_some(free)
}

/// The words of which one is taken.
fn words(schema: &Value) -> Option<Vec<&str>> {
    let choices = schema["oneOf"].as_array()?;
    choices.iter().map(|choice| choice["const"].as_str()).collect()
}
