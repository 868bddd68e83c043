//! How the page is drawn where there is no graphics card.

use std::fs;

use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebView, WebViewExt};

/// Where the kernel shows what can draw for others, as `renderD128` and on.
const CARDS: &str = "/dev/dri";

/// Has the page drawn plainly where the processor would have to play a graphics card: it spends most of its time so on
/// copying whole windows, three times as long for each picture (docs/benchmarks.md).
pub(crate) fn suit(page: &WebView) {
    if has_card() {
        return;
    }
    if let Some(settings) = WebViewExt::settings(page) {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

fn has_card() -> bool {
    let Ok(cards) = fs::read_dir(CARDS) else {
        return false;
    };
    cards
        .flatten()
        .any(|card| card.file_name().to_string_lossy().starts_with("renderD"))
}
