//! Receivers of messages.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("Authority file", "Datei der Zertifizierungsstellen"),
    (
        "Path of a PEM file on this machine with the authorities to trust instead of those the system trusts.",
        "Pfad einer PEM-Datei auf diesem Rechner mit den Stellen, denen statt denen des Systems vertraut wird.",
    ),
    ("Address", "Adresse"),
    ("User", "Benutzer"),
    ("Password", "Passwort"),
    ("The password of the user.", "Das Passwort des Benutzers."),
    ("Server", "Server"),
    ("Encryption", "Verschlüsselung"),
    ("Topic", "Topic"),
    // Alertmanager
    ("Alertmanager", "Alertmanager"),
    (
        "Hands alerts to an Alertmanager of Prometheus, which groups, silences and forwards them.",
        "Übergibt Alarme einem Alertmanager von Prometheus, der sie bündelt, stilllegt und weiterleitet.",
    ),
    (
        "Where it is, such as http://192.0.2.10:9093.",
        "Wo er ist, etwa http://192.0.2.10:9093.",
    ),
    ("Authorization", "Authorization"),
    (
        "Value of the Authorization header where it asks for one, such as Bearer TOKEN.",
        "Wert der Kopfzeile Authorization, wo er eine verlangt, etwa Bearer TOKEN.",
    ),
    ("Hold", "Haltezeit"),
    (
        "How long it goes on with an alert, in hours, if Flywatch says nothing more.",
        "Wie viele Stunden er einen Alarm weiterführt, wenn Flywatch nichts mehr sagt.",
    ),
    // Desktop
    ("Desktop", "Desktop"),
    (
        "Shows each message on the desktop of whoever is logged in where Flywatch runs.",
        "Zeigt jede Nachricht auf dem Desktop dessen, der angemeldet ist, wo Flywatch läuft.",
    ),
    ("Session bus", "Sitzungsbus"),
    (
        "Where to show it, such as unix:path=/run/user/1000/bus; the session of Flywatch itself when left empty.",
        "Wo sie gezeigt wird, etwa unix:path=/run/user/1000/bus; leer: in der Sitzung von Flywatch selbst.",
    ),
    // E-mail
    ("E-mail", "E-Mail"),
    (
        "Sends each message by e-mail; mails about one incident stand together.",
        "Schickt jede Nachricht als E-Mail; die zu einem Vorfall stehen beieinander.",
    ),
    ("Mail server", "Mailserver"),
    (
        "Name or address of the server that takes your mail, with a port if it is not the usual one.",
        "Name oder Adresse des Servers, der Ihre Mail annimmt, mit Port, wenn es nicht der übliche ist.",
    ),
    (
        "STARTTLS (port 587), TLS from the start (465), or none (25), for a relay in your own network.",
        "STARTTLS (Port 587), TLS von Anfang an (465) oder keine (25), für ein Relay im eigenen Netz.",
    ),
    (
        "The user to send as, where the server asks for one.",
        "Der Benutzer, als der gesendet wird, wo der Server einen verlangt.",
    ),
    ("From", "Absender"),
    (
        "The address that mails come from, such as Flywatch <flywatch@example.org>.",
        "Die Adresse, von der die Mails kommen, etwa Flywatch <flywatch@example.org>.",
    ),
    ("To", "An"),
    (
        "Who gets them: one address or several, with commas between them.",
        "Wer sie bekommt: eine Adresse oder mehrere, mit Kommas dazwischen.",
    ),
    // Jira
    ("Jira", "Jira"),
    (
        "Opens an issue in Jira and comments on it what becomes of it; closing it is left to people.",
        "Legt in Jira einen Vorgang an und kommentiert dort, was daraus wird; schließen müssen ihn Menschen.",
    ),
    ("Site", "Site"),
    (
        "Its address, such as https://example.atlassian.net.",
        "Ihre Adresse, etwa https://example.atlassian.net.",
    ),
    (
        "The e-mail address of the user on Jira Cloud; empty on a server of your own.",
        "Die E-Mail-Adresse des Benutzers bei Jira Cloud; leer auf einem eigenen Server.",
    ),
    ("API token", "API-Token"),
    (
        "The API token of the user, or a personal access token of a server.",
        "Das API-Token des Benutzers, oder ein persönliches Zugriffstoken eines Servers.",
    ),
    ("Project", "Projekt"),
    (
        "The key of the project, such as OPS.",
        "Der Schlüssel des Projekts, etwa OPS.",
    ),
    ("Issue type", "Vorgangsart"),
    (
        "The type of new issues, as the project calls it.",
        "Die Art neuer Vorgänge, wie das Projekt sie nennt.",
    ),
    ("Fields", "Felder"),
    (
        "A template of the fields in JSON; project, type and a label of the incident are added to it.",
        "Eine Vorlage der Felder in JSON; Projekt, Art und ein Label des Vorfalls kommen dazu.",
    ),
    // MQTT
    ("MQTT", "MQTT"),
    (
        "Publishes each message to a topic of an MQTT broker, once it has confirmed it (QoS 1).",
        "Veröffentlicht jede Nachricht unter einem Topic eines MQTT-Brokers; sie gilt, wenn er sie bestätigt (QoS 1).",
    ),
    ("Broker", "Broker"),
    (
        "Its address: mqtt://192.0.2.10, or mqtts:// for encryption.",
        "Seine Adresse: mqtt://192.0.2.10, oder mqtts:// mit Verschlüsselung.",
    ),
    (
        "Where to publish; {station}, {severity}, {news} and {thread} are filled in.",
        "Worunter veröffentlicht wird; {station}, {severity}, {news} und {thread} werden ausgefüllt.",
    ),
    ("Payload", "Inhalt"),
    (
        "The whole message as JSON, or as text for people.",
        "Die ganze Nachricht als JSON, oder als Text für Menschen.",
    ),
    ("Retain", "Aufbewahren (retain)"),
    (
        "Whether the broker keeps the newest message of each topic for those who come later.",
        "Ob der Broker die neueste Nachricht jedes Topics für die aufbewahrt, die später kommen.",
    ),
    (
        "The user to publish as, where the broker asks for one.",
        "Der Benutzer, als der veröffentlicht wird, wo der Broker einen verlangt.",
    ),
    // ntfy
    ("ntfy", "ntfy"),
    (
        "Rings phones and browsers that follow a topic of ntfy, on ntfy.sh or a server of yours.",
        "Läutet auf Telefonen und in Browsern, die einem Topic von ntfy folgen, bei ntfy.sh oder auf eigenem Server.",
    ),
    (
        "The topic that phones follow; on a public server whoever knows it reads along.",
        "Das Topic, dem die Telefone folgen; auf einem öffentlichen Server liest mit, wer es kennt.",
    ),
    ("The address of the ntfy server.", "Die Adresse des ntfy-Servers."),
    ("Access token", "Zugriffstoken"),
    (
        "The token of a user who may write to the topic, tk_….",
        "Das Token eines Benutzers, der unter dem Topic schreiben darf, tk_….",
    ),
    // Opsgenie
    ("Opsgenie", "Opsgenie"),
    (
        "Creates, acknowledges and closes an alert in Opsgenie, or in what speaks its alert API.",
        "Legt in Opsgenie einen Alarm an, quittiert und schließt ihn, oder in etwas, das dessen Alarm-API spricht.",
    ),
    ("API key", "API-Schlüssel"),
    (
        "The key of an API integration that may create alerts.",
        "Der Schlüssel einer API-Integration, die Alarme anlegen darf.",
    ),
    (
        "Where the API is; accounts in Europe enter https://api.eu.opsgenie.com.",
        "Wo die API ist; Konten in Europa geben https://api.eu.opsgenie.com ein.",
    ),
    // PagerDuty
    ("PagerDuty", "PagerDuty"),
    (
        "Opens, acknowledges and resolves an incident in PagerDuty by its Events API v2.",
        "Öffnet, quittiert und beendet einen Vorfall in PagerDuty über dessen Events API v2.",
    ),
    ("Integration key", "Integrationsschlüssel"),
    (
        "The key of the integration \"Events API v2\" of the service in PagerDuty.",
        "Der Schlüssel der Integration „Events API v2“ des Dienstes in PagerDuty.",
    ),
    (
        "Where events go; accounts in Europe enter https://events.eu.pagerduty.com/v2/enqueue.",
        "Wohin die Ereignisse gehen; Konten in Europa geben https://events.eu.pagerduty.com/v2/enqueue ein.",
    ),
    // ServiceNow
    ("ServiceNow", "ServiceNow"),
    (
        "Opens an incident in ServiceNow and adds what becomes of it; closing it is left to people.",
        "Öffnet einen Vorfall in ServiceNow und trägt nach, was daraus wird; schließen müssen ihn Menschen.",
    ),
    ("Instance", "Instanz"),
    (
        "Its address, such as https://example.service-now.com.",
        "Ihre Adresse, etwa https://example.service-now.com.",
    ),
    (
        "A user who may read and write the table; leave empty to use a token.",
        "Ein Benutzer, der die Tabelle lesen und schreiben darf; leer lassen für ein Token.",
    ),
    ("Password or token", "Passwort oder Token"),
    (
        "The password of the user; without a user, an OAuth token.",
        "Das Passwort des Benutzers; ohne Benutzer ein OAuth-Token.",
    ),
    ("Table", "Tabelle"),
    (
        "The table that records are made in.",
        "Die Tabelle, in der Einträge angelegt werden.",
    ),
    ("Record", "Eintrag"),
    (
        "A template of the record in JSON; impact, urgency and correlation_id are added to it.",
        "Eine Vorlage des Eintrags in JSON; impact, urgency und correlation_id kommen dazu.",
    ),
    // Slack
    ("Slack", "Slack"),
    (
        "Writes into a channel of Slack, or of Mattermost, by an incoming webhook.",
        "Schreibt über einen eingehenden Webhook in einen Kanal von Slack oder Mattermost.",
    ),
    ("Webhook address", "Webhook-Adresse"),
    (
        "The address that Slack gives for the channel, such as https://hooks.slack.com/services/….",
        "Die Adresse, die Slack für den Kanal gibt, etwa https://hooks.slack.com/services/….",
    ),
    // SNMP traps
    ("SNMP trap", "SNMP-Trap"),
    (
        "Sends each message to an SNMP manager, as FLYWATCH-MIB describes it.",
        "Schickt jede Nachricht an einen SNMP-Manager, wie FLYWATCH-MIB es beschreibt.",
    ),
    ("Manager", "Manager"),
    (
        "Its name or address, with a port if it is not 162.",
        "Sein Name oder seine Adresse, mit Port, wenn es nicht 162 ist.",
    ),
    ("Send", "Senden als"),
    (
        "An inform is confirmed by the manager; a trap may be lost and nobody knows.",
        "Ein Inform bestätigt der Manager; ein Trap kann verloren gehen, und niemand weiß es.",
    ),
    ("Version", "Version"),
    (
        "Version 3 proves who sends and hides what is said.",
        "Version 3 beweist, wer sendet, und verbirgt, was gesagt wird.",
    ),
    ("Community", "Community"),
    (
        "The community for version 2c; public when left empty.",
        "Die Community für Version 2c; leer: public.",
    ),
    (
        "The user of version 3 that the manager knows.",
        "Der Benutzer von Version 3, den der Manager kennt.",
    ),
    ("Authentication", "Authentifizierung"),
    (
        "How the user of version 3 proves who they are.",
        "Wie der Benutzer von Version 3 beweist, wer er ist.",
    ),
    ("Authentication passphrase", "Passphrase zur Authentifizierung"),
    (
        "8 letters or more, as the manager has it.",
        "Mindestens 8 Zeichen, wie der Manager sie hat.",
    ),
    (
        "How what is said in version 3 is encrypted.",
        "Wie in Version 3 verschlüsselt wird, was gesagt wird.",
    ),
    ("Encryption passphrase", "Passphrase zur Verschlüsselung"),
    (
        "8 letters or more; nothing is encrypted without.",
        "Mindestens 8 Zeichen; ohne sie wird nichts verschlüsselt.",
    ),
    ("Engine ID", "Engine-ID"),
    (
        "For traps of version 3, in hexadecimal: the manager keeps the user under it. Each station needs its own.",
        "Für Traps von Version 3, hexadezimal: Der Manager führt den Benutzer darunter. Jede Station braucht ihre eigene.",
    ),
    // Syslog
    ("Syslog", "Syslog"),
    (
        "Writes each message as one line of syslog (RFC 5424), with its parts as structured data.",
        "Schreibt jede Nachricht als eine Zeile Syslog (RFC 5424), mit ihren Teilen als strukturierte Daten.",
    ),
    (
        "Name or address of the log server, with a port if it is not the usual one.",
        "Name oder Adresse des Log-Servers, mit Port, wenn es nicht der übliche ist.",
    ),
    ("Transport", "Transport"),
    (
        "UDP (port 514) tells nobody when a line is lost; TCP (601) and TLS (6514) do.",
        "UDP (Port 514) sagt niemandem, wenn eine Zeile verloren geht; TCP (601) und TLS (6514) sagen es.",
    ),
    ("Facility", "Facility"),
    (
        "What the log server sorts lines by.",
        "Wonach der Log-Server die Zeilen ordnet.",
    ),
    ("Program", "Programm"),
    (
        "The name of the program in each line.",
        "Der Name des Programms in jeder Zeile.",
    ),
    // Teams
    ("Microsoft Teams", "Microsoft Teams"),
    (
        "Posts a card into a channel of Teams by a workflow that takes webhook requests.",
        "Stellt eine Karte in einen Kanal von Teams, über einen Workflow, der Webhook-Anfragen annimmt.",
    ),
    ("Workflow address", "Workflow-Adresse"),
    (
        "The address that the workflow \"Post to a channel when a webhook request is received\" shows.",
        "Die Adresse, die der Workflow „Bei Empfang einer Webhook-Anfrage in einem Kanal veröffentlichen“ zeigt.",
    ),
    // Telegram
    ("Telegram", "Telegram"),
    (
        "Writes to a person, a group or a channel of Telegram through a bot of yours.",
        "Schreibt über einen eigenen Bot einer Person, einer Gruppe oder einem Kanal von Telegram.",
    ),
    ("Bot token", "Bot-Token"),
    (
        "The token that BotFather gave, such as 123456:ABC-DEF.",
        "Das Token, das BotFather gegeben hat, etwa 123456:ABC-DEF.",
    ),
    ("Chat", "Chat"),
    (
        "The number of the chat, such as -1001234567890, or the @name of a public channel.",
        "Die Nummer des Chats, etwa -1001234567890, oder der @name eines öffentlichen Kanals.",
    ),
    (
        "Where the Bot API is, if you run a server of your own for it.",
        "Wo die Bot-API ist, wenn Sie einen eigenen Server dafür haben.",
    ),
    // Webhook
    ("Webhook", "Webhook"),
    (
        "Sends each message to a web address of yours, as JSON or in a form that you write.",
        "Schickt jede Nachricht an eine Webadresse von Ihnen, als JSON oder in einer Form, die Sie schreiben.",
    ),
    (
        "Where to send it, such as https://hooks.example.org/flywatch; keys belong into Headers.",
        "Wohin sie geht, etwa https://hooks.example.org/flywatch; Schlüssel gehören in die Kopfzeilen.",
    ),
    ("Method", "Methode"),
    ("How to send it.", "Wie sie gesendet wird."),
    ("Headers", "Kopfzeilen"),
    (
        "What else to send at the head, one NAME: VALUE a line, such as Authorization: Bearer TOKEN.",
        "Was außerdem am Kopf steht, ein NAME: WERT je Zeile, etwa Authorization: Bearer TOKEN.",
    ),
    ("Content type", "Inhaltstyp"),
    (
        "What the body is; when it is JSON, a body of your own is held against it.",
        "Was der Inhalt ist; ist er JSON, wird ein eigener Inhalt darauf geprüft.",
    ),
    ("Body", "Inhalt"),
    (
        "A template such as {\"text\": {{ text | tojson }}}; the whole message as JSON when left empty.",
        "Eine Vorlage wie {\"text\": {{ text | tojson }}}; leer: die ganze Nachricht als JSON.",
    ),
    ("Signing key", "Signierschlüssel"),
    (
        "Signs each message in the header X-Flywatch-Signature, so that its receiver knows whose it is.",
        "Signiert jede Nachricht in der Kopfzeile X-Flywatch-Signature, damit der Empfänger weiß, von wem sie ist.",
    ),
];
