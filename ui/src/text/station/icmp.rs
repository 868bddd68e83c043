//! Ping.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("Ping", "Ping"),
    (
        "Sends an echo and measures round trip, jitter and loss, right to a tenth of a millisecond.",
        "Sendet ein Echo und misst Laufzeit, Jitter und Verlust, auf eine Zehntelmillisekunde genau.",
    ),
    ("Size", "Größe"),
    (
        "Bytes in each echo after its ICMP header.",
        "Bytes in jedem Echo nach seinem ICMP-Kopf.",
    ),
    ("IP version", "IP-Version"),
    (
        "Which address of a name to look at. With any: the IPv4 address, or the IPv6 address when it has no other.",
        "Welche Adresse eines Namens gilt. Bei any: die IPv4-Adresse, oder die IPv6-Adresse, wenn es keine andere gibt.",
    ),
    ("Time to live", "Lebensdauer (TTL)"),
    (
        "Routers that an echo may pass; 0 for as many as usual.",
        "So viele Router darf ein Echo passieren; 0 für so viele wie üblich.",
    ),
    ("DSCP", "DSCP"),
    (
        "Traffic class of the echoes, as your streams have it: 46 is EF, 34 is AF41.",
        "Verkehrsklasse der Echos, wie sie die Streams haben: 46 ist EF, 34 ist AF41.",
    ),
    ("Window", "Fenster"),
    (
        "Looks over which loss, jitter, least and greatest are taken.",
        "Über so viele Messungen gehen Verlust, Jitter, kürzeste und längste Laufzeit.",
    ),
    ("Round trip", "Laufzeit"),
    (
        "Time from the network card and back to it; live production has 10 ms for everything.",
        "Zeit von der Netzwerkkarte bis zurück zu ihr; eine Live-Produktion hat 10 ms für alles.",
    ),
    ("Jitter", "Jitter"),
    (
        "Mean difference between one round trip and the next over the window, after RFC 3550, 6.4.1.",
        "Mittlerer Unterschied zwischen einer Laufzeit und der nächsten im Fenster, nach RFC 3550, 6.4.1.",
    ),
    ("Loss", "Verlust"),
    (
        "Share of the echoes of the window that were not answered in time.",
        "Anteil der Echos im Fenster, die nicht rechtzeitig beantwortet wurden.",
    ),
    ("Least round trip", "Kürzeste Laufzeit"),
    ("Least round trip of the window.", "Kürzeste Laufzeit im Fenster."),
    ("Mean round trip", "Mittlere Laufzeit"),
    ("Mean round trip of the window.", "Mittlere Laufzeit im Fenster."),
    ("Greatest round trip", "Längste Laufzeit"),
    (
        "Greatest round trip of the window.",
        "Längste Laufzeit im Fenster.",
    ),
    ("Time to live left", "Restliche Lebensdauer (TTL)"),
    (
        "Time to live left in the answer; when it changes, the way back has changed.",
        "Restliche Lebensdauer der Antwort; ändert sie sich, hat sich der Rückweg geändert.",
    ),
    (
        "Some echoes came back as undeliverable while others were answered: look at the way there.",
        "Manche Echos kamen als unzustellbar zurück, andere wurden beantwortet: den Weg dorthin prüfen.",
    ),
    (
        "One echo was answered more than once: two devices may share the address, or the network has a loop.",
        "Ein Echo wurde mehrfach beantwortet: Zwei Geräte haben wohl dieselbe Adresse, oder das Netz hat eine Schleife.",
    ),
    (
        "An answer came after the time limit and counts as lost: if the way is that long, raise the limit.",
        "Eine Antwort kam nach der Zeitgrenze und zählt als verloren: Ist der Weg so lang, die Grenze erhöhen.",
    ),
    (
        "The DNS no longer gives an address for the name; the last known one is looked at.",
        "Der DNS gibt zu dem Namen keine Adresse mehr; gemessen wird die letzte bekannte.",
    ),
    (
        "The name has another address than before; that one is looked at now.",
        "Der Name hat eine andere Adresse als vorher; gemessen wird jetzt diese.",
    ),
];
