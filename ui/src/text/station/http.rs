//! Web servers.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("HTTP", "HTTP"),
    (
        "Asks a web server for a page on a fresh connection, and checks answer, certificate and each phase.",
        "Holt auf einer neuen Verbindung eine Seite von einem Webserver und prüft Antwort, Zertifikat und jeden Abschnitt.",
    ),
    ("Method", "Methode"),
    (
        "HEAD asks for everything but the body.",
        "HEAD fragt alles außer dem Inhalt an.",
    ),
    ("Expected status", "Erwarteter Status"),
    (
        "Status codes that count as good: numbers and ranges, separated by commas. Example: 200-299, 404.",
        "Statuscodes, die als gut gelten: Zahlen und Bereiche, durch Kommas getrennt. Beispiel: 200-299, 404.",
    ),
    ("Expected text", "Erwarteter Text"),
    (
        "Text that the body must hold, as far as it is read.",
        "Text, der im Inhalt stehen muss, soweit er gelesen wird.",
    ),
    ("Read at most (bytes)", "Höchstens lesen (Bytes)"),
    (
        "Of a longer body no more than this is read.",
        "Von einem längeren Inhalt wird nicht mehr als das gelesen.",
    ),
    ("Follow redirects", "Umleitungen folgen"),
    (
        "How many redirects to follow at most; with 0 the redirect itself is the answer.",
        "Wie vielen Umleitungen höchstens zu folgen ist; bei 0 ist die Umleitung selbst die Antwort.",
    ),
    ("Verify certificate", "Zertifikat prüfen"),
    (
        "When on, nothing is sent to a server whose certificate is not valid. When off, any certificate will do; its expiry is still measured.",
        "An: Einem Server ohne gültiges Zertifikat wird nichts gesendet. Aus: Jedes Zertifikat genügt; sein Ablauf wird trotzdem gemessen.",
    ),
    ("Authority file", "Datei der Zertifizierungsstellen"),
    (
        "Path of a PEM file on this machine with the authorities to trust instead of those the system trusts.",
        "Pfad einer PEM-Datei auf diesem Rechner mit den Zertifizierungsstellen, denen anstelle der des Systems zu trauen ist.",
    ),
    ("Authorization", "Authorization"),
    (
        "Value of the Authorization header, such as Bearer TOKEN; not sent on to another server by a redirect.",
        "Wert der Kopfzeile Authorization, etwa Bearer TOKEN; geht bei einer Umleitung nicht an einen anderen Server.",
    ),
    ("Further headers", "Weitere Kopfzeilen"),
    (
        "Name: value, several separated by | signs; not sent on to another server by a redirect.",
        "Name: Wert, mehrere durch | getrennt; gehen bei einer Umleitung nicht an einen anderen Server.",
    ),
    ("Host name to ask for", "Zu erfragender Hostname"),
    (
        "Name for the Host header and the certificate when the target is an address or another name.",
        "Name für die Kopfzeile Host und das Zertifikat, wenn das Ziel eine Adresse oder ein anderer Name ist.",
    ),
    ("Total", "Gesamt"),
    (
        "Time from the beginning until the last byte that is read, redirects included.",
        "Zeit vom Anfang bis zum letzten gelesenen Byte, Umleitungen eingeschlossen.",
    ),
    (
        "Time to find the address of the name, first request; only for targets with a name.",
        "Zeit, um die Adresse des Namens zu finden, erste Anfrage; nur bei Zielen mit Namen.",
    ),
    (
        "Time from asking for a connection until the server has accepted it, first request.",
        "Zeit vom Verbindungswunsch, bis der Server ihn annimmt, erste Anfrage.",
    ),
    ("TLS", "TLS"),
    (
        "Time to agree on encryption, first request by https.",
        "Zeit, um die Verschlüsselung auszuhandeln, erste Anfrage über https.",
    ),
    ("First byte", "Erstes Byte"),
    (
        "Time from sending the request until the first byte of the answer, first request.",
        "Zeit vom Senden der Anfrage bis zum ersten Byte der Antwort, erste Anfrage.",
    ),
    ("Status", "Status"),
    (
        "Status code of the last answer.",
        "Statuscode der letzten Antwort.",
    ),
    ("Body", "Inhalt"),
    (
        "Length of the body of the last answer as sent, as far as it was read.",
        "Länge des Inhalts der letzten Antwort, wie gesendet, soweit er gelesen wurde.",
    ),
    ("Redirects", "Umleitungen"),
    (
        "How many redirects were followed.",
        "Wie vielen Umleitungen gefolgt wurde.",
    ),
    ("Certificate ends in", "Zertifikat endet in"),
    (
        "Time until the server's certificate ends, first request by https; negative when it has ended.",
        "Zeit bis zum Ende des Serverzertifikats, erste Anfrage über https; negativ, wenn es abgelaufen ist.",
    ),
    (
        "The status is not among the expected ones: see the server's log.",
        "Der Status ist keiner der erwarteten: im Protokoll des Servers nachsehen.",
    ),
    (
        "The body does not hold the expected text.",
        "Im Inhalt fehlt der erwartete Text.",
    ),
    (
        "The body is longer than what is read of it; raise the limit if the expected text comes later.",
        "Der Inhalt ist länger als das, was gelesen wird; steht der erwartete Text weiter hinten, die Grenze erhöhen.",
    ),
    (
        "The redirects lead back to where they began: mend the server.",
        "Die Umleitungen führen an ihren Anfang zurück: den Server berichtigen.",
    ),
    (
        "The server redirects more often than the probe follows.",
        "Der Server leitet öfter um, als die Probe folgt.",
    ),
    (
        "The server redirects to something that is not http: or https:; the probe does not go there.",
        "Der Server leitet zu etwas um, das weder http: noch https: ist; dorthin geht die Probe nicht.",
    ),
    (
        "The server's certificate, or one above it, has ended; renew it. Players and browsers refuse it.",
        "Das Zertifikat des Servers oder eines darüber ist abgelaufen; erneuern. Player und Browser lehnen es ab.",
    ),
    (
        "The server's certificate begins later; check the clocks of the server and of this machine.",
        "Das Zertifikat des Servers beginnt erst später; die Uhren des Servers und dieses Rechners prüfen.",
    ),
    (
        "The server's certificate is for other names than the one asked for.",
        "Das Zertifikat des Servers gilt für andere Namen als den erfragten.",
    ),
    (
        "No authority that this machine trusts stands behind the certificate: it is self-made, or the server does not send the certificates in between.",
        "Hinter dem Zertifikat steht keine Stelle, der dieser Rechner traut: Es ist selbst ausgestellt, oder der Server sendet die Zwischenzertifikate nicht.",
    ),
];
