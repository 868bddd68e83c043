//! nginx with its RTMP module. What it says in the words of another kind stands there.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("RTMP server (nginx)", "RTMP-Server (nginx)"),
    (
        "Reads the statistics page of nginx-rtmp-module: who publishes, who plays, rates, and what is dropped.",
        "Liest die Statistikseite von nginx-rtmp-module: wer sendet, wer abspielt, Raten und was ausgelassen wird.",
    ),
    ("Expected streams", "Erwartete Streams"),
    (
        "Application and name of streams that must be published, separated by commas: live/camera1, live/camera2.",
        "Anwendung und Name der Streams, die gesendet werden müssen, durch Kommas getrennt: live/camera1, live/camera2.",
    ),
    ("Audio to video at most (ms)", "Ton zu Bild höchstens (ms)"),
    (
        "Audio and video of a publisher farther apart than this are a defect.",
        "Liegen Ton und Video eines Senders weiter auseinander, ist das ein Mangel.",
    ),
    ("Hide stream names", "Streamnamen verbergen"),
    (
        "When on, two letters of each name are shown and the rest is not: for servers where the name is the stream key.",
        "Wenn ein, werden zwei Zeichen jedes Namens gezeigt und der Rest nicht: für Server, bei denen der Name der Streamschlüssel ist.",
    ),
    (
        "What all publishers send, between two looks.",
        "Was alle Sender zusammen senden, zwischen zwei Blicken.",
    ),
    (
        "What all players are sent, between two looks.",
        "Was allen Playern zusammen gesendet wird, zwischen zwei Blicken.",
    ),
    ("Streams published", "Gesendete Streams"),
    (
        "How many streams have a publisher.",
        "Wie viele Streams einen Sender haben.",
    ),
    ("Streams", "Streams"),
    (
        "How many streams there are, with a publisher or with players that wait for one.",
        "Wie viele Streams es gibt, mit einem Sender oder mit Playern, die auf einen warten.",
    ),
    ("Clients", "Clients"),
    (
        "How many publishers and players there are.",
        "Wie viele Sender und Player es gibt.",
    ),
    ("Published", "Gesendet"),
    (
        "Whether somebody publishes the stream.",
        "Ob jemand den Stream sendet.",
    ),
    ("Active", "Aktiv"),
    (
        "Whether media flows in the stream.",
        "Ob in dem Stream Bild oder Ton fließen.",
    ),
    ("Stream in", "Stream hinein"),
    (
        "What the publisher sends, between two looks.",
        "Was der Sender sendet, zwischen zwei Blicken.",
    ),
    ("Stream out", "Stream hinaus"),
    (
        "What the players of the stream are sent, between two looks.",
        "Was den Playern des Streams gesendet wird, zwischen zwei Blicken.",
    ),
    ("Video bitrate", "Videobitrate"),
    (
        "Rate of the video as nginx measures it, in the mean of ten seconds.",
        "Rate des Videos, wie nginx sie misst, im Mittel von zehn Sekunden.",
    ),
    ("Audio bitrate", "Tonbitrate"),
    (
        "Rate of the audio as nginx measures it, in the mean of ten seconds.",
        "Rate des Tons, wie nginx sie misst, im Mittel von zehn Sekunden.",
    ),
    ("Clients of the stream", "Clients des Streams"),
    (
        "How many publish and play the stream.",
        "Wie viele den Stream senden und abspielen.",
    ),
    ("Dropped frames", "Ausgelassene Bilder"),
    (
        "Frames that players were not sent because they are too slow, between two looks.",
        "Bilder, die Playern nicht gesendet wurden, weil sie zu langsam sind, zwischen zwei Blicken.",
    ),
    ("Audio to video", "Ton zu Bild"),
    (
        "By how much the time stamps of audio and video of the publisher are apart.",
        "Wie weit die Zeitstempel von Ton und Video des Senders auseinanderliegen.",
    ),
    (
        "Frame rate of the video as the publisher states it; it is not measured.",
        "Bildrate des Videos, wie der Sender sie angibt; sie ist nicht gemessen.",
    ),
    ("Channels of the audio of the stream.", "Tonkanäle des Streams."),
    (
        "Nobody publishes a stream that is expected: see the encoder that should, its address and its stream key.",
        "Niemand sendet einen erwarteten Stream: den Encoder ansehen, der es soll, seine Adresse und seinen Streamschlüssel.",
    ),
    (
        "Players get fewer frames than are published: the way to them is too slow for the bitrate.",
        "Player bekommen weniger Bilder, als gesendet werden: der Weg zu ihnen ist für die Bitrate zu langsam.",
    ),
    (
        "Audio and video of the publisher are far apart: see the encoder and its inputs, and start it anew.",
        "Ton und Video des Senders liegen weit auseinander: den Encoder und seine Eingänge ansehen und ihn neu starten.",
    ),
    ("Version of nginx.", "Version von nginx."),
    ("Video", "Video"),
    (
        "Codec, profile and level of the video.",
        "Codec, Profil und Level des Videos.",
    ),
    ("Audio", "Ton"),
    (
        "Codec, profile and sample rate of the audio.",
        "Codec, Profil und Abtastrate des Tons.",
    ),
];
