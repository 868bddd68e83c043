//! What is said of every transport stream, whichever way it came, beside what its kind says.

pub(super) const GERMAN: &[(&str, &str)] = &[
    (
        "Wrong continuity counters of one PID (TR 101 290, 1.4): one for each missing or extra run of packets.",
        "Falsche Kontinuitätszähler einer PID (TR 101 290, 1.4): einer je fehlendem oder überzähligem Stück.",
    ),
    ("PID lost packets", "Verlorene Pakete der PID"),
    (
        "Packets of one PID that are missing by its counter: modulo 16 at each gap, so the least there can be.",
        "Pakete einer PID, die nach ihrem Zähler fehlen: je Lücke modulo 16, also die kleinstmögliche Zahl.",
    ),
    ("PID packets", "Pakete der PID"),
    (
        "Packets of one PID in a file.",
        "Pakete einer PID in einer Datei.",
    ),
    ("PCRs", "PCRs"),
    (
        "Clock references of one PID in a file.",
        "Zeitmarken einer PID in einer Datei.",
    ),
    ("Worst PCR interval", "Längster PCR-Abstand"),
    (
        "Longest time between two PCRs in a file (TR 101 290, 2.3a).",
        "Längste Zeit zwischen zwei PCRs in einer Datei (TR 101 290, 2.3a).",
    ),
    ("Repetition", "Abstand"),
    (
        "Longest time between two copies of the same section of a table.",
        "Längste Zeit zwischen zwei Kopien derselben Sektion einer Tabelle.",
    ),
    ("Cues", "Cues"),
    (
        "Cues of SCTE 35 since the probe began; only where a program announces that it carries them.",
        "Cues nach SCTE 35, seit die Probe läuft; nur wo ein Programm ankündigt, dass es welche trägt.",
    ),
    ("Captions", "Untertitel"),
    (
        "Closed captions that a descriptor announces.",
        "Untertitel, die ein Deskriptor ankündigt.",
    ),
    ("Version", "Version"),
    (
        "Version of a table, and how often it changed since the probe began.",
        "Version einer Tabelle und wie oft sie sich änderte, seit die Probe läuft.",
    ),
    ("Newest cue", "Neueste Cue"),
    (
        "What the newest cue of SCTE 35 announced.",
        "Was die neueste Cue nach SCTE 35 ankündigte.",
    ),
    ("Judged as", "Beurteilt als"),
    (
        "Contribution asks for priorities 1 and 2 of TR 101 290, DVB for all of it with its service information, ATSC for no CAT.",
        "Contribution fragt nach Priorität 1 und 2 von TR 101 290, DVB nach allem samt Service-Informationen, ATSC nach keiner CAT.",
    ),
    ("PCR accuracy", "PCR-Genauigkeit"),
    (
        "Furthest a PCR lay off its place by byte position (TR 101 290, 5.3.2.6); only at a constant bitrate, limit 500 ns.",
        "Wie weit eine PCR höchstens neben ihrem Platz nach Byte-Position lag (TR 101 290, 5.3.2.6); nur bei konstanter Bitrate, Grenze 500 ns.",
    ),
    ("PCR frequency offset", "PCR-Frequenzabweichung"),
    (
        "How much faster the encoder's clock runs than that of this machine (TR 101 290, 5.3.2.5); the standard allows 30 ppm.",
        "Um wie viel die Uhr des Encoders schneller läuft als die dieser Maschine (TR 101 290, 5.3.2.5); der Standard erlaubt 30 ppm.",
    ),
    ("Method", "Verfahren"),
    (
        "How the indicator is judged, where that is not as the standard says or the standard leaves a choice.",
        "Wie der Indikator beurteilt wird, wo das nicht ist, wie der Standard sagt, oder er die Wahl lässt.",
    ),
    (
        "Clock references are inexact (2.4): look at the multiplexer, which must restamp them when it moves packets.",
        "Zeitmarken sind ungenau (2.4): Multiplexer prüfen, der sie neu stempeln muss, wenn er Pakete verschiebt.",
    ),
    (
        "Time stamps came too seldom (2.5): picture and sound may drift apart; look at the encoder.",
        "Zeitstempel kamen zu selten (2.5): Bild und Ton können auseinanderlaufen; Encoder prüfen.",
    ),
    (
        "The network information table does not come as it should (3.1.a): look at the SI generator.",
        "Die Netz-Tabelle kommt nicht, wie sie soll (3.1.a): SI-Generator prüfen.",
    ),
    (
        "The network information table of another network comes too seldom (3.1.b): look at the SI generator.",
        "Die Netz-Tabelle eines anderen Netzes kommt zu selten (3.1.b): SI-Generator prüfen.",
    ),
    (
        "Service information is not repeated as it should be (3.2): look at the SI generator.",
        "Service-Informationen werden nicht wiederholt, wie sie sollen (3.2): SI-Generator prüfen.",
    ),
    (
        "A decoder may not be able to follow (3.3): look at the bitrates that the multiplexer gives its parts.",
        "Ein Decoder kommt vielleicht nicht mit (3.3): Bitraten prüfen, die der Multiplexer seinen Teilen gibt.",
    ),
    (
        "A PID is in no table (3.4.a): private data, or a leftover of another configuration.",
        "Eine PID steht in keiner Tabelle (3.4.a): private Daten oder ein Rest einer anderen Einstellung.",
    ),
    (
        "The service description table does not come as it should (3.5.a): look at the SI generator.",
        "Die Dienste-Tabelle kommt nicht, wie sie soll (3.5.a): SI-Generator prüfen.",
    ),
    (
        "The service description table of another stream comes too seldom (3.5.b): look at the SI generator.",
        "Die Dienste-Tabelle eines anderen Stroms kommt zu selten (3.5.b): SI-Generator prüfen.",
    ),
    (
        "What is on now and next is not told as it should be (3.6.a): look at the SI generator.",
        "Was jetzt und danach läuft, wird nicht gesagt, wie es soll (3.6.a): SI-Generator prüfen.",
    ),
    (
        "What is on now and next on another stream comes too seldom (3.6.b): look at the SI generator.",
        "Was auf einem anderen Strom jetzt und danach läuft, kommt zu selten (3.6.b): SI-Generator prüfen.",
    ),
    (
        "Of present and following one is missing (3.6.c): look at the SI generator.",
        "Von Jetzt und Danach fehlt eines (3.6.c): SI-Generator prüfen.",
    ),
    (
        "The running status table does not come as it should (3.7): look at the SI generator.",
        "Die Tabelle des laufenden Status kommt nicht, wie sie soll (3.7): SI-Generator prüfen.",
    ),
    (
        "Date and time do not come as they should (3.8): receivers may show the wrong time.",
        "Datum und Zeit kommen nicht, wie sie sollen (3.8): Empfänger zeigen vielleicht die falsche Zeit.",
    ),
    (
        "A transport buffer is never empty (3.9): look at the bitrate of the tables.",
        "Ein Transportpuffer wird nie leer (3.9): Bitrate der Tabellen prüfen.",
    ),
    (
        "Data waits too long for its decoding time (3.10): look at the encoder's buffer and delay settings.",
        "Daten warten zu lange auf ihre Decodierzeit (3.10): Puffer- und Verzugseinstellungen des Encoders prüfen.",
    ),
    ("Picture and sound", "Bild und Ton"),
    (
        "When they are decoded: always finds black, frozen and silent programs, at some cost for this machine.",
        "Wann sie decodiert werden: always findet schwarze, stehende und stumme Programme und kostet diese Maschine etwas.",
    ),
    ("Sound on PID", "Ton auf PID"),
    (
        "PID of the sound whose levels are measured, such as 258; the first sound of the stream when empty.",
        "PID des Tons, dessen Pegel gemessen werden, etwa 258; ohne Angabe der erste Ton des Streams.",
    ),
    ("Black, frozen or silent, s", "Schwarz, stehend oder stumm, s"),
    (
        "For how long a picture may be black or still, and a sound silent, before it is told.",
        "Wie lange ein Bild schwarz oder starr und ein Ton stumm sein darf, bevor es gemeldet wird.",
    ),
    ("Loudness now", "Lautheit jetzt"),
    (
        "Momentary loudness by EBU R 128: of the last 400 ms.",
        "Momentane Lautheit nach EBU R 128: der letzten 400 ms.",
    ),
    ("Loudness of 3 s", "Lautheit über 3 s"),
    (
        "Short-term loudness by EBU R 128: of the last 3 s.",
        "Kurzzeitige Lautheit nach EBU R 128: der letzten 3 s.",
    ),
    ("Loudness in all", "Lautheit insgesamt"),
    (
        "Integrated loudness by EBU R 128 since decoding began; programs aim at -23.",
        "Integrierte Lautheit nach EBU R 128, seit decodiert wird; Programme zielen auf -23.",
    ),
    ("True peak", "True Peak"),
    (
        "Highest level between and at the samples of a channel since the last figure (ITU-R BS.1770); programs stay below -1.",
        "Höchster Pegel zwischen und an den Abtastwerten eines Kanals seit dem letzten Wert (ITU-R BS.1770); Programme bleiben unter -1.",
    ),
    (
        "The picture is black: look at the camera, the switcher and the encoder's input.",
        "Das Bild ist schwarz: Kamera, Mischer und Eingang des Encoders prüfen.",
    ),
    (
        "The picture does not move: look at the encoder's input, unless a still is on purpose.",
        "Das Bild bewegt sich nicht: Eingang des Encoders prüfen, falls kein Standbild gewollt ist.",
    ),
    (
        "There is no sound: look at the embedder and the audio input of the encoder.",
        "Es kommt kein Ton: Embedder und Toneingang des Encoders prüfen.",
    ),
    ("Sound ahead of picture", "Ton vor Bild"),
    (
        "By time stamps at the same place of the stream; encoders choose it freely. What was wrong before the encoder does not show.",
        "Nach Zeitstempeln an derselben Stelle des Stroms; Encoder wählen ihn frei. Was vor dem Encoder falsch war, zeigt sich nicht.",
    ),
    ("Sound moved", "Ton verschoben"),
    (
        "How far the sound has left its place against the picture since the stream began, by time stamps: above 0 it is early.",
        "Wie weit der Ton seinen Platz zum Bild verlassen hat, seit der Strom kommt, nach Zeitstempeln: über 0 ist er zu früh.",
    ),
    (
        "The sound moved against the picture by time stamps: look at the audio path and the clock of the encoder.",
        "Der Ton hat sich nach Zeitstempeln gegen das Bild verschoben: Tonweg und Takt des Encoders prüfen.",
    ),
    (
        "A channel is silent while others are not: look at the audio routing.",
        "Ein Kanal ist stumm, andere nicht: Tonwege prüfen.",
    ),
    ("Picture of", "Bild von"),
    (
        "When the newest picture was decoded, in UTC.",
        "Wann das neueste Bild decodiert wurde, in UTC.",
    ),
    ("Sound of", "Ton von"),
    (
        "Whose levels and loudness are told: its PID and what it carries.",
        "Wessen Pegel und Lautheit gezeigt werden: seine PID und was er trägt.",
    ),
    ("Not decoded", "Nicht decodiert"),
    (
        "Why there is no picture or no sound.",
        "Warum es kein Bild oder keinen Ton gibt.",
    ),
    ("Errors", "Fehler"),
    (
        "How often an indicator of TR 101 290 occurred since the probe began; those that never did are left out.",
        "Wie oft ein Indikator nach TR 101 290 vorkam, seit die Probe läuft; die nie vorkamen, fehlen.",
    ),
    ("In the last minute", "In der letzten Minute"),
    (
        "Seconds of the last minute in which the indicator occurred at least once.",
        "Sekunden der letzten Minute, in denen der Indikator mindestens einmal vorkam.",
    ),
    ("In the last hour", "In der letzten Stunde"),
    (
        "Seconds of the last hour in which the indicator occurred at least once.",
        "Sekunden der letzten Stunde, in denen der Indikator mindestens einmal vorkam.",
    ),
    ("In the last day", "Am letzten Tag"),
    (
        "Seconds of the last 24 hours in which the indicator occurred at least once.",
        "Sekunden der letzten 24 Stunden, in denen der Indikator mindestens einmal vorkam.",
    ),
    ("State", "Zustand"),
    (
        "Whether the indicator occurs now, or why it is not judged; one of which nothing is said is judged and does not occur.",
        "Ob der Indikator gerade vorkommt oder warum er nicht beurteilt wird; von dem nichts gesagt wird, der wird beurteilt und kommt nicht vor.",
    ),
    (
        "Where the indicator occurred last.",
        "Wo der Indikator zuletzt vorkam.",
    ),
    ("First", "Zuerst"),
    (
        "When the indicator occurred first since the probe began, in UTC.",
        "Wann der Indikator zuerst vorkam, seit die Probe läuft, in UTC.",
    ),
    ("Last", "Zuletzt"),
    (
        "When the indicator occurred last, in UTC.",
        "Wann der Indikator zuletzt vorkam, in UTC.",
    ),
];
