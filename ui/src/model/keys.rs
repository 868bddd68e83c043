//! The keyboard of the rack: which keys stand on which page, and what is offered for an address.

use Key::{Back, Done, Left, Next, Page as To, Right, Shift, Sign, Space};

use wire::kind::KindInfo;

use crate::text::Language;

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Types this.
    Sign(char),
    Space,
    /// Takes the sign before the caret, or what is selected.
    Back,
    Left,
    Right,
    /// Capitals: for one sign, for all, for none.
    Shift,
    /// Shows another page.
    Page(Page),
    /// Goes to the entry after this one.
    Next,
    /// Puts the keyboard away.
    Done,
}

/// The pages of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Number,
    Address,
    Letters,
    Signs,
}

/// Capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Caps {
    #[default]
    No,
    Once,
    Locked,
}

impl Caps {
    /// After the key was pressed.
    pub(crate) fn pressed(self) -> Self {
        match self {
            Self::No => Self::Once,
            Self::Once => Self::Locked,
            Self::Locked => Self::No,
        }
    }

    /// After a sign was typed.
    pub(crate) fn typed(self) -> Self {
        if self == Self::Once { Self::No } else { self }
    }

    /// A sign as it is typed now.
    pub(crate) fn of(self, sign: char) -> char {
        match (self, sign) {
            (Self::No, sign) | (_, sign @ 'ß') => sign,
            (_, sign) => sign.to_uppercase().next().unwrap_or(sign),
        }
    }
}

/// The rows of a page, from the top.
pub(crate) fn rows(page: Page, language: Language) -> &'static [&'static [Key]] {
    match (page, language) {
        (Page::Number, _) => NUMBER,
        (Page::Address, _) => ADDRESS,
        (Page::Signs, _) => SIGNS,
        (Page::Letters, Language::English) => ENGLISH,
        (Page::Letters, Language::German) => GERMAN,
    }
}

const NUMBER: &[&[Key]] = &[
    &[Sign('1'), Sign('2'), Sign('3'), Back],
    &[Sign('4'), Sign('5'), Sign('6'), Sign('-')],
    &[Sign('7'), Sign('8'), Sign('9'), Next],
    &[Sign('.'), Sign('0'), Left, Done],
];

const ADDRESS: &[&[Key]] = &[
    &[Sign('1'), Sign('2'), Sign('3'), Sign(':'), Back],
    &[Sign('4'), Sign('5'), Sign('6'), Sign('/'), Left],
    &[Sign('7'), Sign('8'), Sign('9'), Sign('-'), Right],
    &[Sign('.'), Sign('0'), To(Page::Letters), Next, Done],
];

const LAST: [Key; 6] = [To(Page::Signs), Sign('.'), Space, Sign('-'), Next, Done];

const ENGLISH: &[&[Key]] = &[
    &signs(['q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p']),
    &signs(['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', ':']),
    &[
        Shift,
        Sign('z'),
        Sign('x'),
        Sign('c'),
        Sign('v'),
        Sign('b'),
        Sign('n'),
        Sign('m'),
        Sign('/'),
        Back,
    ],
    &LAST,
];

const GERMAN: &[&[Key]] = &[
    &signs(['q', 'w', 'e', 'r', 't', 'z', 'u', 'i', 'o', 'p', 'ü']),
    &signs(['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'ö', 'ä']),
    &[
        Shift,
        Sign('y'),
        Sign('x'),
        Sign('c'),
        Sign('v'),
        Sign('b'),
        Sign('n'),
        Sign('m'),
        Sign('ß'),
        Sign('/'),
        Back,
    ],
    &LAST,
];

const SIGNS: &[&[Key]] = &[
    &signs(['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']),
    &signs(['@', '#', '%', '&', '*', '+', '=', '_', '$', '~']),
    &[
        Sign('('),
        Sign(')'),
        Sign('['),
        Sign(']'),
        Sign('\''),
        Sign('"'),
        Sign('!'),
        Sign('?'),
        Sign(','),
        Back,
    ],
    &[
        To(Page::Letters),
        Sign(':'),
        Sign(';'),
        Space,
        Sign('/'),
        Next,
        Done,
    ],
];

const fn signs<const N: usize>(of: [char; N]) -> [Key; N] {
    let mut keys = [Space; N];
    let mut index = 0;
    while index < N {
        keys[index] = Sign(of[index]);
        index += 1;
    }
    keys
}

/// Something longer that one key types into an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    /// What stands on the key.
    pub(crate) shown: String,
    /// The whole entry afterwards.
    pub(crate) entry: String,
}

/// So many networks are offered.
const NETWORKS: usize = 3;

/// What is offered while an address is typed: the networks in which probes looked last, newest first in `recent`, and
/// other ways to look, each as it begins a target (`tcp://`).
pub(crate) fn offers(typed: &str, ways: &[String], recent: &[String]) -> Vec<Offer> {
    let typed = typed.trim();
    let way = ways.iter().find(|way| typed.starts_with(way.as_str()));
    let (begin, place) = typed.split_at(way.map_or(0, String::len));
    let mut networks: Vec<&str> = Vec::new();
    for network in recent.iter().filter_map(|target| network_of(target)) {
        if !networks.contains(&network) && networks.len() < NETWORKS {
            networks.push(network);
        }
    }
    let networks = networks
        .into_iter()
        .filter(|network| network.starts_with(place) && *network != place);
    let networks = networks.map(|network| Offer {
        shown: format!("{network}…"),
        entry: format!("{begin}{network}"),
    });
    let ways = ways.iter().filter(|other| Some(*other) != way);
    let ways = ways.map(|other| Offer {
        shown: other.clone(),
        entry: format!("{other}{place}"),
    });
    networks.chain(ways).collect()
}

/// How targets of a kind usually begin: `tcp://`.
pub(crate) fn way(kind: &KindInfo) -> Option<String> {
    kind.schemes.first().map(|scheme| way_of(scheme, &kind.example))
}

/// How targets of each scheme begin.
pub(crate) fn ways(kinds: &[KindInfo]) -> Vec<String> {
    let ways = kinds
        .iter()
        .flat_map(|kind| kind.schemes.iter().map(|scheme| way_of(scheme, &kind.example)));
    ways.collect()
}

fn way_of(scheme: &str, example: &str) -> String {
    let slashes = if example.contains("://") { "//" } else { "" };
    format!("{scheme}:{slashes}")
}

/// A target up to its network, or up to where it names a machine.
pub(crate) fn without_host(target: &str) -> &str {
    let begin = match network_of(target) {
        Some(network) => target.find(network).map_or(0, |at| at + network.len()),
        None => target.find(':').map_or(0, |at| {
            let slashes = target.split_at(at + 1).1.starts_with("//");
            at + 1 + if slashes { 2 } else { 0 }
        }),
    };
    target.split_at(begin).0
}

/// The first three numbers of an IPv4 address in a target, with the point after them.
fn network_of(target: &str) -> Option<&str> {
    let begin = target.find(|sign: char| sign.is_ascii_digit())?;
    let (_, place) = target.split_at(begin);
    let mut points = place.match_indices('.').map(|(at, _)| at);
    let end = points.nth(2)?;
    let (network, _) = place.split_at(end + 1);
    let all_numbers = network
        .trim_end_matches('.')
        .split('.')
        .all(|number| number.parse::<u8>().is_ok());
    all_numbers.then_some(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_way_on_and_a_way_to_take_back() {
        for language in Language::ALL {
            for page in [Page::Number, Page::Address, Page::Letters, Page::Signs] {
                let keys: Vec<_> = rows(page, language).concat();
                assert!(keys.contains(&Next) && keys.contains(&Back), "{page:?}");
            }
        }
    }

    #[test]
    fn all_letters_digits_and_the_signs_of_addresses_can_be_typed() {
        for (language, own) in [(Language::English, ""), (Language::German, "äöüß")] {
            let keys = [Page::Letters, Page::Signs]
                .map(|page| rows(page, language).concat())
                .concat();
            for sign in "abcdefghijklmnopqrstuvwxyz0123456789.:/-_@?=&%#,;+*()[]'\"!~$"
                .chars()
                .chain(own.chars())
            {
                assert!(keys.contains(&Sign(sign)), "{sign} in {language:?}");
            }
        }
    }

    #[test]
    fn capitals_hold_for_one_sign_or_for_all() {
        let once = Caps::No.pressed();
        assert_eq!((once.of('ä'), once.of('ß'), once.typed()), ('Ä', 'ß', Caps::No));
        let locked = once.pressed();
        assert_eq!(
            (locked.of('m'), locked.typed(), locked.pressed()),
            ('M', Caps::Locked, Caps::No)
        );
    }

    #[test]
    fn the_next_address_stands_on_the_same_network() {
        assert_eq!(without_host("tcp://10.0.4.31:80"), "tcp://10.0.4.");
        assert_eq!(without_host("https://one.example/x"), "https://");
        assert_eq!(without_host("host:"), "host:");
        assert_eq!(without_host(""), "");
    }

    #[test]
    fn an_address_is_offered_the_networks_that_were_looked_at_last() {
        let ways = ["icmp:", "tcp://"].map(str::to_owned);
        let recent = [
            "tcp://10.0.4.31:80",
            "icmp:10.0.4.1",
            "dns:one.example",
            "icmp:192.168.7.9",
        ]
        .map(str::to_owned);
        let shown = |typed| {
            let offers = offers(typed, &ways, &recent).into_iter();
            offers.map(|offer| (offer.shown, offer.entry)).collect::<Vec<_>>()
        };
        let pair = |shown: &str, entry: &str| (shown.to_owned(), entry.to_owned());
        assert_eq!(
            shown("icmp:"),
            [
                pair("10.0.4.…", "icmp:10.0.4."),
                pair("192.168.7.…", "icmp:192.168.7."),
                pair("tcp://", "tcp://")
            ]
        );
        assert_eq!(shown("tcp://10.0.4.31"), [pair("icmp:", "icmp:10.0.4.31")]);
        assert_eq!(shown("10.0")[0], pair("10.0.4.…", "10.0.4."));
    }
}
