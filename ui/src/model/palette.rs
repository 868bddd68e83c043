//! What the palette finds: everything by its name, a tile by its number.

use super::shortcuts::Does;

/// So many rows are shown.
const SHOWN: usize = 40;

/// What happens when a row is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Goes to a page.
    Go(String),
    /// Does what a key does.
    Key(Does),
    /// Wears a theme.
    Wear(&'static str),
}

impl Act {
    /// By what the screen remembers that it was taken.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Go(page) => page.clone(),
            Self::Key(Does::Press(key)) => format!("press {key}"),
            Self::Key(does) => format!("{does:?}"),
            Self::Wear(theme) => format!("wear {theme}"),
        }
    }
}

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) title: String,
    /// What is said beside it: where a probe looks, what a key does.
    pub(crate) hint: String,
    /// The class of its glyph.
    pub(crate) glyph: &'static str,
    /// Its place on the wall, counted from 1.
    pub(crate) number: Option<usize>,
    pub(crate) act: Act,
    /// Title and hint, in small letters.
    folded: (String, String),
}

impl Item {
    pub(crate) fn new(
        title: impl Into<String>,
        hint: impl Into<String>,
        glyph: &'static str,
        act: Act,
    ) -> Self {
        let (title, hint) = (title.into(), hint.into());
        Self {
            folded: (title.to_lowercase(), hint.to_lowercase()),
            title,
            hint,
            glyph,
            number: None,
            act,
        }
    }

    /// The tile with this number.
    pub(crate) fn numbered(self, number: usize) -> Self {
        Self {
            number: Some(number),
            ..self
        }
    }
}

/// The rows for what was typed, the best first; for nothing, what was taken last and then the beginning of everything.
/// Answers with places in `items`.
pub(crate) fn found(items: &[Item], typed: &str, recent: &[String]) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let dialled = typed.parse::<usize>().ok();
    let age = |item: &Item| {
        let key = item.act.key();
        recent
            .iter()
            .position(|taken| *taken == key)
            .unwrap_or(recent.len())
    };
    let mut rows: Vec<(u32, usize, usize)> = items
        .iter()
        .enumerate()
        .filter_map(|(place, item)| {
            if dialled.is_some() && item.number == dialled {
                return Some((u32::MAX, 0, place));
            }
            let fit = words
                .iter()
                .try_fold(0, |sum, word| Some(sum + fit(item, word)?))?;
            Some((fit, if recent.is_empty() { 0 } else { age(item) }, place))
        })
        .collect();
    rows.sort_by_key(|(fit, age, place)| (std::cmp::Reverse(*fit), *age, *place));
    rows.into_iter().take(SHOWN).map(|(_, _, place)| place).collect()
}

/// How well a word fits: the title before the hint, a beginning before a middle, signs in a row before signs apart.
fn fit(item: &Item, word: &str) -> Option<u32> {
    let (title, hint) = (&item.folded.0, &item.folded.1);
    let begins = |text: &str| {
        text.match_indices(word)
            .any(|(at, _)| !text.split_at(at).0.ends_with(|sign: char| sign.is_alphanumeric()))
    };
    if title.starts_with(word) {
        Some(100)
    } else if begins(title) {
        Some(80)
    } else if title.contains(word) {
        Some(60)
    } else if begins(hint) {
        Some(40)
    } else if hint.contains(word) {
        Some(30)
    } else {
        (word.chars().count() > 1 && is_within(word, title)).then_some(10)
    }
}

/// Whether the signs of a word come one after another in a text, with others between them.
fn is_within(word: &str, text: &str) -> bool {
    let mut signs = text.chars();
    word.chars().all(|sign| signs.any(|other| other == sign))
}

/// What was taken last, the newest first, with one more.
pub(crate) fn taken(recent: &[String], key: &str) -> Vec<String> {
    const REMEMBERED: usize = 8;
    let others = recent.iter().filter(|taken| taken.as_str() != key).cloned();
    std::iter::once(key.to_owned())
        .chain(others)
        .take(REMEMBERED)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let probe = |number: usize, name: &str, target: &str| {
            let act = Act::Go(format!("/probe/{number}"));
            Item::new(name, target, "g-wall", act).numbered(number)
        };
        vec![
            Item::new("Wall", "g w", "g-wall", Act::Go("/".to_owned())),
            Item::new("Settings", "g s", "g-gear", Act::Go("/settings".to_owned())),
            probe(1, "ENC-1 left", "tcp://10.0.4.11"),
            probe(2, "Gateway", "icmp:10.0.4.1"),
            probe(3, "Encoder wall", "icmp:10.0.4.12"),
        ]
    }

    fn titles(typed: &str, recent: &[String]) -> Vec<String> {
        let items = items();
        let rows = found(&items, typed, recent).into_iter();
        rows.map(|place| items[place].title.clone()).collect()
    }

    #[test]
    fn the_best_fit_comes_first() {
        assert_eq!(titles("wall", &[]), ["Wall", "Encoder wall"]);
        assert_eq!(titles("enc", &[]), ["ENC-1 left", "Encoder wall"]);
        assert_eq!(titles("left enc", &[]), ["ENC-1 left"]);
        assert_eq!(titles("10.0.4.1", &[]).len(), 3);
        assert_eq!(titles("gtw", &[]), ["Gateway"]);
        assert_eq!(titles("nothing of the sort", &[]), [""; 0]);
    }

    #[test]
    fn a_number_dials_a_tile() {
        assert_eq!(titles("2", &[])[0], "Gateway");
        assert_eq!(titles("3", &[])[0], "Encoder wall");
    }

    #[test]
    fn what_was_taken_last_comes_first() {
        let recent = taken(&taken(&[], "/settings"), "/probe/2");
        assert_eq!(titles("", &recent)[..3], ["Gateway", "Settings", "Wall"]);
        assert_eq!(taken(&recent, "/settings"), ["/settings", "/probe/2"]);
    }
}
