//! What ffprobe answers. Fields come and go with versions and containers, and numbers are written as text or not at all:
//! whatever cannot be read is taken for not said.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    #[serde(deserialize_with = "list")]
    pub(super) packets: Vec<Packet>,
    #[serde(deserialize_with = "list")]
    pub(super) streams: Vec<Stream>,
    pub(super) format: Format,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Packet {
    #[serde(deserialize_with = "number")]
    pub(super) stream_index: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) pts_time: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) dts_time: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) size: Option<f64>,
    #[serde(deserialize_with = "word")]
    pub(super) flags: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Stream {
    #[serde(deserialize_with = "number")]
    pub(super) index: Option<f64>,
    #[serde(deserialize_with = "word")]
    pub(super) codec_type: Option<String>,
    #[serde(deserialize_with = "word")]
    pub(super) codec_name: Option<String>,
    #[serde(deserialize_with = "word")]
    pub(super) profile: Option<String>,
    #[serde(deserialize_with = "number")]
    pub(super) level: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) width: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) height: Option<f64>,
    #[serde(deserialize_with = "word")]
    pub(super) pix_fmt: Option<String>,
    #[serde(deserialize_with = "word")]
    pub(super) field_order: Option<String>,
    #[serde(deserialize_with = "number")]
    pub(super) has_b_frames: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) sample_rate: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub(super) channels: Option<f64>,
    #[serde(deserialize_with = "word")]
    pub(super) channel_layout: Option<String>,
    #[serde(deserialize_with = "map")]
    pub(super) tags: BTreeMap<String, Value>,
    #[serde(deserialize_with = "map")]
    pub(super) disposition: BTreeMap<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Format {
    #[serde(deserialize_with = "word")]
    pub(super) format_name: Option<String>,
}

impl Answer {
    /// Reads an answer; nothing when it is none.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }
}

impl Stream {
    /// The language, where it is said and known.
    pub(super) fn language(&self) -> Option<&str> {
        let mut tags = self.tags.iter();
        let (_, language) = tags.find(|(name, _)| name.eq_ignore_ascii_case("language"))?;
        language.as_str().filter(|language| *language != "und")
    }

    /// Whether it is a cover picture and no video.
    pub(super) fn is_still(&self) -> bool {
        ["attached_pic", "still_image"]
            .iter()
            .any(|name| self.disposition.get(*name).and_then(Value::as_u64) == Some(1))
    }
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let number = match Value::deserialize(from)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    Ok(number.filter(|number: &f64| number.is_finite()))
}

fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let word = match Value::deserialize(from)? {
        Value::String(word) => Some(word),
        _ => None,
    };
    Ok(word.filter(|word| !matches!(word.as_str(), "" | "unknown" | "N/A")))
}

fn map<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Value>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Object(map) => map.into_iter().collect(),
        _ => BTreeMap::new(),
    })
}

fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(from)?.unwrap_or_default())
}
