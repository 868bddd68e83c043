//! Devices: the list, one of them, its form, its templates.

use wire::inventory::DeviceRole;

use super::words;

words! {
    devices = "Devices" | "Geräte";
    add_device = "Add a device" | "Gerät anlegen";
    no_devices = "No devices yet." | "Noch keine Geräte.";
    no_devices_advice = "A device groups the probes of one box: an encoder, a switch, a UPS. Its page shows them together, and a template watches the next box of its sort with one tap."
        | "Ein Gerät fasst die Proben eines Kastens zusammen: Encoder, Switch, USV. Seine Seite zeigt sie beieinander, und eine Vorlage beobachtet den nächsten Kasten dieser Art mit einem Tippen.";
    search_devices = "Search by name, address or role" | "Suchen nach Name, Adresse oder Art";
    no_device_found = "No device has these words in its name, address, role or note." | "Kein Gerät hat diese Wörter in Name, Adresse, Art oder Notiz.";
    clear_search = "Clear the search" | "Suche leeren";
    no_probe_yet = "not watched" | "nicht beobachtet";
    no_such_device = "This device is not there any more." | "Dieses Gerät gibt es nicht mehr.";
    to_the_devices = "To the devices" | "Zu den Geräten";

    device_name = "Name" | "Name";
    device_name_help = "As it is labelled in the rack." | "Wie es im Rack beschriftet ist.";
    device_address = "Address" | "Adresse";
    device_address_help = "Host name or IP address; templates put it in place of {address}."
        | "Hostname oder IP-Adresse; Vorlagen setzen sie für {address} ein.";
    device_role = "What it is" | "Was es ist";
    device_note = "Note" | "Notiz";
    device_note_help = "Where it stands, who lent it, its serial number." | "Wo es steht, von wem es ist, seine Seriennummer.";
    give_name = "Give it a name." | "Einen Namen eingeben.";
    give_address = "Give its host name or IP address." | "Hostname oder IP-Adresse eingeben.";
    save_device = "Save" | "Speichern";
    /// The page that changes a device.
    edit_device(name: &str) = "Edit {name}" | "{name} ändern";

    role_encoder = "Encoder" | "Encoder";
    role_decoder = "Decoder" | "Decoder";
    role_router = "Router" | "Router";
    role_switch = "Switch" | "Switch";
    role_presenter = "Presenter" | "Presenter";
    role_clock = "Clock" | "Taktgeber";
    role_ups = "UPS" | "USV";
    role_server = "Server" | "Server";
    role_other = "Other" | "Anderes";

    its_probes = "Probes" | "Proben";
    unwatched_device = "Nothing looks at it yet." | "Noch beobachtet es nichts.";
    watch_device = "Watch it" | "Beobachten";
    ping_it = "Ping it" | "Anpingen";
    ping_it_hint = "round trip, jitter and loss, every second" | "Laufzeit, Jitter und Verlust, jede Sekunde";
    add_probe_to_device = "Add a probe" | "Probe anlegen";
    /// The name of the ping probe of a device.
    ping_of(name: &str) = "{name} ping" | "{name} Ping";
    /// What a tap on a template did.
    probes_added(count: usize) = { if count == 1 { "1 probe added.".to_owned() } else { format!("{count} probes added.") } }
        | { if count == 1 { "1 Probe angelegt.".to_owned() } else { format!("{count} Proben angelegt.") } };
    no_templates = "There are no templates yet. Watch one device as you like it, then keep its probes as a template."
        | "Noch keine Vorlagen. Ein Gerät nach Wunsch beobachten, dann seine Proben als Vorlage behalten.";
    keep_as_template = "Keep as template" | "Als Vorlage behalten";
    keep_as_template_hint = "Makes the same probes for another device. Passwords are not kept."
        | "Legt dieselben Proben für ein anderes Gerät an. Passwörter werden nicht behalten.";
    template_name = "Name of the template" | "Name der Vorlage";
    /// A template was saved.
    template_kept(name: &str) = "The template {name} is ready on the page of every device."
        | "Die Vorlage {name} steht auf der Seite jedes Geräts bereit.";
    /// A template is gone.
    template_deleted(name: &str) = "The template {name} is deleted. The probes it made stay."
        | "Die Vorlage {name} ist gelöscht. Ihre Proben bleiben.";
    /// Deletes a template.
    delete_template(name: &str) = "Delete the template {name}" | "Vorlage {name} löschen";

    /// Asks what becomes of a device.
    delete_device(name: &str) = "Delete {name}?" | "{name} löschen?";
    delete_device_advice = "Its probes can stay on the wall without it, or go with it. The history of deleted probes stays until it is too old, but has no page any more."
        | "Seine Proben können ohne das Gerät an der Wand bleiben oder mit ihm gehen. Der Verlauf gelöschter Proben bleibt, bis er zu alt ist, hat aber keine Seite mehr.";
    delete_keep_probes = "Delete the device, keep its probes" | "Gerät löschen, Proben behalten";
    delete_bare_device = "Delete the device" | "Gerät löschen";
    /// Deletes a device and what looks at it.
    delete_with_probes(count: usize) = { if count == 1 { "Delete the device and its probe".to_owned() } else { format!("Delete the device and its {count} probes") } }
        | { if count == 1 { "Gerät und seine Probe löschen".to_owned() } else { format!("Gerät und seine {count} Proben löschen") } };
    /// A device was taken back.
    device_is_back(name: &str) = "{name} is back. Open it from the list of devices." | "{name} ist wieder da, in der Liste der Geräte.";
    /// A device is gone.
    device_deleted(name: &str) = "{name} is deleted." | "{name} ist gelöscht.";
}

/// The name of what a device is.
pub(crate) fn role(role: DeviceRole) -> &'static str {
    match role {
        DeviceRole::Encoder => role_encoder(),
        DeviceRole::Decoder => role_decoder(),
        DeviceRole::Router => role_router(),
        DeviceRole::Switch => role_switch(),
        DeviceRole::Presenter => role_presenter(),
        DeviceRole::Clock => role_clock(),
        DeviceRole::Ups => role_ups(),
        DeviceRole::Server => role_server(),
        DeviceRole::Other => role_other(),
    }
}
