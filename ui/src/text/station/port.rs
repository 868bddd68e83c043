//! TCP and UDP ports.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("TCP port", "TCP-Port"),
    (
        "Connects to a port and, if wanted, checks what it answers.",
        "Verbindet sich mit einem Port und prüft auf Wunsch, was er antwortet.",
    ),
    ("Send", "Senden"),
    (
        "Text to send after connecting; write \\r, \\n, \\t and \\x00 for what cannot be typed.",
        "Text, der nach dem Verbinden gesendet wird; \\r, \\n, \\t und \\x00 für das, was sich nicht tippen lässt.",
    ),
    ("Expect", "Erwarten"),
    (
        "Text that must come in the first 16 KiB of the answer; escapes as in Send.",
        "Text, der in den ersten 16 KiB der Antwort stehen muss; Sonderzeichen wie bei Senden.",
    ),
    ("Connect", "Verbindungsaufbau"),
    (
        "Time from asking for a connection until the target has accepted it, without the name lookup.",
        "Zeit vom Verbindungswunsch, bis das Ziel ihn annimmt, ohne die Namensauflösung.",
    ),
    ("Name lookup", "Namensauflösung"),
    (
        "Time to find the address of the name; only for targets with a name.",
        "Zeit, um die Adresse des Namens zu finden; nur bei Zielen mit Namen.",
    ),
    ("Answer", "Antwort"),
    (
        "Time from the accepted connection until the expected text has come; only when text is expected.",
        "Zeit von der angenommenen Verbindung, bis der erwartete Text da ist; nur wenn Text erwartet wird.",
    ),
    (
        "The port is open, but its answer does not hold the expected text: another service may listen there.",
        "Der Port ist offen, aber in seiner Antwort fehlt der erwartete Text: Womöglich lauscht dort ein anderer Dienst.",
    ),
    ("UDP port", "UDP-Port"),
    (
        "Sends one datagram to a port and waits for an answer, or for the news that nothing listens there.",
        "Sendet ein Datagramm an einen Port und wartet auf eine Antwort oder auf die Meldung, dass dort nichts lauscht.",
    ),
    (
        "What the datagram holds; an empty datagram is sent when nothing is given.",
        "Was im Datagramm steht; ohne Angabe geht ein leeres hinaus.",
    ),
    ("Send is", "Senden ist"),
    (
        "With text, \\r, \\n, \\t and \\x00 stand for what cannot be typed; with hex, write pairs of digits: 80 e0 00 01.",
        "Bei text stehen \\r, \\n, \\t und \\x00 für das, was sich nicht tippen lässt; bei hex Ziffernpaare schreiben: 80 e0 00 01.",
    ),
    (
        "With not_expected only a refusal counts as failure. Nothing more can be known about a port that never answers: a lost datagram and a silent target look the same.",
        "Bei not_expected zählt nur eine Abweisung als Ausfall. Mehr ist über einen Port, der nie antwortet, nicht zu erfahren: Ein verlorenes Datagramm und ein stummes Ziel sehen gleich aus.",
    ),
    (
        "Text that the answer must hold; escapes as in Send.",
        "Text, der in der Antwort stehen muss; Sonderzeichen wie bei Senden.",
    ),
    ("Wait for a refusal (ms)", "Auf Abweisung warten (ms)"),
    (
        "How long to wait for a refusal when no answer is expected; choose more than the round trip and less than the time limit.",
        "Wie lange auf eine Abweisung zu warten ist, wenn keine Antwort erwartet wird; mehr als die Laufzeit und weniger als die Zeitgrenze.",
    ),
    (
        "Time from sending the datagram until its answer has come; only when there is an answer.",
        "Zeit vom Senden des Datagramms bis zu seiner Antwort; nur wenn es eine gibt.",
    ),
    ("Answer size", "Größe der Antwort"),
    (
        "Length of the answer; only when there is one.",
        "Länge der Antwort; nur wenn es eine gibt.",
    ),
    (
        "The port answers, but without the expected text: another service may listen there.",
        "Der Port antwortet, aber ohne den erwarteten Text: Womöglich lauscht dort ein anderer Dienst.",
    ),
];
