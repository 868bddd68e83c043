//! The settings of this screen and of the station.

use super::words;
use crate::model::habits::{Glance, Hand, Motion, Shortcuts};
use crate::model::retention::Form;

words! {
    theme_heading = "Theme" | "Farben";
    theme_help = "The button at the top right goes from one to the next. Night is red only: it keeps eyes used to the dark, and shows states by shape, word and brightness."
        | "Der Knopf oben rechts wechselt sie der Reihe nach. Nacht ist nur rot: Die Augen bleiben an das Dunkel gewöhnt, Zustände zeigen sich durch Form, Wort und Helligkeit.";
    theme_truck = "Truck" | "Ü-Wagen";
    theme_day = "Day" | "Tag";
    theme_contrast = "High contrast" | "Hoher Kontrast";
    theme_night = "Night" | "Nacht";
    sizes = "Sizes" | "Größen";
    sizes_help = "Rack is for gloves and a panel at arm's length. Automatic takes Rack on a touch screen, Phone on a small one, Desk with a mouse."
        | "Rack ist für Handschuhe und ein Feld auf Armlänge. Automatisch nimmt Rack am Berührbildschirm, Telefon auf einem kleinen, Tisch mit der Maus.";
    profile_auto = "Automatic" | "Automatisch";
    profile_rack = "Rack" | "Rack";
    profile_desk = "Desk" | "Tisch";
    profile_phone = "Phone" | "Telefon";
    language_heading = "Language" | "Sprache";
    language_help = "Names, and what the station writes into its events, stay as they are."
        | "Namen, und was die Station in ihre Ereignisse schreibt, bleiben, wie sie sind.";

    this_screen = "This screen" | "Dieser Bildschirm";
    this_screen_help = "Kept by this browser or window; other screens look as they were set there."
        | "Das merkt sich dieser Browser oder dieses Fenster; andere Bildschirme bleiben, wie sie dort eingestellt sind.";
    /// A millimetre on the glass.
    calibrate = "Size of a finger" | "Größe eines Fingers";
    calibrate_help = "Rack sizes are in millimetres. Hold a bank card to the bar and make the bar as long as the card (85.6 mm): then 15 mm on the glass are 15 mm."
        | "Rack-Größen sind in Millimetern. Eine Bankkarte an den Balken halten und ihn so lang machen wie die Karte (85,6 mm): Dann sind 15 mm auf dem Glas 15 mm.";
    card_bar = "Length of the card" | "Länge der Karte";
    shorter = "Shorter" | "Kürzer";
    longer = "Longer" | "Länger";
    as_delivered = "As delivered" | "Wie geliefert";
    /// How many pixels a millimetre has.
    pixels_per_mm(number: &str) = "{number} pixels a millimetre" | "{number} Pixel je Millimeter";

    shortcuts_heading = "Keyboard shortcuts" | "Tastenkürzel";
    shortcuts_help = "Single keys that act without Ctrl. Switch them off when a voice control or a barcode reader types into this screen."
        | "Einzelne Tasten, die ohne Strg wirken. Abschalten, wenn eine Sprachsteuerung oder ein Strichcodeleser in diesen Bildschirm tippt.";
    glance_heading = "Glance after a minute" | "Fernsicht nach einer Minute";
    glance_help = "A rack screen that nobody touches for 60 s shows the worst state so that it is read from 3 m. The first touch only wakes it."
        | "Ein Rack-Bildschirm, den 60 s niemand berührt, zeigt den schlimmsten Zustand aus 3 m lesbar. Die erste Berührung weckt ihn nur.";
    motion_heading = "Motion" | "Bewegung";
    motion_help = "Less motion stops blinking and sliding; new trouble then wears a second border instead."
        | "Weniger Bewegung schaltet Blinken und Gleiten ab; neue Störungen tragen stattdessen einen zweiten Rand.";
    motion_system = "As the system wants" | "Wie das System es will";
    motion_less = "Less" | "Weniger";
    hand_heading = "Main buttons" | "Hauptknöpfe";
    hand_left = "Left" | "Links";
    hand_right = "Right" | "Rechts";
    on = "On" | "An";
    not_on = "Off" | "Aus";

    station_heading = "Station" | "Station";
    station_help = "Holds for every screen of this station." | "Gilt für jeden Bildschirm dieser Station.";
    station_name = "Name of the station" | "Name der Station";
    station_name_help = "As it is written on the flypack; every screen shows it." | "Wie es am Flypack steht; jeder Bildschirm zeigt ihn.";
    station_name_missing = "Give the station a name, such as that of the flypack." | "Der Station einen Namen geben, etwa den des Flypacks.";
    /// A name that no head of a screen can show.
    station_name_too_long(most: usize) = "Enter {most} letters at most." | "Höchstens {most} Zeichen eingeben.";
    save_name = "Save the name" | "Namen speichern";
    /// The station has a new name.
    station_named(name: &str) = "The station is called {name} now." | "Die Station heißt jetzt {name}.";

    history_heading = "History" | "Verlauf";
    history_help = "Old values are kept in longer steps; the least and the greatest of each step stay, so no excursion is lost with age."
        | "Alte Werte werden in längeren Schritten gehalten; der kleinste und der größte jedes Schritts bleiben, so geht kein Ausschlag mit dem Alter verloren.";
    keep_samples = "Every value, days" | "Jeder Wert, Tage";
    keep_ten_seconds = "Steps of 10 s, days" | "Schritte von 10 s, Tage";
    keep_five_minutes = "Steps of 5 min and events, days" | "Schritte von 5 min und Ereignisse, Tage";
    /// Within which bounds days are kept.
    days_between(least: u32, most: u32) = "{least} to {most} days" | "{least} bis {most} Tage";
    /// How much disk the past takes when it is full.
    takes_disk(size: &str) = "With the probes of now this takes about {size} of disk when it is full."
        | "Mit den jetzigen Proben braucht das etwa {size} Platte, wenn es voll ist.";
    keep_longer = "Save" | "Speichern";
    keep_shorter = "Save and delete what is older" | "Speichern und Älteres löschen";
    history_saved = "History is kept as set from now on." | "Der Verlauf wird ab jetzt so gehalten.";
    /// What goes when history is kept for less long.
    goes(form: Form, from_days: u32, to_days: u32) = {
        let what = form_word(form);
        format!("{what} older than {to_days} days go within minutes (kept for {from_days} days until now).")
    } | {
        let what = form_word(form);
        format!("{what}, die älter als {to_days} Tage sind, gehen in Minuten verloren (bisher {from_days} Tage gehalten).")
    };
    form_samples = "Values as they came" | "Werte, wie sie kamen";
    form_ten_seconds = "Steps of 10 s" | "Schritte von 10 s";
    form_five_minutes = "Steps of 5 min and events" | "Schritte von 5 min und Ereignisse";
    changed_elsewhere = "Somebody else changed these settings meanwhile; they are shown as they are now."
        | "Jemand anderes hat diese Einstellungen inzwischen geändert; hier steht der neue Stand.";

    import_heading = "Import and export" | "Import und Export";
    import_help = "Everything that is set up as a YAML file, or the probes as a table for a spreadsheet; with a preview before anything changes."
        | "Alles Eingerichtete als YAML-Datei, oder die Proben als Tabelle; mit Vorschau, bevor sich etwas ändert.";

    about_heading = "About" | "Über Flywatch";
    /// Which program this is.
    about_version(version: &str) = "Flywatch {version}, free software under the MIT licence." | "Flywatch {version}, freie Software unter der MIT-Lizenz.";
    about_handbook = "The handbook comes with the program: man flywatch on the flypack."
        | "Das Handbuch kommt mit dem Programm: man flywatch am Flypack.";
    about_api = "What programs can ask the station" | "Was Programme die Station fragen können";
    gallery_link = "Every state and button of this screen" | "Jeder Zustand und Knopf dieses Bildschirms";

    crashes_heading = "Failures of Flywatch" | "Ausfälle von Flywatch";
    no_crashes = "None that nobody has put away." | "Keine, die nicht abgelegt wären.";
    crashes_help = "Send what a report says to whoever looks after your Flywatch; it names no passwords."
        | "Den Inhalt eines Berichts an die schicken, die Flywatch betreuen; er nennt keine Passwörter.";
    show_report = "Show" | "Zeigen";
    put_away = "Put away" | "Ablegen";
    crash_put_away = "The report is put away." | "Der Bericht ist abgelegt.";
}

/// The name of a theme.
pub(crate) fn theme(theme: &str) -> &'static str {
    match theme {
        "day" => theme_day(),
        "contrast" => theme_contrast(),
        "night" => theme_night(),
        _ => theme_truck(),
    }
}

/// The name of a set of sizes.
pub(crate) fn profile(profile: &str) -> &'static str {
    match profile {
        "rack" => profile_rack(),
        "desk" => profile_desk(),
        "phone" => profile_phone(),
        _ => profile_auto(),
    }
}

/// The name of a form of the past.
pub(crate) fn form_word(form: Form) -> &'static str {
    match form {
        Form::Samples => form_samples(),
        Form::TenSeconds => form_ten_seconds(),
        Form::FiveMinutes => form_five_minutes(),
    }
}

/// Whether single keys act.
pub(crate) fn shortcuts_word(shortcuts: Shortcuts) -> &'static str {
    if shortcuts == Shortcuts::On {
        on()
    } else {
        not_on()
    }
}

/// Whether a screen that nobody touches shows the worst at large.
pub(crate) fn glance_word(glance: Glance) -> &'static str {
    if glance == Glance::On { on() } else { not_on() }
}

/// How much moves.
pub(crate) fn motion_word(motion: Motion) -> &'static str {
    match motion {
        Motion::System => motion_system(),
        Motion::Less => motion_less(),
    }
}

/// At which side the main buttons stand.
pub(crate) fn hand_word(hand: Hand) -> &'static str {
    match hand {
        Hand::Left => hand_left(),
        Hand::Right => hand_right(),
    }
}
