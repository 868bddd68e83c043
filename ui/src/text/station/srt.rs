//! SRT.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("SRT stream", "SRT-Strom"),
    (
        "Receives a transport stream over SRT: how its way is, and what is in it by TR 101 290.",
        "Empfängt einen Transportstrom über SRT: wie sein Weg ist, und was nach TR 101 290 darin ist.",
    ),
    ("Mode", "Art"),
    (
        "Who calls: caller when the sender listens; listener when it calls this machine, at an address like \
         srt://0.0.0.0:9000.",
        "Wer ruft: caller, wenn der Sender wartet; listener, wenn er diesen Rechner ruft, an einer Adresse wie \
         srt://0.0.0.0:9000.",
    ),
    ("Passphrase", "Passphrase"),
    (
        "10 to 79 letters, as set at the sender; the sender chooses AES-128 or AES-256.",
        "10 bis 79 Zeichen, wie beim Sender eingestellt; AES-128 oder AES-256 wählt der Sender.",
    ),
    ("Stream ID", "Stream-ID"),
    (
        "What to ask the sender for; as listener, the only one that is let in. Nothing for any.",
        "Worum der Sender gebeten wird; als listener die einzige, die eingelassen wird. Leer für jede.",
    ),
    ("Latency, ms", "Latenz, ms"),
    (
        "How long packets wait so that lost ones can be fetched: four round trips are good. The longer one of \
         both ends counts.",
        "Wie lange Pakete warten, damit verlorene nachgeholt werden können: vier Umläufe sind gut. Die längere von \
         beiden Enden zählt.",
    ),
    ("Round trip", "Umlaufzeit"),
    (
        "Time for a packet there and its answer back, smoothed by SRT.",
        "Zeit für ein Paket hin und die Antwort zurück, von SRT geglättet.",
    ),
    ("Latency", "Latenz"),
    (
        "How long packets are held back, as both ends agreed.",
        "Wie lange Pakete zurückgehalten werden, wie beide Enden vereinbart haben.",
    ),
    ("Latency in round trips", "Latenz in Umläufen"),
    (
        "Latency over round-trip time: below 3 a lost packet cannot always be fetched in time, 4 is good.",
        "Latenz durch Umlaufzeit: unter 3 kann ein verlorenes Paket nicht immer rechtzeitig nachgeholt werden, 4 ist gut.",
    ),
    ("Buffer", "Puffer"),
    (
        "How much of the stream lies ready; at 0 there is no protection left.",
        "Wie viel vom Strom bereitliegt; bei 0 ist kein Schutz mehr da.",
    ),
    ("Loss before repair", "Verlust vor Reparatur"),
    (
        "Share of packets with a gap in front of them over the last 10 s: lost on the way, or overtaken.",
        "Anteil der Pakete mit einer Lücke davor in den letzten 10 s: unterwegs verloren oder überholt.",
    ),
    ("Loss after repair", "Verlust nach Reparatur"),
    (
        "Share of packets that were not handed on over the last 10 s: what viewers see.",
        "Anteil der Pakete, die in den letzten 10 s nicht ankamen: was Zuschauer sehen.",
    ),
    ("Lost on the way", "Unterwegs verloren"),
    (
        "Gaps in the sequence before repair: packets that were lost or overtaken.",
        "Lücken in der Folge vor der Reparatur: verlorene oder überholte Pakete.",
    ),
    ("Sent again", "Erneut gesendet"),
    (
        "Packets that came because they were asked for again.",
        "Pakete, die kamen, weil noch einmal um sie gebeten wurde.",
    ),
    ("Missing after repair", "Fehlt nach Reparatur"),
    (
        "Packets that came too late, not at all or could not be decrypted: viewers see it.",
        "Pakete, die zu spät, gar nicht oder unlesbar verschlüsselt kamen: Zuschauer sehen es.",
    ),
    ("Too late", "Zu spät"),
    (
        "Packets that came when their time was over; double ones count too.",
        "Pakete, die kamen, als ihre Zeit vorbei war; auch doppelte zählen.",
    ),
    ("Not decrypted", "Nicht entschlüsselt"),
    (
        "Packets that the passphrase did not open.",
        "Pakete, die sich mit der Passphrase nicht öffnen ließen.",
    ),
    ("Received", "Empfangen"),
    (
        "All packets that came, those sent again included.",
        "Alle Pakete, die kamen, auch die erneut gesendeten.",
    ),
    ("Reordering", "Vertauschung"),
    (
        "The furthest that a packet was overtaken within a second, in packets.",
        "Wie weit ein Paket innerhalb einer Sekunde höchstens überholt wurde, in Paketen.",
    ),
    ("Bandwidth of the way", "Bandbreite des Wegs"),
    (
        "What the way could carry, estimated by SRT from pairs of packets; rough.",
        "Was der Weg tragen könnte, von SRT an Paketpaaren geschätzt; grob.",
    ),
    ("Received rate", "Empfangene Rate"),
    (
        "All that comes, with repairs and 44 bytes of headers for each packet.",
        "Alles, was kommt, mit Reparaturen und 44 Byte Köpfen je Paket.",
    ),
    (
        "Packets are missing after repair: viewers see it. Raise the latency, lower the bitrate or take another way.",
        "Nach der Reparatur fehlen Pakete: Zuschauer sehen es. Latenz erhöhen, Bitrate senken oder anderen Weg nehmen.",
    ),
    (
        "What comes cannot be decrypted: the passphrase was changed at the sender.",
        "Was kommt, lässt sich nicht entschlüsseln: Die Passphrase wurde beim Sender geändert.",
    ),
    (
        "The way loses packets, and SRT fetched them again in time: nobody sees it yet.",
        "Der Weg verliert Pakete, SRT hat sie rechtzeitig nachgeholt: Noch sieht es niemand.",
    ),
    (
        "The latency is below three round trips: a lost packet cannot always be fetched in time.",
        "Die Latenz liegt unter drei Umläufen: Ein verlorenes Paket kann nicht immer rechtzeitig nachgeholt werden.",
    ),
    (
        "Less than half of the latency lies ready: the way has become slower, or the sender stutters.",
        "Weniger als die Hälfte der Latenz liegt bereit: Der Weg ist langsamer geworden, oder der Sender stockt.",
    ),
    (
        "Another sender calls the same port and is sent away.",
        "Ein weiterer Sender ruft denselben Port und wird abgewiesen.",
    ),
    ("Connected to", "Verbunden mit"),
    (
        "Address and port of the other end.",
        "Adresse und Port des anderen Endes.",
    ),
    ("Encryption", "Verschlüsselung"),
    (
        "What protects the stream on its way.",
        "Was den Strom auf seinem Weg schützt.",
    ),
    (
        "What was asked for when the connection was made.",
        "Worum beim Verbinden gebeten wurde.",
    ),
    ("SRT of the other end", "SRT des anderen Endes"),
    (
        "The version that the other end speaks.",
        "Die Version, die das andere Ende spricht.",
    ),
];
