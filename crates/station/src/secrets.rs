//! Secrets lie sealed on disk and are open only in what uses them.

use serde_json::Value;
use store::Store;
use wire::kind::{Field, KindInfo};
use wire::probe::ProbeSpec;
use wire::receiver::{ReceiverInfo, ReceiverSpec};
use wire::settings::{self, Settings};

/// Settings as they may lie on disk.
pub(crate) fn sealed(store: &Store, fields: &[Field], mut settings: Settings) -> Settings {
    for name in settings::secrets(fields) {
        if let Some(Value::String(secret)) = settings.get_mut(name)
            && !secret.is_empty()
            && !Store::is_sealed(secret)
        {
            *secret = store.seal(secret);
        }
    }
    settings
}

/// Settings as they can be used.
pub(crate) fn opened(
    store: &Store,
    fields: &[Field],
    mut settings: Settings,
) -> Result<Settings, store::Error> {
    for name in settings::secrets(fields) {
        if let Some(Value::String(secret)) = settings.get_mut(name)
            && Store::is_sealed(secret)
        {
            *secret = store.open_sealed(secret)?;
        }
    }
    Ok(settings)
}

/// The probe as it may lie on disk.
pub(crate) fn seal(store: &Store, kind: &KindInfo, spec: ProbeSpec) -> ProbeSpec {
    ProbeSpec {
        settings: sealed(store, &kind.fields, spec.settings),
        ..spec
    }
}

/// The probe as it can run.
pub(crate) fn open(store: &Store, kind: &KindInfo, spec: ProbeSpec) -> Result<ProbeSpec, store::Error> {
    Ok(ProbeSpec {
        settings: opened(store, &kind.fields, spec.settings)?,
        ..spec
    })
}

/// The receiver as it may lie on disk.
pub(crate) fn seal_receiver(store: &Store, spec: ReceiverSpec) -> ReceiverSpec {
    match receiver_info(&spec.kind) {
        Some(info) => ReceiverSpec {
            settings: sealed(store, &info.fields, spec.settings),
            ..spec
        },
        None => spec,
    }
}

/// The receiver as it can be used.
pub(crate) fn open_receiver(store: &Store, spec: ReceiverSpec) -> Result<ReceiverSpec, store::Error> {
    Ok(match receiver_info(&spec.kind) {
        Some(info) => ReceiverSpec {
            settings: opened(store, &info.fields, spec.settings)?,
            ..spec
        },
        None => spec,
    })
}

/// What a sort of receiver says of itself.
pub(crate) fn receiver_info(kind: &str) -> Option<&'static ReceiverInfo> {
    let mut infos = notify::receivers().iter().map(|receiver| receiver.info());
    infos.find(|info| info.name == kind)
}

/// The probe as it may be shown.
pub(crate) fn hide(kind: &KindInfo, mut spec: ProbeSpec) -> ProbeSpec {
    spec.settings = settings::hide_secrets(&kind.fields, &spec.settings);
    spec
}
