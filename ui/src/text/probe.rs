//! One probe: its figures, its past, its orders; and the list of events.

use super::words;

words! {
    look_now_help = "one look at once" | "einmal sofort";
    edit_help = "target, pace, limits" | "Ziel, Takt, Grenzen";
    switch_off_help = "nobody is told of faults" | "Störungen bleiben ungemeldet";
    switch_on_help = "looks again at its pace" | "misst wieder im Takt";
    delete_help = "can be undone for 8 s" | "8 s lang umkehrbar";
    details = "Details" | "Einzelheiten";
    in_force = "Settings in force" | "Geltende Einstellungen";
    series = "Series" | "Reihen";
    newest_look = "State as the station has it (JSON)" | "Zustand, wie ihn die Station führt (JSON)";
    own = "set here" | "hier gesetzt";
    of_the_kind = "as usual for its kind" | "üblich für diese Art";
    looks_every = "Looks every" | "Misst alle";
    gives_up_after = "Gives up after" | "Gibt auf nach";
    silent_after = "Counts as silent after" | "Gilt als verstummt nach";
    old_after = "Shown as old after" | "Gilt als alt nach";
    no_limit = "no limit" | "keine Grenze";
    /// A series and its newest value.
    numbered(id: u32, newest: &str) = "no. {id} · {newest}" | "Nr. {id} · {newest}";
    look_now = "Look now" | "Jetzt messen";
    edit = "Edit" | "Ändern";
    switch_off = "Switch off" | "Abschalten";
    switch_on = "Switch on" | "Einschalten";
    delete = "Delete" | "Löschen";
    measured = "Measured" | "Gemessen";
    parts_pid = "PIDs" | "PIDs";
    parts_service = "Services" | "Programme";
    parts_interface = "Interfaces" | "Schnittstellen";
    parts_mount = "File systems" | "Dateisysteme";
    parts_device = "Disks" | "Platten";
    parts_sensor = "Sensors" | "Fühler";
    parts_resource = "Pressure" | "Engpässe";
    parts_table = "Tables" | "Tabellen";
    parts_leg = "Legs" | "Wege";
    parts_channel = "Audio channels" | "Tonkanäle";
    ports = "Ports, in and out together" | "Anschlüsse, ein und aus zusammen";
    port_without_link = "no link" | "keine Verbindung";
    protection = "Protection" | "Schutz";
    /// By how much the latency is too short.
    protection_short(by: &str) = "{by} short" | "{by} zu wenig";
    protection_enough = "enough" | "genug";
    latency_set(latency: &str) = "latency {latency}" | "Latenz {latency}";
    latency_needed(latency: &str) = "needs {latency} (4 × RTT)" | "braucht {latency} (4 × RTT)";
    /// One state for the whole hour.
    hour_all(state: &str) = "In the last hour: {state} all the time." | "In der letzten Stunde: durchgehend {state}.";
    /// One state of several, for how long in all and how often.
    hour_part(state: &str, length: &str, count: usize) = {
        match count {
            1 => format!("{state} for {length}, once"),
            2 => format!("{state} for {length}, twice"),
            _ => format!("{state} for {length}, {count} times"),
        }
    } | { format!("{state} {length} lang, {count}-mal") };
    hour_told(parts: &str) = "In the last hour: {parts}." | "In der letzten Stunde: {parts}.";
    the_last_hour = "Last hour" | "Letzte Stunde";
    last_events = "Latest events" | "Letzte Ereignisse";
    no_events = "Nothing has happened yet." | "Noch ist nichts geschehen.";
    also = "Also seen" | "Außerdem gesehen";
    pause = "Pause" | "Halten";
    go_live = "Live" | "Live";
    range = "Range" | "Zeitraum";
    nothing_to_draw = "Nothing was measured in this time." | "In dieser Zeit wurde nichts gemessen.";
    nothing_yet = "Nothing has been measured yet." | "Noch wurde nichts gemessen.";
    /// What draws charts did not come from the station.
    no_charts = "The chart could not be loaded. The table shows the same figures; to try again, reload the page."
        | "Das Diagramm ließ sich nicht laden. Die Tabelle zeigt dieselben Werte; für einen neuen Versuch die Seite neu laden.";
    no_such_probe = "This probe is not there any more." | "Diese Probe gibt es nicht mehr.";
    /// A chart as a screen reader says it.
    spoken_chart(metric: &str) = "{metric} over time. The arrow keys tell values; the same figures are in the table."
        | "{metric} über der Zeit. Die Pfeiltasten nennen Werte; dieselben stehen in der Tabelle.";
    no_cursor = "no moment chosen" | "kein Zeitpunkt gewählt";
    nothing_here = "nothing measured" | "nichts gemessen";
    /// A chart that is held still.
    paused_behind(behind: &str) = "PAUSED, {behind} behind" | "GEHALTEN, {behind} zurück";
    paused = "Paused" | "Gehalten";
    earlier = "Earlier" | "Früher";
    later = "Later" | "Später";
    closer = "Zoom in" | "Näher";
    further = "Zoom out" | "Weiter";
    choose_part = "Zoom to a part: drag over it" | "Ausschnitt wählen: darüberziehen";
    other_time = "Another time" | "Andere Zeit";
    from = "From" | "Von";
    to = "To" | "Bis";
    show = "Show" | "Zeigen";
    /// How moments are entered when the browser has no calendar.
    moment_example = "2026-11-21 14:30" | "2026-11-21 14:30";
    wrong_moment = "Enter both times, such as 2026-11-21 14:30, the first one earlier." | "Beide Zeiten eingeben, etwa 2026-11-21 14:30, die erste früher.";
    compare = "Compare" | "Vergleichen";
    compare_help = "Tap up to four figures of one unit" | "Bis zu vier Werte derselben Einheit antippen";
    other_unit = "It has another unit" | "Andere Einheit";
    enough_figures = "Four figures are enough for one chart" | "Vier Werte genügen für ein Bild";
    table = "Table" | "Tabelle";
    table_time = "Time" | "Zeit";
    least = "Least" | "Kleinster";
    mean = "Mean" | "Mittel";
    greatest = "Greatest" | "Größter";
    /// A table that does not show everything.
    rows_left(count: usize) = "{count} older rows are in the file (Save, Values)." | "{count} ältere Zeilen stehen in der Datei (Sichern, Werte).";
    tools = "Chart" | "Diagramm";
    keep = "Save" | "Sichern";
    keep_heading = "Save or share what is shown" | "Sichern oder teilen, was zu sehen ist";
    keep_picture = "Picture" | "Bild";
    keep_picture_help = "PNG with title, time and station" | "PNG mit Titel, Zeit und Station";
    keep_values = "Values" | "Werte";
    keep_values_help = "CSV for a spreadsheet" | "CSV für eine Tabellenkalkulation";
    keep_link = "Copy link" | "Link kopieren";
    keep_link_help = "opens this figure and time again" | "öffnet diesen Wert und diese Zeit wieder";
    copied = "Copied." | "Kopiert.";
    not_copied = "This browser does not let the page copy. Select the link and copy it." | "Dieser Browser lässt die Seite nicht kopieren. Den Link markieren und kopieren.";
    /// A file was handed to the browser.
    kept_file(name: &str) = "Saved as {name}." | "Gesichert als {name}.";
    not_kept = "The picture could not be made. Reload the page, then try again." | "Das Bild ließ sich nicht erstellen. Die Seite neu laden, dann noch einmal versuchen.";
    /// Since when a state holds.
    since(moment: &str, length: &str) = "since {moment}, for {length}" | "seit {moment}, {length} lang";
    /// How the latest look went.
    last_look(age: &str, took_ms: u32) = "last look {age} ago, took {took_ms}\u{a0}ms" | "letzte Messung vor {age}, Dauer {took_ms}\u{a0}ms";
    /// How often it looks.
    pace(every: &str) = "every {every}" | "alle {every}";
    all_the_time = "all the time" | "ständig";
    /// One limit and the state that it leads to.
    limit(value: &str, word: &str) = "{value} {word}" | "{value} {word}";
    /// All limits of a figure.
    limits(is_above: bool, limits: &str) = { super::over_limit(is_above, limits) } | { super::over_limit(is_above, limits) };
    changed = "changed" | "geändert";
    older = "Show older" | "Ältere zeigen";
    /// The least and the greatest value of one step.
    band(least: &str, greatest: &str) = "{least} to {greatest}" | "{least} bis {greatest}";
}

/// The heading of a table whose rows are told apart by this label.
pub(crate) fn part_title(label: &str) -> Option<&'static str> {
    Some(match label {
        "pid" => parts_pid(),
        "service" => parts_service(),
        "interface" => parts_interface(),
        "mount" => parts_mount(),
        "device" => parts_device(),
        "sensor" => parts_sensor(),
        "resource" => parts_resource(),
        "table" => parts_table(),
        "leg" => parts_leg(),
        "channel" => parts_channel(),
        _ => return None,
    })
}
