//! How the people at this screen read times, rates and heat, and how they use it.

/// One of a few ways, remembered by this screen.
pub(crate) trait Habit: Copy + PartialEq + Default + 'static {
    /// Under which name this screen remembers it.
    const KEY: &'static str;
    /// The ways, the usual one first, each with the word it is remembered as.
    const ALL: &'static [(Self, &'static str)];

    /// The way with this word; the usual one when there is none.
    fn from_word(word: Option<&str>) -> Self {
        let found = Self::ALL.iter().find(|(_, known)| Some(*known) == word);
        found.map_or_else(Self::default, |(way, _)| *way)
    }

    /// The word it is remembered as.
    fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(way, _)| *way == self);
        found.map_or("", |(_, word)| *word)
    }
}

/// By which clock times are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Zone {
    /// That of this screen.
    #[default]
    Local,
    /// That of the world.
    Utc,
}

impl Habit for Zone {
    const KEY: &'static str = "flywatch.zone";
    const ALL: &'static [(Self, &'static str)] = &[(Self::Local, "local"), (Self::Utc, "utc")];
}

/// In what rates of data are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rates {
    /// Networks in bits, disks in bytes.
    #[default]
    Usual,
    /// All in bits.
    Bits,
    /// All in bytes.
    Bytes,
}

impl Habit for Rates {
    const KEY: &'static str = "flywatch.rates";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Usual, "usual"),
        (Self::Bits, "bits"),
        (Self::Bytes, "bytes"),
    ];
}

/// In what heat is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Heat {
    /// Degrees Celsius.
    #[default]
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
}

impl Habit for Heat {
    const KEY: &'static str = "flywatch.heat";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Celsius, "celsius"), (Self::Fahrenheit, "fahrenheit")];
}

/// Whether single keys act (WCAG 2.2, 2.1.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shortcuts {
    /// They do.
    #[default]
    On,
    /// Only keys with Ctrl do.
    Off,
}

impl Habit for Shortcuts {
    const KEY: &'static str = "flywatch.shortcuts";
    const ALL: &'static [(Self, &'static str)] = &[(Self::On, "on"), (Self::Off, "off")];
}

/// Whether a rack screen that nobody touches shows the worst state at large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Glance {
    /// After a minute.
    #[default]
    On,
    /// Only when it is asked to.
    Off,
}

impl Habit for Glance {
    const KEY: &'static str = "flywatch.glance";
    const ALL: &'static [(Self, &'static str)] = &[(Self::On, "on"), (Self::Off, "off")];
}

/// How much moves on this screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Motion {
    /// As the system of this screen wants it.
    #[default]
    System,
    /// Nothing blinks or slides.
    Less,
}

impl Habit for Motion {
    const KEY: &'static str = "flywatch.motion";
    const ALL: &'static [(Self, &'static str)] = &[(Self::System, "system"), (Self::Less, "less")];
}

/// At which side the main buttons stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hand {
    /// For a right hand that points: at the left, out of the way.
    #[default]
    Left,
    /// At the right.
    Right,
}

impl Habit for Hand {
    const KEY: &'static str = "flywatch.hand";
    const ALL: &'static [(Self, &'static str)] = &[(Self::Left, "left"), (Self::Right, "right")];
}

/// Those that numbers and times are read by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    pub(crate) zone: Zone,
    pub(crate) rates: Rates,
    pub(crate) heat: Heat,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_as_usual() {
        assert_eq!(Zone::from_word(Some("utc")), Zone::Utc);
        assert_eq!(Zone::from_word(Some("mars")), Zone::Local);
        assert_eq!(Rates::from_word(None), Rates::Usual);
        assert_eq!(Heat::Fahrenheit.word(), "fahrenheit");
    }
}
