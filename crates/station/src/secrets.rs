//! Secrets lie sealed on disk and are open only in the probe that uses them.

use serde_json::Value;
use store::Store;
use wire::kind::KindInfo;
use wire::probe::ProbeSpec;
use wire::settings;

/// The probe as it may lie on disk.
pub(crate) fn seal(store: &Store, kind: &KindInfo, mut spec: ProbeSpec) -> ProbeSpec {
    for name in settings::secrets(&kind.fields) {
        if let Some(Value::String(secret)) = spec.settings.get_mut(name)
            && !secret.is_empty()
            && !Store::is_sealed(secret)
        {
            *secret = store.seal(secret);
        }
    }
    spec
}

/// The probe as it can run.
pub(crate) fn open(store: &Store, kind: &KindInfo, mut spec: ProbeSpec) -> Result<ProbeSpec, store::Error> {
    for name in settings::secrets(&kind.fields) {
        if let Some(Value::String(secret)) = spec.settings.get_mut(name)
            && Store::is_sealed(secret)
        {
            *secret = store.open_sealed(secret)?;
        }
    }
    Ok(spec)
}

/// The probe as it may be shown.
pub(crate) fn hide(kind: &KindInfo, mut spec: ProbeSpec) -> ProbeSpec {
    spec.settings = settings::hide_secrets(&kind.fields, &spec.settings);
    spec
}
