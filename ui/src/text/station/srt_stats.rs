//! The statistics of srt-live-transmit. What it says in the words of another kind stands there.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("SRT statistics", "SRT-Statistik"),
    (
        "Follows the file in which srt-live-transmit writes its statistics (-statsout FILE -pf json -s 1000, or -pf csv).",
        "Liest die Datei mit, in die srt-live-transmit seine Statistik schreibt (-statsout DATEI -pf json -s 1000 oder -pf csv).",
    ),
    ("Full statistics", "Volle Statistik"),
    (
        "Switch it on when srt-live-transmit runs with -f: then it counts from the beginning of a connection.",
        "Einschalten, wenn srt-live-transmit mit -f läuft: dann zählt es vom Beginn einer Verbindung an.",
    ),
    ("Stale after (s)", "Veraltet nach (s)"),
    (
        "A file to which nothing was written for so long is a defect: nothing is transmitted.",
        "Eine Datei, in die so lange nichts geschrieben wurde, ist ein Mangel: es wird nichts übertragen.",
    ),
    (
        "Rate at which the connection receives or sends.",
        "Rate, mit der die Verbindung empfängt oder sendet.",
    ),
    (
        "Smoothed round-trip time of the connection.",
        "Geglättete Umlaufzeit der Verbindung.",
    ),
    ("Lost", "Verloren"),
    (
        "Packets that were missing at first; most of them are sent again in time.",
        "Pakete, die zunächst fehlten; die meisten werden rechtzeitig noch einmal gesendet.",
    ),
    ("Dropped", "Aufgegeben"),
    (
        "Packets that were given up because they came too late: damage that is seen.",
        "Pakete, die aufgegeben wurden, weil sie zu spät kamen: sichtbarer Schaden.",
    ),
    ("Sent again", "Noch einmal gesendet"),
    (
        "Packets that were sent again.",
        "Pakete, die noch einmal gesendet wurden.",
    ),
    ("Belated", "Verspätet"),
    (
        "Packets that came after their time.",
        "Pakete, die nach ihrer Zeit kamen.",
    ),
    (
        "Time of media in the buffer; a receiver whose buffer runs empty has no protection left.",
        "Spielzeit im Puffer; ein Empfänger mit leerem Puffer hat keinen Schutz mehr.",
    ),
    ("Link capacity", "Kapazität der Leitung"),
    (
        "What SRT believes that the link could carry.",
        "Was die Leitung nach Meinung von SRT tragen könnte.",
    ),
    ("Age", "Alter"),
    (
        "Time since something was written to the file.",
        "Zeit, seit etwas in die Datei geschrieben wurde.",
    ),
    (
        "Nothing is written to the file: nothing is transmitted, or srt-live-transmit does not run.",
        "In die Datei wird nichts geschrieben: es wird nichts übertragen, oder srt-live-transmit läuft nicht.",
    ),
];
