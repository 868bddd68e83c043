//! Buttons that ask for a hold, and what came of a press.

use wire::touch::Order;

use super::words;
use crate::model::press::Slip;

words! {
    /// What a finger must do: hold it for so long.
    hold_it(millis: u32) = { format!("hold {} s", f64::from(millis) / 1000.0) }
        | { format!("{} s halten", f64::from(millis) / 1000.0).replace('.', ",") };
    arm_it = "arm, then hold" | "scharf schalten, dann halten";
    keep_holding = "keep holding" | "weiter halten";
    asking_station = "asking the station …" | "fragt die Station …";
    press_again = "Enter once more confirms" | "Enter noch einmal bestätigt";
    press_again_soon = "wait a moment …" | "einen Moment …";
    order_sent = "sent …" | "unterwegs …";
    order_done = "done" | "erledigt";
    slip_let_go = "let go too early: nothing done" | "zu früh losgelassen: nichts getan";
    slip_wandered = "finger slipped: nothing done" | "abgerutscht: nichts getan";
    slip_crowded = "one finger only: nothing done" | "nur ein Finger: nichts getan";
    slip_late = "screen was busy: nothing done" | "Bildschirm war beschäftigt: nichts getan";
    slip_unconfirmed = "not confirmed: nothing done" | "nicht bestätigt: nichts getan";
    armed = "Armed" | "Scharf";
    /// How long it stays armed.
    armed_for(seconds: u32) = "Armed, {seconds} s left" | "Scharf, noch {seconds} s";
    not_armed = "Not armed any more. Nothing was done." | "Nicht mehr scharf. Nichts wurde getan.";
    arm_again = "Arm again" | "Neu scharf schalten";
    /// The rest of a list that is too long to be read.
    and_more(count: usize) = "and {count} more" | "und {count} weitere";
}

/// Why nothing was done.
pub(crate) fn slip(slip: Slip) -> &'static str {
    match slip {
        Slip::LetGo => slip_let_go(),
        Slip::Wandered => slip_wandered(),
        Slip::Crowded => slip_crowded(),
        Slip::Late => slip_late(),
        Slip::Unconfirmed => slip_unconfirmed(),
    }
}

words! {
    does_delete_probes = "Deletes several probes at once; their history stays until it is too old."
        | "Löscht mehrere Proben auf einmal; ihr Verlauf bleibt, bis er zu alt ist.";
    does_shorten_retention = "Keeps history for less long, and deletes what is older."
        | "Bewahrt den Verlauf kürzer auf und löscht, was älter ist.";
    does_apply_configuration = "Applies a configuration that does not name everything the station has, and deletes the rest."
        | "Wendet eine Konfiguration an, die nicht alles nennt, was die Station hat, und löscht den Rest.";
    does_leave_air = "Ends the phase on air: routes, severities and locks of that phase hold no longer."
        | "Beendet die Phase auf Sendung: Routen, Schweregrade und Sperren dieser Phase gelten nicht mehr.";
}

/// What an order does, in one sentence; in the station's own words where this screen has none.
pub(crate) fn does(order: &'static Order) -> &'static str {
    match order.name.as_ref() {
        "delete-probes" => does_delete_probes(),
        "shorten-retention" => does_shorten_retention(),
        "apply-configuration" => does_apply_configuration(),
        "leave-air" => does_leave_air(),
        _ => order.does.as_ref(),
    }
}
