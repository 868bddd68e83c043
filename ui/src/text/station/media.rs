//! Anything that ffmpeg reads. What it says in the words of another kind stands there.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("Anything ffmpeg reads", "Alles, was ffmpeg liest"),
    (
        "Joins a stream (RTMP, RTSP, HLS, DASH, SRT and others) or opens a file with ffprobe for a few seconds, tells what is in it and measures rates, keyframes and time stamps.",
        "Liest mit ffprobe einige Sekunden lang einen Stream (RTMP, RTSP, HLS, DASH, SRT und andere) oder eine Datei, sagt, was darin ist, und misst Raten, Keyframes und Zeitstempel.",
    ),
    ("Read for (s)", "Lesedauer (s)"),
    (
        "How much of the stream a look reads; it must fit into the time limit with four seconds to spare.",
        "Wie viel vom Stream bei jedem Mal gelesen wird; es muss mit vier Sekunden Reserve in die Zeitgrenze passen.",
    ),
    ("Expect video", "Video erwartet"),
    (
        "When on, a stream without video is a defect.",
        "Wenn ein, ist ein Stream ohne Video ein Mangel.",
    ),
    ("Expect audio", "Ton erwartet"),
    (
        "When on, a stream without audio is a defect.",
        "Wenn ein, ist ein Stream ohne Ton ein Mangel.",
    ),
    ("Expected resolution", "Erwartete Auflösung"),
    (
        "Width and height in pixels, such as 1920x1080.",
        "Breite und Höhe in Pixeln, etwa 1920x1080.",
    ),
    ("Expected frame rate", "Erwartete Bildrate"),
    (
        "Frames a second, such as 25, 29.97 or 30000/1001; within 1 per cent is as expected.",
        "Bilder pro Sekunde, etwa 25, 29.97 oder 30000/1001; bis auf 1 Prozent genau gilt als erwartet.",
    ),
    ("Expected video codec", "Erwarteter Videocodec"),
    (
        "Name of the codec as ffmpeg calls it, such as h264, hevc or mpeg2video.",
        "Name des Codecs, wie ffmpeg ihn nennt, etwa h264, hevc oder mpeg2video.",
    ),
    ("Expected audio channels", "Erwartete Tonkanäle"),
    (
        "Channels of the audio that is expected; with 0 any number is good.",
        "Zahl der erwarteten Tonkanäle; bei 0 ist jede Zahl recht.",
    ),
    ("Longest keyframe interval (s)", "Größter Keyframe-Abstand (s)"),
    (
        "Keyframes farther apart than this are a defect: players take so long to show a picture.",
        "Liegen Keyframes weiter auseinander, ist das ein Mangel: so lange brauchen Player bis zum ersten Bild.",
    ),
    ("RTSP transport", "RTSP-Transport"),
    (
        "How RTP comes from an RTSP server: within the connection (tcp), as datagrams (udp), or as ffmpeg likes.",
        "Wie RTP von einem RTSP-Server kommt: in der Verbindung (tcp), als Datagramme (udp) oder wie ffmpeg es wählt.",
    ),
    (
        "Name to log in with; when empty, nobody logs in.",
        "Name für die Anmeldung; wenn leer, wird nicht angemeldet.",
    ),
    ("Password", "Passwort"),
    (
        "Password of the user; for SRT the passphrase.",
        "Passwort des Benutzers; bei SRT die Passphrase.",
    ),
    ("Stream key", "Streamschlüssel"),
    (
        "Put behind the target with a slash between them, so that a name that must stay secret need not stand in the target.",
        "Wird mit einem Schrägstrich an das Ziel angehängt, damit ein geheimer Name nicht im Ziel stehen muss.",
    ),
    (
        "All audio and video of the stream, measured from the packets that were read; without what the container adds.",
        "Ton und Video des Streams zusammen, gemessen an den gelesenen Paketen; ohne das, was der Container hinzufügt.",
    ),
    ("Frame rate", "Bildrate"),
    (
        "Frames a second of the first video, measured from time stamps.",
        "Bilder pro Sekunde des ersten Videos, an den Zeitstempeln gemessen.",
    ),
    ("Start", "Beginn"),
    (
        "Time from asking for the stream until it was open and its first packets were there.",
        "Zeit von der Anfrage, bis der Stream offen war und seine ersten Pakete da waren.",
    ),
    ("Keyframe interval", "Keyframe-Abstand"),
    (
        "Longest time between two keyframes of the first video while the look read.",
        "Längste Zeit zwischen zwei Keyframes des ersten Videos, solange gelesen wurde.",
    ),
    ("Width", "Breite"),
    (
        "Width of the first video in pixels.",
        "Breite des ersten Videos in Pixeln.",
    ),
    ("Height", "Höhe"),
    (
        "Height of the first video in pixels.",
        "Höhe des ersten Videos in Pixeln.",
    ),
    ("Audio channels", "Tonkanäle"),
    ("Channels of the first audio.", "Kanäle des ersten Tons."),
    ("Video streams", "Videos"),
    (
        "How many videos there are; each quality of an HLS or DASH stream counts.",
        "Wie viele Videos es gibt; jede Qualitätsstufe eines HLS- oder DASH-Streams zählt.",
    ),
    ("Audio streams", "Tonspuren"),
    (
        "How many audio streams there are.",
        "Wie viele Tonspuren es gibt.",
    ),
    ("Audio behind video", "Ton hinter Bild"),
    (
        "First time stamp of the first audio less that of the first video; negative when the audio begins earlier. Where somebody joins a live stream it depends on the moment.",
        "Erster Zeitstempel des ersten Tons minus dem des ersten Videos; negativ, wenn der Ton früher beginnt. Beim Einstieg in einen Livestream hängt er vom Augenblick ab.",
    ),
    ("Time stamp gaps", "Lücken der Zeitstempel"),
    (
        "How often audio or video left out time while the look read: more than 0.1 s of audio or 0.2 s of video.",
        "Wie oft Ton oder Video Zeit ausließen, solange gelesen wurde: mehr als 0,1 s Ton oder 0,2 s Video.",
    ),
    ("Time stamp jumps back", "Rücksprünge der Zeitstempel"),
    (
        "How often the time stamps (DTS) of audio or video went backwards while the look read.",
        "Wie oft die Zeitstempel (DTS) von Ton oder Video rückwärts liefen, solange gelesen wurde.",
    ),
    ("Attempts", "Versuche"),
    (
        "2 when the stream was asked for again after a fault that may pass: a cut connection, a server error, silence.",
        "2, wenn nach einem Fehler, der vorübergehen kann, noch einmal gefragt wurde: Verbindung getrennt, Serverfehler, Stille.",
    ),
    ("Bitrate of the stream", "Bitrate der Spur"),
    (
        "Rate of one audio or video, measured from its packets.",
        "Rate eines Tons oder Videos, an seinen Paketen gemessen.",
    ),
    (
        "The stream has no video: see the encoder, or switch the expectation off for radio.",
        "Der Stream hat kein Video: den Encoder ansehen oder bei Radio die Erwartung ausschalten.",
    ),
    (
        "The stream has no audio: see the encoder and what it is fed with.",
        "Der Stream hat keinen Ton: den Encoder ansehen und womit er gespeist wird.",
    ),
    (
        "No video has the expected resolution: see the profile of the encoder.",
        "Kein Video hat die erwartete Auflösung: das Profil des Encoders ansehen.",
    ),
    (
        "No video has the expected frame rate: see the profile of the encoder and whether it keeps up.",
        "Kein Video hat die erwartete Bildrate: das Profil des Encoders ansehen und ob er mitkommt.",
    ),
    (
        "No video has the expected codec: see the profile of the encoder.",
        "Kein Video hat den erwarteten Codec: das Profil des Encoders ansehen.",
    ),
    (
        "No audio has the expected number of channels: see the encoder and how its inputs are embedded.",
        "Kein Ton hat die erwartete Zahl von Kanälen: den Encoder ansehen und wie seine Eingänge eingebettet sind.",
    ),
    (
        "Keyframes come too rarely: set a shorter keyframe interval (GOP) in the encoder; 2 s is usual.",
        "Keyframes kommen zu selten: im Encoder einen kürzeren Keyframe-Abstand (GOP) einstellen; üblich sind 2 s.",
    ),
    (
        "Time stamps leave out time or go backwards: frames were lost before or in the encoder, or the source was changed.",
        "Zeitstempel lassen Zeit aus oder laufen rückwärts: vor dem Encoder oder in ihm gingen Bilder verloren, oder die Quelle wurde gewechselt.",
    ),
    ("Container", "Container"),
    (
        "Format of the container as ffmpeg calls it.",
        "Format des Containers, wie ffmpeg es nennt.",
    ),
    ("Codec", "Codec"),
    ("Codec of the audio or video.", "Codec des Tons oder Videos."),
    ("Profile", "Profil"),
    ("Profile of the codec.", "Profil des Codecs."),
    ("Level", "Level"),
    ("Level of the codec.", "Level des Codecs."),
    ("Resolution", "Auflösung"),
    (
        "Width and height of the video in pixels.",
        "Breite und Höhe des Videos in Pixeln.",
    ),
    ("Frames a second", "Bilder pro Sekunde"),
    (
        "Frame rate of the video, measured from its time stamps.",
        "Bildrate des Videos, an seinen Zeitstempeln gemessen.",
    ),
    ("Pixel format", "Pixelformat"),
    (
        "Chroma sampling and depth of the video.",
        "Farbunterabtastung und Bittiefe des Videos.",
    ),
    ("Scan", "Abtastung"),
    (
        "Whether the video is progressive or interlaced, and which field comes first.",
        "Ob das Video progressiv ist oder aus Halbbildern besteht, und welches Halbbild zuerst kommt.",
    ),
    ("Keyframes every", "Keyframes alle"),
    (
        "Longest time between two keyframes while the look read.",
        "Längste Zeit zwischen zwei Keyframes, solange gelesen wurde.",
    ),
    ("Sample rate", "Abtastrate"),
    (
        "Samples a second of the audio.",
        "Abtastwerte des Tons pro Sekunde.",
    ),
    ("Channels", "Kanäle"),
    (
        "Number of channels of the audio, and their layout.",
        "Zahl der Tonkanäle und ihre Anordnung.",
    ),
    ("Language", "Sprache"),
    ("Language of the stream.", "Sprache der Spur."),
];
