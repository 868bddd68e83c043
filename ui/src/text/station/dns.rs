//! Name servers.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("DNS", "DNS"),
    (
        "Asks a DNS server for a name. dns:NAME asks the first DNS server of this machine, dns://SERVER/NAME another.",
        "Fragt einen DNS-Server nach einem Namen. dns:NAME fragt den ersten DNS-Server dieses Rechners, dns://SERVER/NAME einen anderen.",
    ),
    ("Record type", "Eintragsart"),
    (
        "What to ask for; ?type=… at the end of the target says the same.",
        "Wonach gefragt wird; ?type=… am Ende des Ziels sagt dasselbe.",
    ),
    (
        "Answers that must all be there, separated by commas; further ones do no harm. Example: 192.0.2.10, 192.0.2.11.",
        "Antworten, die alle da sein müssen, durch Kommas getrennt; weitere schaden nicht. Beispiel: 192.0.2.10, 192.0.2.11.",
    ),
    ("Lookup", "Auflösung"),
    (
        "Time from the question until the answer has come, whether it is good news or bad.",
        "Zeit von der Frage bis zur Antwort, ob die gut oder schlecht ist.",
    ),
    ("Answers", "Antworten"),
    (
        "How many records of the asked type the answer holds.",
        "Wie viele Einträge der erfragten Art die Antwort enthält.",
    ),
    (
        "How long others may keep the answer: the least of its records. It counts down when the server keeps it too.",
        "Wie lange andere die Antwort behalten dürfen: das Kleinste ihrer Einträge. Zählt herunter, wenn auch der Server sie nur behält.",
    ),
    (
        "The server gives other records than expected: look for an old entry or a wrong server.",
        "Der Server gibt andere Einträge als erwartet: nach einem veralteten Eintrag oder einem falschen Server suchen.",
    ),
    (
        "The server says that the name does not exist (NXDOMAIN): check the spelling and the zone.",
        "Der Server sagt, dass es den Namen nicht gibt (NXDOMAIN): Schreibweise und Zone prüfen.",
    ),
    (
        "The name exists, but has no record of the asked type.",
        "Den Namen gibt es, aber er hat keinen Eintrag der erfragten Art.",
    ),
    (
        "The server answers that it cannot or will not say (SERVFAIL, REFUSED, …): check the server and whom it asks.",
        "Der Server antwortet, dass er nicht antworten kann oder will (SERVFAIL, REFUSED, …): ihn prüfen, und wen er fragt.",
    ),
];
