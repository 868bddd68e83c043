//! Every word on the screen that this program says, in each language it speaks.
//!
//! A word stands once, with its translations beside it, so that both change together. A third language is one more
//! column: the compiler then names every word that lacks it.

mod alerts;
mod channels;
mod devices;
mod events;
mod form;
mod frame;
mod gallery;
mod hands;
mod health;
mod import;
mod keys;
mod phases;
mod press;
mod probe;
mod reading;
mod reports;
mod rules;
mod settings;
mod state;
mod station;
mod stream;
mod telling;
mod wall;
mod welcome;

use std::sync::OnceLock;

pub(crate) use self::alerts::*;
pub(crate) use self::channels::*;
pub(crate) use self::devices::*;
pub(crate) use self::events::*;
pub(crate) use self::form::*;
pub(crate) use self::frame::*;
pub(crate) use self::gallery::*;
pub(crate) use self::hands::*;
pub(crate) use self::health::*;
pub(crate) use self::import::*;
pub(crate) use self::keys::*;
pub(crate) use self::phases::*;
pub(crate) use self::press::*;
pub(crate) use self::probe::*;
pub(crate) use self::reading::*;
pub(crate) use self::reports::*;
pub(crate) use self::rules::*;
pub(crate) use self::settings::*;
pub(crate) use self::state::*;
pub(crate) use self::station::{from_station, receiver_from_station};
pub(crate) use self::stream::*;
pub(crate) use self::telling::*;
pub(crate) use self::wall::*;
pub(crate) use self::welcome::*;

/// The languages of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// The first one, and the one that stands in for what the station says in no other.
    English,
    /// The second one.
    German,
}

impl Language {
    /// In the order in which the settings offer them.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its tag (BCP 47), as `<html lang>` has it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What its speakers call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }
}

static SPOKEN: OnceLock<Language> = OnceLock::new();

/// The language of this screen. It changes only by loading the page anew, so that no word has to be a signal.
pub(crate) fn language() -> Language {
    *SPOKEN.get().unwrap_or(&Language::English)
}

/// Speaks the language with this tag from now on, English when it is none of ours. Only the first call counts.
pub(crate) fn speak(tag: &str) {
    let known = Language::ALL.into_iter().find(|language| language.tag() == tag);
    SPOKEN.get_or_init(|| known.unwrap_or(Language::English));
}

/// Words by name: `name = "English" | "German";`, or `name(value: Type) = "… {value} …" | "… {value} …";`, or with a
/// block in the place of a text where the wording depends on the value.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident $(($($arg:ident: $ty:ty),*))? = $en:tt | $de:tt;)*) => {
        $($crate::text::word! { $(#[$doc])* $name $(($($arg: $ty),*))? = $en | $de })*
    };
}

macro_rules! word {
    ($(#[$doc:meta])* $name:ident = $en:literal | $de:literal) => {
        $(#[$doc])*
        pub(crate) fn $name() -> &'static str {
            match $crate::text::language() {
                $crate::text::Language::English => $en,
                $crate::text::Language::German => $de,
            }
        }
    };
    ($(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*) = $en:tt | $de:tt) => {
        $(#[$doc])*
        pub(crate) fn $name($($arg: $ty),*) -> String {
            match $crate::text::language() {
                $crate::text::Language::English => $crate::text::worded!($en),
                $crate::text::Language::German => $crate::text::worded!($de),
            }
        }
    };
}

macro_rules! worded {
    ($text:literal) => {
        format!($text)
    };
    ($wording:block) => {
        $wording.into()
    };
}

pub(crate) use {word, worded, words};
