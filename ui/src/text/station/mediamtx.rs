//! MediaMTX. What it says in the words of another kind stands there.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("MediaMTX", "MediaMTX"),
    (
        "Asks a MediaMTX server by its API for its paths and for its SRT and RTMP connections.",
        "Fragt einen MediaMTX-Server über seine API nach seinen Pfaden und seinen SRT- und RTMP-Verbindungen.",
    ),
    (
        "Name of a user who may use the API; when empty, nobody logs in.",
        "Name eines Benutzers, der die API benutzen darf; wenn leer, wird nicht angemeldet.",
    ),
    ("Password of the user.", "Passwort des Benutzers."),
    ("Expected paths", "Erwartete Pfade"),
    (
        "Names of paths to which somebody must send, separated by commas.",
        "Namen der Pfade, zu denen jemand senden muss, durch Kommas getrennt.",
    ),
    ("Paths online", "Pfade mit Quelle"),
    (
        "How many paths have a source that sends.",
        "Wie viele Pfade eine Quelle haben, die sendet.",
    ),
    ("Paths", "Pfade"),
    ("How many paths there are.", "Wie viele Pfade es gibt."),
    ("Readers", "Leser"),
    (
        "How many read from all paths together.",
        "Wie viele von allen Pfaden zusammen lesen.",
    ),
    ("SRT connections", "SRT-Verbindungen"),
    (
        "How many SRT connections there are, senders and readers.",
        "Wie viele SRT-Verbindungen es gibt, Sender und Leser.",
    ),
    ("RTMP connections", "RTMP-Verbindungen"),
    (
        "How many RTMP connections there are, senders and readers.",
        "Wie viele RTMP-Verbindungen es gibt, Sender und Leser.",
    ),
    (
        "Time from asking for the list of paths until it was there.",
        "Zeit von der Frage nach der Liste der Pfade, bis sie da war.",
    ),
    ("Path online", "Pfad mit Quelle"),
    (
        "Whether somebody sends to the path.",
        "Ob jemand zu dem Pfad sendet.",
    ),
    ("Readers of the path", "Leser des Pfads"),
    ("How many read from the path.", "Wie viele von dem Pfad lesen."),
    ("Bitrate in", "Bitrate hinein"),
    (
        "What the path is sent, between two looks.",
        "Was dem Pfad gesendet wird, zwischen zwei Blicken.",
    ),
    ("Bitrate out", "Bitrate hinaus"),
    (
        "What the path sends to all its readers, between two looks.",
        "Was der Pfad allen seinen Lesern sendet, zwischen zwei Blicken.",
    ),
    ("Frames in error", "Beschädigte Bilder"),
    (
        "Frames that came damaged, since somebody began to send to the path.",
        "Bilder und Tonblöcke, die beschädigt ankamen, seit jemand zu dem Pfad sendet.",
    ),
    ("SRT round trip", "SRT-Umlaufzeit"),
    (
        "Smoothed round-trip time of the SRT connection.",
        "Geglättete Umlaufzeit der SRT-Verbindung.",
    ),
    ("SRT bitrate", "SRT-Bitrate"),
    (
        "Rate at which the connection receives, or sends to a reader.",
        "Rate, mit der die Verbindung empfängt oder zu einem Leser sendet.",
    ),
    ("SRT lost", "SRT verloren"),
    (
        "Packets that were missing at first, between two looks; most of them are sent again in time.",
        "Pakete, die zunächst fehlten, zwischen zwei Blicken; die meisten werden rechtzeitig noch einmal gesendet.",
    ),
    ("SRT dropped", "SRT aufgegeben"),
    (
        "Packets that were given up because they came too late, between two looks: damage that is seen.",
        "Pakete, die aufgegeben wurden, weil sie zu spät kamen, zwischen zwei Blicken: sichtbarer Schaden.",
    ),
    ("SRT sent again", "SRT noch einmal gesendet"),
    (
        "Packets that were sent again, between two looks.",
        "Pakete, die noch einmal gesendet wurden, zwischen zwei Blicken.",
    ),
    ("SRT latency", "SRT-Latenz"),
    (
        "Time that the connection leaves for sending lost packets again, as both sides agreed.",
        "Zeit, die die Verbindung lässt, um verlorene Pakete noch einmal zu senden, wie beide Seiten vereinbart haben.",
    ),
    ("SRT buffer", "SRT-Puffer"),
    (
        "Time of media in the buffer of the connection.",
        "Spielzeit im Puffer der Verbindung.",
    ),
    ("RTMP bitrate in", "RTMP-Bitrate hinein"),
    (
        "What comes by the RTMP connection, between two looks.",
        "Was über die RTMP-Verbindung kommt, zwischen zwei Blicken.",
    ),
    ("RTMP bitrate out", "RTMP-Bitrate hinaus"),
    (
        "What goes out by the RTMP connection, between two looks.",
        "Was über die RTMP-Verbindung hinausgeht, zwischen zwei Blicken.",
    ),
    (
        "Nobody sends to a path that is expected: see the encoder that should, and its address.",
        "Niemand sendet zu einem erwarteten Pfad: den Encoder ansehen, der es soll, und seine Adresse.",
    ),
    (
        "Frames came damaged: see the network between the encoder and MediaMTX, and the encoder.",
        "Bilder kamen beschädigt an: das Netz zwischen Encoder und MediaMTX ansehen und den Encoder.",
    ),
    (
        "Packets came too late and were given up, which viewers see: raise the SRT latency or lower the bitrate.",
        "Pakete kamen zu spät und wurden aufgegeben, was Zuschauer sehen: die SRT-Latenz erhöhen oder die Bitrate senken.",
    ),
    (
        "The SRT latency is less than three round trips, too little to send lost packets again: raise it at either end.",
        "Die SRT-Latenz ist kürzer als drei Umläufe, zu wenig, um verlorene Pakete noch einmal zu senden: an einem der Enden erhöhen.",
    ),
    ("Source", "Quelle"),
    (
        "What sends to the path, as MediaMTX calls it.",
        "Was zu dem Pfad sendet, wie MediaMTX es nennt.",
    ),
    ("Tracks", "Spuren"),
    (
        "Codecs of the audio and video of the path.",
        "Codecs von Ton und Video des Pfads.",
    ),
    ("SRT state", "SRT-Zustand"),
    (
        "What the SRT connection is for: publish, read or idle.",
        "Wozu die SRT-Verbindung dient: publish (senden), read (lesen) oder idle (nichts).",
    ),
    ("RTMP state", "RTMP-Zustand"),
    (
        "What the RTMP connection is for: publish, read or idle.",
        "Wozu die RTMP-Verbindung dient: publish (senden), read (lesen) oder idle (nichts).",
    ),
];
