//! Transport streams.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("Transport stream", "Transportstrom"),
    (
        "Watches an MPEG transport stream that comes by UDP or RTP, or lies in a file, by TR 101 290.",
        "Beobachtet einen MPEG-Transportstrom, der über UDP oder RTP kommt oder in einer Datei liegt, nach TR 101 290.",
    ),
    ("Sender", "Sender"),
    (
        "IP address of the only sender that counts; a multicast group is then joined for this sender alone (SSM).",
        "IP-Adresse des einzigen Senders, der zählt; einer Multicast-Gruppe wird dann nur für ihn beigetreten (SSM).",
    ),
    ("Interface", "Schnittstelle"),
    (
        "Where the multicast group is joined: a name such as eth1, or an address; else where the way to it leads.",
        "Wo der Multicast-Gruppe beigetreten wird: ein Name wie eth1 oder eine Adresse; sonst dort, wohin der Weg zu ihr führt.",
    ),
    ("PCR limit, ms", "PCR-Grenze, ms"),
    (
        "Longest time between two PCRs: 100 by TR 101 290 V1.4.1, 40 for gear that goes by older ones.",
        "Längste Zeit zwischen zwei PCRs: 100 nach TR 101 290 V1.4.1, 40 für Geräte, die nach älteren gehen.",
    ),
    ("Bitrate", "Bitrate"),
    (
        "All packets of 188 bytes, null packets included, over one second.",
        "Alle Pakete zu 188 Byte samt Nullpaketen, über eine Sekunde.",
    ),
    ("Null packets", "Nullpakete"),
    (
        "Share of packets that only fill up the bitrate.",
        "Anteil der Pakete, die nur die Bitrate auffüllen.",
    ),
    ("Sync", "Synchron"),
    (
        "Whether packets are found in what comes.",
        "Ob in dem, was kommt, Pakete zu finden sind.",
    ),
    ("Longest pause", "Längste Pause"),
    (
        "Longest time without a datagram; where it grows, the network queues or the encoder stutters.",
        "Längste Zeit ohne Datagramm; wächst sie, staut das Netz oder stockt der Encoder.",
    ),
    ("Services", "Programme"),
    ("Programs that the PAT names.", "Programme, die die PAT nennt."),
    ("Continuity errors", "Kontinuitätsfehler"),
    (
        "Wrong continuity counters of all PIDs (TR 101 290, 1.4): packets were lost, doubled or moved.",
        "Falsche Kontinuitätszähler aller PIDs (TR 101 290, 1.4): Pakete gingen verloren, kamen doppelt oder vertauscht.",
    ),
    ("Lost packets", "Verlorene Pakete"),
    (
        "Packets missing by their counters: modulo 16 at each gap, so the least there can be.",
        "Pakete, die nach ihren Zählern fehlen: je Lücke modulo 16, also die kleinstmögliche Zahl.",
    ),
    ("Damaged packets", "Beschädigte Pakete"),
    (
        "Packets that somebody on the way has marked as damaged (TR 101 290, 2.1).",
        "Pakete, die jemand unterwegs als beschädigt gekennzeichnet hat (TR 101 290, 2.1).",
    ),
    ("Damaged tables", "Beschädigte Tabellen"),
    (
        "Sections of PAT, CAT, PMT and SDT whose CRC is wrong (TR 101 290, 2.2).",
        "Abschnitte von PAT, CAT, PMT und SDT mit falscher CRC (TR 101 290, 2.2).",
    ),
    ("Sync losses", "Verlorene Synchronisation"),
    (
        "How often two sync bytes in a row were wrong (TR 101 290, 1.1).",
        "Wie oft zwei Sync-Bytes nacheinander falsch waren (TR 101 290, 1.1).",
    ),
    ("PID bitrate", "PID-Bitrate"),
    (
        "Packets of 188 bytes of one PID over one second.",
        "Pakete zu 188 Byte einer PID, über eine Sekunde.",
    ),
    ("PID continuity errors", "PID-Kontinuitätsfehler"),
    (
        "Wrong continuity counters of one PID (TR 101 290, 1.4).",
        "Falsche Kontinuitätszähler einer PID (TR 101 290, 1.4).",
    ),
    ("PCR interval", "PCR-Abstand"),
    (
        "Longest time between two PCRs (TR 101 290, 2.3a).",
        "Längste Zeit zwischen zwei PCRs (TR 101 290, 2.3a).",
    ),
    ("PCR jitter", "PCR-Jitter"),
    (
        "How much earlier or later than its PCR says the stream came within a second: encoder and network together.",
        "Wie viel früher oder später, als seine PCR sagt, der Strom innerhalb einer Sekunde kam: Encoder und Netz zusammen.",
    ),
    ("RTP lost", "RTP verloren"),
    (
        "RTP packets that did not come, by their sequence numbers; only where the stream comes in RTP.",
        "RTP-Pakete, die nach ihren Folgenummern nicht kamen; nur wo der Strom in RTP kommt.",
    ),
    ("RTP late", "RTP verspätet"),
    (
        "RTP packets that came after a later one.",
        "RTP-Pakete, die nach einem späteren kamen.",
    ),
    ("RTP doubled", "RTP doppelt"),
    (
        "RTP packets that came again; they are left out.",
        "RTP-Pakete, die noch einmal kamen; sie werden ausgelassen.",
    ),
    ("RTP jitter", "RTP-Jitter"),
    (
        "Interarrival jitter of RFC 3550, 6.4.1; senders with coarse time stamps make it look worse than it is.",
        "Ankunfts-Jitter nach RFC 3550, 6.4.1; bei Sendern mit groben Zeitstempeln sieht er schlimmer aus, als er ist.",
    ),
    ("Dropped here", "Hier verloren"),
    (
        "Datagrams that this machine had no room for; not the fault of the network.",
        "Datagramme, für die dieser Rechner keinen Platz hatte; nicht die Schuld des Netzes.",
    ),
    (
        "Something comes, but it is not a transport stream: look at what the sender is set to send.",
        "Es kommt etwas, aber kein Transportstrom: nachsehen, was der Sender senden soll.",
    ),
    (
        "Two sync bytes in a row were wrong (1.1): bits are lost on the way, or two streams are mixed.",
        "Zwei Sync-Bytes nacheinander waren falsch (1.1): unterwegs gehen Bits verloren, oder zwei Ströme sind vermischt.",
    ),
    (
        "A packet did not begin with 0x47 (1.2): look at the modulator, the multiplexer or the way here.",
        "Ein Paket begann nicht mit 0x47 (1.2): Modulator, Multiplexer oder den Weg hierher prüfen.",
    ),
    (
        "The program association table is missing or scrambled (1.3.a): receivers find no program.",
        "Die Programmtabelle (PAT) fehlt oder ist verschlüsselt (1.3.a): Empfänger finden kein Programm.",
    ),
    (
        "Packets are lost, doubled or in the wrong order (1.4): look at the network between encoder and here.",
        "Pakete fehlen, kommen doppelt oder vertauscht (1.4): das Netz zwischen Encoder und hier prüfen.",
    ),
    (
        "A program map table is missing or scrambled (1.5.a): receivers do not find picture and sound.",
        "Eine PMT fehlt oder ist verschlüsselt (1.5.a): Empfänger finden Bild und Ton nicht.",
    ),
    (
        "Picture or sound that the program map names does not come (1.6): look at the encoder's inputs.",
        "Bild oder Ton, die die PMT nennt, kommen nicht (1.6): die Eingänge des Encoders prüfen.",
    ),
    (
        "A receiver or modem on the way could not correct packets (2.1): look at its signal.",
        "Ein Empfänger oder Modem unterwegs konnte Pakete nicht korrigieren (2.1): dessen Signal prüfen.",
    ),
    (
        "A table came damaged (2.2): look at the multiplexer and the way here.",
        "Eine Tabelle kam beschädigt an (2.2): Multiplexer und Weg hierher prüfen.",
    ),
    (
        "Clock references came too seldom (2.3a): decoders may drift or stutter.",
        "Zeitreferenzen kamen zu selten (2.3a): Decoder können driften oder ruckeln.",
    ),
    (
        "The clock jumped without notice (2.3b): an encoder restarted, or packets are lost.",
        "Die Uhr sprang ohne Ankündigung (2.3b): ein Encoder startete neu, oder Pakete fehlen.",
    ),
    (
        "Packets are scrambled, but no conditional access table says how (2.6).",
        "Pakete sind verschlüsselt, aber keine CAT sagt wie (2.6).",
    ),
    (
        "PIDs are scrambled; what is in them cannot be judged.",
        "PIDs sind verschlüsselt; ihr Inhalt lässt sich nicht beurteilen.",
    ),
    (
        "Several senders send to the same address at once; receivers see a broken stream.",
        "Mehrere Sender senden gleichzeitig an dieselbe Adresse; Empfänger sehen einen kaputten Strom.",
    ),
    (
        "Packets are missing in the RTP sequence: look at the network between encoder and here.",
        "In der RTP-Folge fehlen Pakete: das Netz zwischen Encoder und hier prüfen.",
    ),
    (
        "This machine was too slow and lost datagrams itself; the stream may be better than it looks.",
        "Dieser Rechner war zu langsam und hat selbst Datagramme verloren; der Strom kann besser sein, als er aussieht.",
    ),
    (
        "This machine was too busy to look at the stream for a moment; what follows from that is not the fault of the stream.",
        "Dieser Rechner war zu beschäftigt, um den Strom zu beobachten; was daraus folgt, liegt nicht am Strom.",
    ),
    (
        "Somebody set the clock of this machine, by which the system stamps datagrams; those of that moment have no exact time.",
        "Jemand hat die Uhr dieses Rechners gestellt, nach der das System Datagramme stempelt; die dieses Augenblicks haben keine genaue Zeit.",
    ),
    ("Name", "Name"),
    (
        "Name and provider of a program, as the SDT says.",
        "Name und Anbieter eines Programms, wie die SDT sie nennt.",
    ),
    ("Content", "Inhalt"),
    (
        "What a PID carries, by the tables of the stream.",
        "Was eine PID trägt, nach den Tabellen des Stroms.",
    ),
    ("Packets", "Pakete"),
    (
        "How far packets are apart: 188 bytes, 192 with time codes, 204 with parity.",
        "Wie weit Pakete auseinanderliegen: 188 Byte, 192 mit Zeitcode, 204 mit Prüfsumme.",
    ),
    ("Sent by", "Gesendet von"),
    (
        "Address and port of whoever sends.",
        "Adresse und Port des Senders.",
    ),
    ("Expected DSCP", "Erwarteter DSCP"),
    (
        "How its packets should be marked, 0 to 63 or a name such as AF41, EF or CS5; not checked when empty.",
        "Wie seine Pakete gekennzeichnet sein sollen, 0 bis 63 oder ein Name wie AF41, EF oder CS5; leer wird nicht geprüft.",
    ),
    ("Second leg", "Zweiter Weg"),
    (
        "Where the same stream comes once more over another network (ST 2022-7), such as rtp://239.1.2.1:5004.",
        "Wo derselbe Strom noch einmal über ein anderes Netz kommt (ST 2022-7), etwa rtp://239.1.2.1:5004.",
    ),
    ("Interface of the second leg", "Schnittstelle des zweiten Wegs"),
    (
        "Where the multicast group of the second leg is joined.",
        "Wo der Multicast-Gruppe des zweiten Wegs beigetreten wird.",
    ),
    ("Sender of the second leg", "Sender des zweiten Wegs"),
    (
        "IP address of the only sender of the second leg that counts.",
        "IP-Adresse des einzigen Senders, der auf dem zweiten Weg zählt.",
    ),
    ("TS-DF", "TS-DF"),
    (
        "Time-stamped delay factor of a second by RTP (EBU Tech 3337): the longest way less the shortest; without RTP see the PCR jitter.",
        "Time-stamped Delay Factor einer Sekunde nach RTP (EBU Tech 3337): längste minus kürzeste Laufzeit; ohne RTP siehe PCR-Jitter.",
    ),
    ("RTP of others", "Fremdes RTP"),
    (
        "RTP packets of another payload type or source on the same port, such as FEC (ST 2022-1); they are not analysed.",
        "RTP-Pakete anderer Nutzlast oder Quelle am selben Port, etwa FEC (ST 2022-1); sie werden nicht ausgewertet.",
    ),
    ("Mean arrival interval", "Mittlerer Ankunftsabstand"),
    (
        "Mean time from one datagram to the next within a second; the longest is the longest pause.",
        "Mittlere Zeit von einem Datagramm zum nächsten innerhalb einer Sekunde; die längste ist die längste Pause.",
    ),
    ("MDI delay factor", "MDI-Verzögerungsfaktor"),
    (
        "DF of RFC 4445 of a second by its measured bitrate: the buffer that evens out how the stream comes; for constant bitrate only.",
        "DF nach RFC 4445 einer Sekunde mit ihrer gemessenen Bitrate: der Puffer, der die Ankunft glättet; nur bei fester Bitrate.",
    ),
    ("MDI media loss rate", "MDI-Verlustrate"),
    (
        "MLR of RFC 4445: packets of 188 bytes that did not come in a second, by RTP sequence numbers, else by continuity counters.",
        "MLR nach RFC 4445: Pakete zu 188 Byte, die in einer Sekunde fehlten, nach RTP-Folgenummern, sonst nach Kontinuitätszählern.",
    ),
    ("Least packets in a datagram", "Wenigste Pakete im Datagramm"),
    (
        "The least packets of the stream that a datagram of a second held; 7 are usual.",
        "Die wenigsten Pakete des Stroms, die ein Datagramm einer Sekunde enthielt; 7 sind üblich.",
    ),
    ("Most packets in a datagram", "Meiste Pakete im Datagramm"),
    (
        "The most packets of the stream that a datagram of a second held; 7 are usual.",
        "Die meisten Pakete des Stroms, die ein Datagramm einer Sekunde enthielt; 7 sind üblich.",
    ),
    ("TTL", "TTL"),
    (
        "Time to live as it came, with IPv6 the hop limit: each router on the way takes one off.",
        "Time to Live bei der Ankunft, bei IPv6 das Hop-Limit: jeder Router unterwegs zieht eins ab.",
    ),
    ("DSCP", "DSCP"),
    (
        "Differentiated services code point as it came, 0 to 63 (RFC 2474).",
        "Differentiated Services Code Point bei der Ankunft, 0 bis 63 (RFC 2474).",
    ),
    ("Source changes", "Quellenwechsel"),
    (
        "How often another sender took over, by its address or its synchronization source (SSRC).",
        "Wie oft ein anderer Sender übernahm, nach seiner Adresse oder seiner Synchronisationsquelle (SSRC).",
    ),
    ("Received on a leg", "Auf einem Weg empfangen"),
    (
        "RTP packets of one leg, those that came again included.",
        "RTP-Pakete eines Wegs samt denen, die noch einmal kamen.",
    ),
    ("Lost on a leg", "Auf einem Weg verloren"),
    (
        "RTP packets that did not come on one leg; what stays missing after the merge is RTP lost.",
        "RTP-Pakete, die auf einem Weg nicht kamen; was nach dem Zusammenführen fehlt, ist RTP verloren.",
    ),
    ("Bitrate of a leg", "Bitrate eines Wegs"),
    (
        "What RTP packets of one leg carried over one second, without their headers.",
        "Was RTP-Pakete eines Wegs in einer Sekunde trugen, ohne ihre Köpfe.",
    ),
    ("Skew of the legs", "Versatz der Wege"),
    (
        "How much later the second leg brought a packet than the first; negative where it was earlier.",
        "Wie viel später der zweite Weg ein Paket brachte als der erste; negativ, wo er früher war.",
    ),
    ("Greatest skew of the legs", "Größter Versatz der Wege"),
    (
        "The furthest that the legs were apart within a second; 0.45 s is what class C of ST 2022-7 allows.",
        "Wie weit die Wege innerhalb einer Sekunde höchstens auseinanderlagen; 0,45 s erlaubt Klasse C von ST 2022-7.",
    ),
    ("Protected", "Geschützt"),
    (
        "Share of the last 10 s in which both legs were whole, so that either could have failed.",
        "Anteil der letzten 10 s, in dem beide Wege heil waren, sodass jeder hätte ausfallen können.",
    ),
    (
        "Another sender took over, or the same one began anew: a switch to a spare encoder, or a restart.",
        "Ein anderer Sender übernahm, oder derselbe begann neu: Umschaltung auf einen Ersatz-Encoder oder Neustart.",
    ),
    (
        "Datagrams do not hold whole packets: set the sender to 1316 bytes, seven packets, and look for fragments on the way.",
        "Datagramme enthalten keine ganzen Pakete: den Sender auf 1316 Byte, sieben Pakete, stellen und den Weg auf Fragmente prüfen.",
    ),
    (
        "The packets are marked otherwise than expected: look at the sender, and at the trust setting of the switch ports.",
        "Die Pakete sind anders gekennzeichnet als erwartet: den Sender und die Trust-Einstellung der Switch-Ports prüfen.",
    ),
    (
        "The time to live changed, so the stream takes another way: look at the routers and the links between them.",
        "Die Time to Live änderte sich, der Strom nimmt also einen anderen Weg: Router und Verbindungen zwischen ihnen prüfen.",
    ),
    (
        "Nobody asks for members of multicast groups: switches with IGMP snooping will stop passing the group.",
        "Niemand fragt nach Mitgliedern von Multicast-Gruppen: Switches mit IGMP-Snooping werden die Gruppe nicht mehr durchlassen.",
    ),
    (
        "One of the two legs loses packets: look at its network before the other one loses some too.",
        "Einer der beiden Wege verliert Pakete: sein Netz prüfen, bevor auch der andere welche verliert.",
    ),
    (
        "One of the two legs does not come: the stream has no protection left.",
        "Einer der beiden Wege kommt nicht: der Strom hat keinen Schutz mehr.",
    ),
    (
        "The two legs are too far apart or are not the same stream, so that one cannot repair the other.",
        "Die beiden Wege liegen zu weit auseinander oder sind nicht derselbe Strom, sodass keiner den anderen ersetzen kann.",
    ),
    ("RTP payload type", "RTP-Nutzlasttyp"),
    (
        "PT of the RTP packets; 33 is a transport stream (RFC 3551), from 96 on the sender chooses.",
        "PT der RTP-Pakete; 33 ist ein Transportstrom (RFC 3551), ab 96 wählt der Sender.",
    ),
    ("RTP source", "RTP-Quelle"),
    (
        "Synchronization source (SSRC) of the RTP packets, chosen anew when a sender starts.",
        "Synchronisationsquelle (SSRC) der RTP-Pakete, neu gewählt, wenn ein Sender startet.",
    ),
    ("Marked", "Gekennzeichnet"),
    (
        "DSCP of the last datagram, with its name.",
        "DSCP des letzten Datagramms mit seinem Namen.",
    ),
    ("Group joined on", "Gruppe beigetreten auf"),
    (
        "Interface on which this machine is a member of the multicast group, and the version of IGMP there.",
        "Schnittstelle, auf der dieser Rechner Mitglied der Multicast-Gruppe ist, und die dortige IGMP-Version.",
    ),
    ("IGMP querier", "IGMP-Querier"),
    (
        "Who asks for members of multicast groups on that interface, and in which version of IGMP.",
        "Wer auf dieser Schnittstelle nach Mitgliedern von Multicast-Gruppen fragt, und in welcher IGMP-Version.",
    ),
];
