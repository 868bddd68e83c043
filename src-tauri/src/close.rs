//! Asks before closing the window stops the watch.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gtk::glib::MainContext;
use gtk::prelude::*;
use gtk::{ApplicationWindow, ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType};

/// Asks once at a time, in the window's own words, and calls `close` when that is what the operator wants.
#[derive(Clone, Default)]
pub(crate) struct Question(Arc<AtomicBool>);

impl Question {
    pub(crate) fn ask(&self, window: &ApplicationWindow, probes: usize, close: impl FnOnce() + 'static) {
        if self.0.swap(true, Ordering::Relaxed) {
            return;
        }
        let asked = self.0.clone();
        let dialog = MessageDialog::new(
            Some(window),
            DialogFlags::MODAL,
            MessageType::Question,
            ButtonsType::None,
            &question(probes),
        );
        dialog.set_title("Flywatch");
        dialog.set_secondary_text(Some(
            "This window runs the station itself. Nothing is watched until it is opened again.",
        ));
        dialog.add_button("Keep watching", ResponseType::Cancel);
        dialog.add_button("Stop and close", ResponseType::Accept);
        dialog.set_default_response(ResponseType::Cancel);
        MainContext::default().spawn_local(async move {
            let answer = dialog.run_future().await;
            dialog.close();
            asked.store(false, Ordering::Relaxed);
            if answer == ResponseType::Accept {
                close();
            }
        });
    }
}

fn question(probes: usize) -> String {
    let noun = if probes == 1 { "probe" } else { "probes" };
    format!("Closing this window stops the watch: {probes} {noun}.")
}
