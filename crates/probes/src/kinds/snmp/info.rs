use std::borrow::Cow::Borrowed;

use wire::kind::{KindInfo, Text};
use wire::{Severity, Unit};

use crate::describe::{
    UNLIMITED, above, above_both, choice, counter_by, every, fact, finding, gauge, gauge_by, secret, switch,
    text, text_or, word,
};
use crate::resolve::FAMILY;

pub(super) const INTERFACES_UP: &str = "snmp_interfaces_up";
pub(super) const ANSWER: &str = "snmp_answer_seconds";
pub(super) const UPTIME: &str = "snmp_uptime_seconds";
pub(super) const RECEIVE: &str = "snmp_interface_receive_bits_per_second";
pub(super) const TRANSMIT: &str = "snmp_interface_transmit_bits_per_second";
pub(super) const USED: &str = "snmp_interface_used_ratio";
pub(super) const RECEIVE_ERRORS: &str = "snmp_interface_receive_errors_total";
pub(super) const TRANSMIT_ERRORS: &str = "snmp_interface_transmit_errors_total";
pub(super) const RECEIVE_DROPS: &str = "snmp_interface_receive_drops_total";
pub(super) const TRANSMIT_DROPS: &str = "snmp_interface_transmit_drops_total";
pub(super) const UP: &str = "snmp_interface_up";
pub(super) const SPEED: &str = "snmp_interface_speed_bits_per_second";
pub(super) const LINK_DOWN: &str = "snmp.link_down";
pub(super) const RESTARTED: &str = "snmp.restarted";
pub(super) const HALF_DUPLEX: &str = "snmp.half_duplex";
pub(super) const LOOP: &str = "snmp.loop";
pub(super) const NO_COUNTERS: &str = "snmp.no_counters";

pub(super) const NAME: &str = "snmp_name";
pub(super) const DESCRIPTION: &str = "snmp_description";
pub(super) const LOCATION: &str = "snmp_location";
pub(super) const ALIAS: &str = "snmp_interface_alias";

const INTERFACE: &[Text] = &[word("interface")];
const VERSIONS: &[Text] = &[word("v2c"), word("v1"), word("v3")];
const AUTHENTICATION: &[Text] = &[
    word("sha256"),
    word("sha512"),
    word("sha384"),
    word("sha224"),
    word("sha1"),
    word("md5"),
];
const PRIVACY: &[Text] = &[
    word("aes128"),
    word("aes256"),
    word("aes192"),
    word("aes256_cisco"),
    word("aes192_cisco"),
    word("des"),
];

pub(super) static INFO: KindInfo = KindInfo {
    name: word("snmp"),
    title: word("SNMP"),
    help: word("Asks the SNMP agent of a switch, a router or another device for its interfaces."),
    schemes: Borrowed(&[word("snmp")]),
    example: word("snmp://192.0.2.1"),
    watch: every(10_000, 5_000),
    fields: Borrowed(&[
        choice(
            "version",
            "Version",
            VERSIONS,
            "Version of SNMP that the agent speaks. Only v3 has users and encryption; v1 is for devices that know no other.",
        ),
        secret(
            "community",
            "Community",
            "For v1 and v2c: the word that lets one read. When empty: public.",
        ),
        text(
            "user",
            "User",
            "For v3: the name of the user, as the agent knows it.",
        ),
        choice(
            "auth_protocol",
            "Authentication protocol",
            AUTHENTICATION,
            "For v3: how the user proves who asks; the same as on the agent.",
        ),
        secret(
            "auth_passphrase",
            "Authentication passphrase",
            "For v3: 8 letters or more. When empty, the user proves nothing (noAuthNoPriv).",
        ),
        choice(
            "privacy_protocol",
            "Privacy protocol",
            PRIVACY,
            "For v3: how everything is encrypted. If aes192 or aes256 gets no answer from a Cisco device, try the one with cisco.",
        ),
        secret(
            "privacy_passphrase",
            "Privacy passphrase",
            "For v3: 8 letters or more. When empty, nothing is encrypted (authNoPriv).",
        ),
        text(
            "context",
            "Context",
            "For v3: the part of the device to ask, where it has several; most have one and need none.",
        ),
        text_or(
            "leave_out",
            "Leave out",
            "lo, Null*, veth*, docker*, br-*, virbr*, ifb*",
            "Interfaces that do not count, by name; * at the end stands for anything.",
        ),
        switch(
            "only_enabled",
            "Only enabled interfaces",
            true,
            "Leave out interfaces that are switched off in the settings of the device.",
        ),
        FAMILY,
    ]),
    metrics: Borrowed(&[
        gauge(
            INTERFACES_UP,
            "Interfaces up",
            Unit::Count,
            UNLIMITED,
            "How many interfaces have a link, of those that are not left out.",
        ),
        gauge(
            ANSWER,
            "Answer",
            Unit::Seconds,
            above(1.0),
            "Time from the first question until its answer has come.",
        ),
        gauge(
            UPTIME,
            "Running for",
            Unit::Seconds,
            UNLIMITED,
            "Time since the device, or its SNMP agent, was started. Begins again at 0 after 497 days.",
        ),
        gauge_by(
            RECEIVE,
            "Received",
            Unit::BitsPerSecond,
            INTERFACE,
            UNLIMITED,
            "Rate into an interface, from the second look on.",
        ),
        gauge_by(
            TRANSMIT,
            "Sent",
            Unit::BitsPerSecond,
            INTERFACE,
            UNLIMITED,
            "Rate out of an interface, from the second look on.",
        ),
        gauge_by(
            USED,
            "Link used",
            Unit::Ratio,
            INTERFACE,
            above_both(0.8, 0.95),
            "The busier direction of a link as a share of its speed.",
        ),
        counter_by(
            RECEIVE_ERRORS,
            "Receive errors",
            Unit::Count,
            INTERFACE,
            "Damaged packets that came in: look at the cable, the plug and the optics.",
        ),
        counter_by(
            TRANSMIT_ERRORS,
            "Send errors",
            Unit::Count,
            INTERFACE,
            "Packets that could not be sent: look at the cable and the negotiated speed.",
        ),
        counter_by(
            RECEIVE_DROPS,
            "Receive drops",
            Unit::Count,
            INTERFACE,
            "Sound packets that the device threw away on the way in: it was too slow, or nobody wanted them.",
        ),
        counter_by(
            TRANSMIT_DROPS,
            "Send drops",
            Unit::Count,
            INTERFACE,
            "Packets thrown away on the way out: the link was full.",
        ),
        gauge_by(
            UP,
            "Link",
            Unit::YesNo,
            INTERFACE,
            UNLIMITED,
            "Whether an interface has a link.",
        ),
        gauge_by(
            SPEED,
            "Link speed",
            Unit::BitsPerSecond,
            INTERFACE,
            UNLIMITED,
            "Speed of a link, as the device tells it.",
        ),
    ]),
    findings: Borrowed(&[
        finding(
            LINK_DOWN,
            Severity::Major,
            "An interface that had a link has none: check the cable. One that is switched off is not told.",
        ),
        finding(
            RESTARTED,
            Severity::Minor,
            "The device, or its SNMP agent, was started again: if nobody did that, look at its power and its log.",
        ),
        finding(
            HALF_DUPLEX,
            Severity::Major,
            "A link runs half duplex and loses packets under load: the two ends negotiated differently.",
        ),
        finding(
            LOOP,
            Severity::Minor,
            "The agent gives its list out of order, so that it never ends; what came before is used. Update the device.",
        ),
        finding(
            NO_COUNTERS,
            Severity::Minor,
            "The agent answers, but has no list of interfaces (IF-MIB), or does not show it to this community or user.",
        ),
    ]),
    alone: Borrowed(&[Borrowed("interface")]),
    facts: Borrowed(&[
        fact(
            NAME,
            "Name",
            &[],
            "What the device is called where it was set up (sysName).",
        ),
        fact(
            LOCATION,
            "Location",
            &[],
            "Where it stands, as it was told (sysLocation).",
        ),
        fact(
            DESCRIPTION,
            "Description",
            &[],
            "What it is and what runs on it (sysDescr).",
        ),
        fact(
            ALIAS,
            "Label",
            INTERFACE,
            "What somebody wrote about an interface when the device was set up (ifAlias).",
        ),
    ]),
};
