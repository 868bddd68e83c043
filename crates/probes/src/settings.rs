use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::settings::{FieldError, Settings};

/// Reads complete settings into the struct of a kind, whose fields carry the names of the description.
///
/// # Errors
/// The struct and the description of the kind do not say the same; never what an operator entered.
pub(crate) fn read<T: DeserializeOwned>(settings: &Settings) -> Result<T, FieldError> {
    serde_json::from_value(Value::Object(settings.clone().into_iter().collect()))
        .map_err(|error| FieldError::new("settings", format!("Flywatch cannot read them: {error}")))
}
