//! The machine itself.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("This machine", "Dieser Rechner"),
    (
        "Watches the machine that Flywatch runs on: load, memory, disks, network, heat and clock.",
        "Beobachtet den Rechner, auf dem Flywatch läuft: Last, Speicher, Platten, Netz, Wärme und Uhr.",
    ),
    ("Leave out", "Auslassen"),
    (
        "Interfaces, disks and mount points that do not count, by name; * at the end stands for anything.",
        "Schnittstellen, Platten und Einhängepunkte, die nicht zählen, mit Namen; * am Ende steht für alles.",
    ),
    ("Network file systems", "Netz-Dateisysteme"),
    (
        "Watch how full NFS, SMB and Ceph mounts are as well.",
        "Auch beobachten, wie voll NFS-, SMB- und Ceph-Laufwerke sind.",
    ),
    ("CPU", "CPU"),
    (
        "Share of all processor time that was used.",
        "Anteil der gesamten Prozessorzeit, der genutzt wurde.",
    ),
    ("Busiest core", "Meistbelasteter Kern"),
    (
        "Share of its time that the busiest core was used; one at its end slows a program that cannot spread.",
        "Anteil seiner Zeit, in dem der meistbelastete Kern arbeitete; ist einer am Ende, bremst das Programme, die sich nicht verteilen.",
    ),
    ("Waiting for disks", "Warten auf Platten"),
    (
        "Share of processor time that was idle because work waited for a disk.",
        "Anteil der Prozessorzeit, der brachlag, weil Arbeit auf eine Platte wartete.",
    ),
    ("Taken by others", "Von anderen belegt"),
    (
        "Share of processor time that other virtual machines on the same hardware took.",
        "Anteil der Prozessorzeit, den andere virtuelle Maschinen auf derselben Hardware nahmen.",
    ),
    ("Load, 1 min", "Last, 1 min"),
    (
        "Tasks that ran or waited, mean of a minute.",
        "Aufgaben, die liefen oder warteten, Mittel einer Minute.",
    ),
    ("Load, 5 min", "Last, 5 min"),
    (
        "Tasks that ran or waited, mean of 5 minutes.",
        "Aufgaben, die liefen oder warteten, Mittel von 5 Minuten.",
    ),
    ("Load, 15 min", "Last, 15 min"),
    (
        "Tasks that ran or waited, mean of 15 minutes.",
        "Aufgaben, die liefen oder warteten, Mittel von 15 Minuten.",
    ),
    ("Running for", "Läuft seit"),
    (
        "Time since the machine was started.",
        "Zeit seit dem Start des Rechners.",
    ),
    ("Memory", "Speicher"),
    ("Memory that the machine has.", "Speicher, den der Rechner hat."),
    ("Memory left", "Freier Speicher"),
    (
        "Memory that programs can still get.",
        "Speicher, den Programme noch bekommen können.",
    ),
    ("Share of memory left", "Freier Anteil des Speichers"),
    (
        "Share of the memory that programs can still get.",
        "Anteil des Speichers, den Programme noch bekommen können.",
    ),
    ("Swap", "Auslagerung"),
    (
        "Swap space that the machine has.",
        "Auslagerungsspeicher, den der Rechner hat.",
    ),
    ("Swap used", "Auslagerung belegt"),
    ("Swap space in use.", "Belegter Auslagerungsspeicher."),
    ("Pressure", "Stau"),
    (
        "Share of the last 10 seconds in which some work waited for cpu, memory or io (pressure stall information).",
        "Anteil der letzten 10 Sekunden, in denen Arbeit auf CPU, Speicher oder Ein-/Ausgabe wartete (pressure stall information).",
    ),
    ("Disk used", "Platte belegt"),
    (
        "Share of a file system that is used, as df shows it.",
        "Belegter Anteil eines Dateisystems, wie df ihn zeigt.",
    ),
    ("Disk free", "Platte frei"),
    (
        "Space that programs can still write to.",
        "Platz, den Programme noch beschreiben können.",
    ),
    ("Files used", "Dateien belegt"),
    (
        "Share of the files (inodes) that a file system can hold; when all are used it is full, whatever is free.",
        "Anteil der Dateien (Inodes), die ein Dateisystem halten kann; sind alle belegt, ist es voll, auch wenn Platz frei ist.",
    ),
    ("Disk busy", "Platte beschäftigt"),
    (
        "Share of time in which a disk worked.",
        "Anteil der Zeit, in der eine Platte arbeitete.",
    ),
    ("Disk read", "Von Platte gelesen"),
    ("Read from a disk.", "Von einer Platte gelesen."),
    ("Disk written", "Auf Platte geschrieben"),
    ("Written to a disk.", "Auf eine Platte geschrieben."),
    ("Received", "Empfangen"),
    ("Rate into an interface.", "Rate in eine Schnittstelle hinein."),
    ("Sent", "Gesendet"),
    (
        "Rate out of an interface.",
        "Rate aus einer Schnittstelle heraus.",
    ),
    ("Link used", "Verbindung belegt"),
    (
        "The busier direction of a link as a share of its speed.",
        "Die stärker belegte Richtung einer Verbindung, als Anteil ihrer Geschwindigkeit.",
    ),
    ("Packets received", "Pakete empfangen"),
    (
        "Packets into an interface.",
        "Pakete in eine Schnittstelle hinein.",
    ),
    ("Packets sent", "Pakete gesendet"),
    (
        "Packets out of an interface.",
        "Pakete aus einer Schnittstelle heraus.",
    ),
    ("Receive errors", "Empfangsfehler"),
    (
        "Damaged packets that came in: look at the cable, the plug and the optics.",
        "Beschädigt empfangene Pakete: Kabel, Stecker und Optik prüfen.",
    ),
    ("Send errors", "Sendefehler"),
    (
        "Packets that could not be sent: look at the cable and the negotiated speed.",
        "Pakete, die sich nicht senden ließen: Kabel und ausgehandelte Geschwindigkeit prüfen.",
    ),
    ("Receive drops", "Beim Empfang verworfen"),
    (
        "Sound packets thrown away on the way in: the machine was too slow, or nobody wanted them.",
        "Heile Pakete, die beim Empfang verworfen wurden: Der Rechner war zu langsam, oder niemand wollte sie.",
    ),
    ("Send drops", "Beim Senden verworfen"),
    (
        "Packets thrown away on the way out: the link was full.",
        "Pakete, die beim Senden verworfen wurden: Die Verbindung war voll.",
    ),
    ("Link", "Verbindung"),
    (
        "Whether an interface has a link.",
        "Ob eine Schnittstelle eine Verbindung hat.",
    ),
    ("Link speed", "Geschwindigkeit der Verbindung"),
    (
        "Speed that both ends of a link agreed on.",
        "Geschwindigkeit, auf die sich beide Enden geeinigt haben.",
    ),
    ("Temperature", "Temperatur"),
    (
        "What a thermometer of the machine shows.",
        "Was ein Fühler des Rechners anzeigt.",
    ),
    ("Fan", "Lüfter"),
    (
        "Revolutions of a fan in a minute.",
        "Umdrehungen eines Lüfters in der Minute.",
    ),
    ("Clock kept", "Uhr geregelt"),
    (
        "Whether a time service corrects the clock of this machine.",
        "Ob ein Zeitdienst die Uhr dieses Rechners nachstellt.",
    ),
    ("Clock offset", "Uhrabweichung"),
    (
        "What the kernel still has to correct, as far as the time service leaves that to it.",
        "Was der Kernel noch nachzustellen hat, soweit der Zeitdienst es ihm überlässt.",
    ),
    ("Clock error", "Uhrfehler"),
    (
        "How wrong the time service thinks the clock is.",
        "Wie falsch die Uhr nach Ansicht des Zeitdiensts geht.",
    ),
    ("Greatest clock error", "Größter Uhrfehler"),
    (
        "How wrong the clock can be at most; grows while no time server is heard.",
        "Wie falsch die Uhr höchstens gehen kann; wächst, solange kein Zeitserver zu hören ist.",
    ),
    (
        "No time service corrects the clock, so times in logs and streams drift: check chrony or timesyncd.",
        "Kein Zeitdienst stellt die Uhr nach, die Zeiten in Protokollen und Streams laufen davon: chrony oder timesyncd prüfen.",
    ),
    (
        "A disk can no longer be written; it may be failing.",
        "Eine Platte lässt sich nicht mehr beschreiben; sie fällt womöglich aus.",
    ),
    (
        "An interface that had a link has none: check the cable.",
        "Eine Schnittstelle hat ihre Verbindung verloren: Kabel prüfen.",
    ),
    (
        "A link runs half duplex and loses packets under load: the two ends negotiated differently.",
        "Eine Verbindung läuft halbduplex und verliert unter Last Pakete: Die beiden Enden haben verschieden ausgehandelt.",
    ),
    (
        "A part is hotter than its maker allows: check fans and air.",
        "Ein Bauteil ist heißer, als der Hersteller erlaubt: Lüfter und Luftweg prüfen.",
    ),
    ("A fan that ran has stopped.", "Ein Lüfter, der lief, steht."),
];
