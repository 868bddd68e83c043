//! Interfaces of devices, asked by SNMP. What it says in the words of another kind stands there.

pub(super) const GERMAN: &[(&str, &str)] = &[
    ("SNMP", "SNMP"),
    (
        "Asks the SNMP agent of a switch, a router or another device for its interfaces.",
        "Fragt den SNMP-Agenten eines Switches, eines Routers oder eines anderen Geräts nach seinen Schnittstellen.",
    ),
    ("Version", "Version"),
    (
        "Version of SNMP that the agent speaks. Only v3 has users and encryption; v1 is for devices that know no other.",
        "SNMP-Version, die der Agent spricht. Nur v3 hat Benutzer und Verschlüsselung; v1 ist für Geräte, die keine andere kennen.",
    ),
    ("Community", "Community"),
    (
        "For v1 and v2c: the word that lets one read. When empty: public.",
        "Für v1 und v2c: das Wort, mit dem man lesen darf. Wenn leer: public.",
    ),
    ("User", "Benutzer"),
    (
        "For v3: the name of the user, as the agent knows it.",
        "Für v3: der Name des Benutzers, wie ihn der Agent kennt.",
    ),
    ("Authentication protocol", "Anmeldeverfahren"),
    (
        "For v3: how the user proves who asks; the same as on the agent.",
        "Für v3: wie sich der Benutzer ausweist; dasselbe wie auf dem Agenten.",
    ),
    ("Authentication passphrase", "Passphrase der Anmeldung"),
    (
        "For v3: 8 letters or more. When empty, the user proves nothing (noAuthNoPriv).",
        "Für v3: mindestens 8 Zeichen. Wenn leer, weist sich der Benutzer nicht aus (noAuthNoPriv).",
    ),
    ("Privacy protocol", "Verschlüsselung"),
    (
        "For v3: how everything is encrypted. If aes192 or aes256 gets no answer from a Cisco device, try the one with cisco.",
        "Für v3: wie alles verschlüsselt wird. Antwortet ein Gerät von Cisco auf aes192 oder aes256 nicht, das mit cisco versuchen.",
    ),
    ("Privacy passphrase", "Passphrase der Verschlüsselung"),
    (
        "For v3: 8 letters or more. When empty, nothing is encrypted (authNoPriv).",
        "Für v3: mindestens 8 Zeichen. Wenn leer, wird nichts verschlüsselt (authNoPriv).",
    ),
    ("Context", "Kontext"),
    (
        "For v3: the part of the device to ask, where it has several; most have one and need none.",
        "Für v3: welcher Teil des Geräts gefragt wird, wenn es mehrere hat; die meisten haben einen und brauchen keinen.",
    ),
    (
        "Interfaces that do not count, by name; * at the end stands for anything.",
        "Schnittstellen, die nicht zählen, mit Namen; * am Ende steht für alles.",
    ),
    ("Only enabled interfaces", "Nur eingeschaltete Schnittstellen"),
    (
        "Leave out interfaces that are switched off in the settings of the device.",
        "Schnittstellen auslassen, die in den Einstellungen des Geräts abgeschaltet sind.",
    ),
    ("Interfaces up", "Schnittstellen mit Verbindung"),
    (
        "How many interfaces have a link, of those that are not left out.",
        "Wie viele Schnittstellen eine Verbindung haben, von denen, die nicht ausgelassen sind.",
    ),
    (
        "Time from the first question until its answer has come.",
        "Zeit von der ersten Frage, bis ihre Antwort da ist.",
    ),
    (
        "Time since the device, or its SNMP agent, was started. Begins again at 0 after 497 days.",
        "Zeit seit dem Start des Geräts oder seines SNMP-Agenten. Beginnt nach 497 Tagen wieder bei 0.",
    ),
    (
        "Rate into an interface, from the second look on.",
        "Rate in eine Schnittstelle hinein, ab dem zweiten Blick.",
    ),
    (
        "Rate out of an interface, from the second look on.",
        "Rate aus einer Schnittstelle heraus, ab dem zweiten Blick.",
    ),
    (
        "Sound packets that the device threw away on the way in: it was too slow, or nobody wanted them.",
        "Heile Pakete, die das Gerät beim Empfang verworfen hat: Es war zu langsam, oder niemand wollte sie.",
    ),
    (
        "Speed of a link, as the device tells it.",
        "Geschwindigkeit einer Verbindung, wie das Gerät sie angibt.",
    ),
    (
        "An interface that had a link has none: check the cable. One that is switched off is not told.",
        "Eine Schnittstelle hat ihre Verbindung verloren: Kabel prüfen. Abgeschaltete werden nicht gemeldet.",
    ),
    (
        "The device, or its SNMP agent, was started again: if nobody did that, look at its power and its log.",
        "Das Gerät oder sein SNMP-Agent wurde neu gestartet: Wenn das niemand war, Strom und Protokoll des Geräts prüfen.",
    ),
    (
        "The agent gives its list out of order, so that it never ends; what came before is used. Update the device.",
        "Der Agent gibt seine Liste ungeordnet aus, sodass sie nie endet; was davor kam, gilt. Das Gerät aktualisieren.",
    ),
    (
        "The agent answers, but has no list of interfaces (IF-MIB), or does not show it to this community or user.",
        "Der Agent antwortet, hat aber keine Liste der Schnittstellen (IF-MIB) oder zeigt sie dieser Community oder diesem Benutzer nicht.",
    ),
    (
        "What the device is called where it was set up (sysName).",
        "Wie das Gerät dort heißt, wo es eingerichtet wurde (sysName).",
    ),
    ("Location", "Standort"),
    (
        "Where it stands, as it was told (sysLocation).",
        "Wo es steht, wie man es ihm gesagt hat (sysLocation).",
    ),
    ("Description", "Beschreibung"),
    (
        "What it is and what runs on it (sysDescr).",
        "Was es ist und was darauf läuft (sysDescr).",
    ),
    ("Label", "Aufschrift"),
    (
        "What somebody wrote about an interface when the device was set up (ifAlias).",
        "Was jemand beim Einrichten des Geräts über eine Schnittstelle geschrieben hat (ifAlias).",
    ),
];
