//! Transport streams: the indicators of TR 101 290 and what they mean.

use super::words;

words! {
    indicators = "TR 101 290, seconds with errors" | "TR 101 290, Sekunden mit Fehlern";
    last_minute = "1 min" | "1 min";
    last_hour = "1 h" | "1 h";
    last_day = "24 h" | "24 h";
    priority_1 = "Priority 1: needed to decode" | "Priorität 1: zum Decodieren nötig";
    priority_2 = "Priority 2: to watch all the time" | "Priorität 2: ständig zu beobachten";
    priority_3 = "Priority 3: tables and buffers" | "Priorität 3: Tabellen und Puffer";
    not_judged = "not judged" | "nicht beurteilt";
    /// Seconds with errors in a minute, an hour and a day.
    error_seconds(minute: &str, hour: &str, day: &str) = "Seconds with errors: {minute} in the last minute, {hour} in the last hour, {day} in the last day."
        | "Sekunden mit Fehlern: {minute} in der letzten Minute, {hour} in der letzten Stunde, {day} am letzten Tag.";
    /// How often an indicator occurred.
    occurred(times: &str) = "{times} errors since the probe began" | "{times} Fehler, seit die Probe läuft";
    /// When it occurred.
    occurred_between(first: &str, last: &str) = "first {first}, last {last}" | "zuerst {first}, zuletzt {last}";
    /// Where it occurred.
    on_pid(pid: &str) = "last on PID {pid}" | "zuletzt auf PID {pid}";
    never_occurred = "It has not occurred since the probe began." | "Seit die Probe läuft, kam das nicht vor.";
    /// How an indicator is judged.
    method(how: &str) = "Method: {how}." | "Verfahren: {how}.";
    in_chart = "Show in the chart" | "Im Diagramm zeigen";
    arrival = "Arrival, last 5 min" | "Ankunft, letzte 5 min";
    /// What the buffer of a link fills.
    of_latency(latency: &str) = "of {latency} latency" | "von {latency} Latenz";
    streams = "Streams" | "Ströme";
    only_wrong = "Only what is wrong" | "Nur Gestörtes";
    no_streams = "No stream is watched yet. Add one: a transport stream by UDP or RTP, or SRT."
        | "Noch wird kein Strom beobachtet. Legen Sie einen an: einen Transportstrom über UDP oder RTP, oder SRT.";
    no_wrong_streams = "Nothing is wrong with any stream." | "Mit keinem Strom stimmt etwas nicht.";
    no_picture_yet = "No picture yet" | "Noch kein Bild";
    /// How old a picture is.
    picture_age(age: &str) = "{age} old" | "{age} alt";
    /// A picture as a screen reader says it.
    picture_of(name: &str) = "Picture of {name}" | "Bild von {name}";
    /// A bar as a screen reader says it.
    channel_level(channel: &str, level: &str) = "Channel {channel}: {level}" | "Kanal {channel}: {level}";
    loudness_now = "Loudness now" | "Lautheit jetzt";
    loudness_of_3_s = "of 3 s" | "über 3 s";
    loudness_in_all = "in all" | "insgesamt";
    bitrate_of_pids = "Bitrate of each PID, last 5 minutes" | "Bitrate jeder PID, letzte 5 Minuten";
    other_pids = "others" | "übrige";
    evidence = "Evidence" | "Beweise";
    save_evidence = "Save evidence now" | "Beweise jetzt sichern";
    no_evidence = "Nothing saved yet. When this stream turns WARN or CRIT, its last seconds are kept here."
        | "Noch nichts gesichert. Wird dieser Strom WARN oder KRIT, bleiben hier seine letzten Sekunden erhalten.";
    saved_by_hand = "saved by hand" | "von Hand gesichert";
    evidence_datagrams = "Datagrams (pcapng)" | "Datagramme (pcapng)";
    evidence_packets = "Packets (TS)" | "Pakete (TS)";
    evidence_picture = "Picture" | "Bild";
    evidence_figures = "Figures (JSON)" | "Zahlen (JSON)";
    sync_loss = "Sync loss" | "Synchronverlust";
    sync_byte = "Sync byte" | "Synchronbyte";
    pat = "PAT" | "PAT";
    continuity = "Continuity" | "Kontinuität";
    pmt = "PMT" | "PMT";
    pid_missing = "PID" | "PID";
    transport = "Transport" | "Transport";
    crc = "CRC" | "CRC";
    pcr_repetition = "PCR repetition" | "PCR-Abstand";
    pcr_jump = "PCR jump" | "PCR-Sprung";
    pcr_accuracy = "PCR accuracy" | "PCR-Genauigkeit";
    pts = "PTS" | "PTS";
    cat = "CAT" | "CAT";
    nit_actual = "NIT actual" | "NIT eigenes";
    nit_other = "NIT other" | "NIT andere";
    si_repetition = "SI repetition" | "SI-Abstand";
    buffer = "Buffer" | "Puffer";
    unreferenced = "Unreferenced" | "Ohne Bezug";
    sdt_actual = "SDT actual" | "SDT eigener";
    sdt_other = "SDT other" | "SDT andere";
    eit_actual = "EIT actual" | "EIT eigener";
    eit_other = "EIT other" | "EIT andere";
    eit_pf = "EIT p/f" | "EIT p/f";
    rst = "RST" | "RST";
    tdt = "TDT" | "TDT";
    empty_buffer = "Empty buffer" | "Puffer leer";
    data_delay = "Data delay" | "Datenverzug";
    sync_loss_means = "Two sync bytes in a row were wrong: nothing can be read, and nothing else is judged."
        | "Zwei Synchronbytes hintereinander waren falsch: Nichts ist lesbar, und nichts anderes wird beurteilt.";
    sync_byte_means = "A packet did not begin with 0x47." | "Ein Paket begann nicht mit 0x47.";
    pat_means = "The table that names the programs did not come for 0.5 s, or was scrambled."
        | "Die Tabelle, die die Programme nennt, kam 0,5 s lang nicht oder war verschlüsselt.";
    continuity_means = "Packets are missing, doubled or in the wrong order."
        | "Pakete fehlen, kamen doppelt oder vertauscht.";
    pmt_means = "The table that names picture and sound of a program did not come for 0.5 s, or was scrambled."
        | "Die Tabelle, die Bild und Ton eines Programms nennt, kam 0,5 s lang nicht oder war verschlüsselt.";
    pid_means = "Picture or sound that a PMT names did not come for 5 s."
        | "Bild oder Ton, das eine PMT nennt, kam 5 s lang nicht.";
    transport_means = "A receiver on the way marked a packet as damaged."
        | "Ein Empfänger auf dem Weg hat ein Paket als beschädigt gekennzeichnet.";
    crc_means = "The checksum of a table was wrong." | "Die Prüfsumme einer Tabelle war falsch.";
    pcr_repetition_means = "Clock references came further apart than the limit."
        | "Zeitmarken kamen weiter auseinander als die Grenze.";
    pcr_jump_means = "The clock jumped without being announced." | "Die Uhr sprang ohne Ankündigung.";
    pcr_accuracy_means = "A clock reference was more than 500 ns off, by its place in a stream of constant bitrate."
        | "Eine Zeitmarke lag mehr als 500 ns daneben, nach ihrem Platz in einem Strom konstanter Bitrate.";
    pts_means = "Presentation times came more than 700 ms apart."
        | "Darstellungszeiten kamen mehr als 700 ms auseinander.";
    cat_means = "Packets are scrambled, but no table says how." | "Pakete sind verschlüsselt, aber keine Tabelle sagt wie.";
    si_means = "A table of the network, its services or its times came too seldom, too often or on the wrong PID."
        | "Eine Tabelle über Netz, Dienste oder Zeiten kam zu selten, zu oft oder auf der falschen PID.";
    unreferenced_means = "A PID carries packets, but no table names it."
        | "Auf einer PID kommen Pakete, aber keine Tabelle nennt sie.";
    buffer_means = "By the model of a decoder its buffers ran over, ran dry or kept data too long."
        | "Nach dem Modell eines Decoders liefen seine Puffer über, leer oder hielten Daten zu lange.";
}

/// The short name of an indicator, and what it means, by its number in TR 101 290.
pub(crate) fn indicator(number: &str) -> (&'static str, &'static str) {
    match number {
        "1.1" => (sync_loss(), sync_loss_means()),
        "1.2" => (sync_byte(), sync_byte_means()),
        "1.3.a" => (pat(), pat_means()),
        "1.4" => (continuity(), continuity_means()),
        "1.5.a" => (pmt(), pmt_means()),
        "1.6" => (pid_missing(), pid_means()),
        "2.1" => (transport(), transport_means()),
        "2.2" => (crc(), crc_means()),
        "2.3a" => (pcr_repetition(), pcr_repetition_means()),
        "2.3b" => (pcr_jump(), pcr_jump_means()),
        "2.4" => (pcr_accuracy(), pcr_accuracy_means()),
        "2.5" => (pts(), pts_means()),
        "2.6" => (cat(), cat_means()),
        "3.1.a" => (nit_actual(), si_means()),
        "3.1.b" => (nit_other(), si_means()),
        "3.2" => (si_repetition(), si_means()),
        "3.3" => (buffer(), buffer_means()),
        "3.4.a" => (unreferenced(), unreferenced_means()),
        "3.5.a" => (sdt_actual(), si_means()),
        "3.5.b" => (sdt_other(), si_means()),
        "3.6.a" => (eit_actual(), si_means()),
        "3.6.b" => (eit_other(), si_means()),
        "3.6.c" => (eit_pf(), si_means()),
        "3.7" => (rst(), si_means()),
        "3.8" => (tdt(), si_means()),
        "3.9" => (empty_buffer(), buffer_means()),
        "3.10" => (data_delay(), buffer_means()),
        _ => ("", ""),
    }
}
