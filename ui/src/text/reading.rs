//! How times, rates and heat are read.

use super::words;
use crate::model::habits::{Heat, Rates, Zone};

words! {
    zone_heading = "Times" | "Zeiten";
    zone_help = "Every time on this screen is the station's, with its zone beside it. The files that you save carry it too."
        | "Jede Zeit auf diesem Bildschirm ist die der Station, mit ihrer Zone daneben. Auch gespeicherte Dateien tragen sie.";
    zone_local = "Local time" | "Ortszeit";
    zone_utc = "UTC" | "UTC";
    /// The clock of this screen is wrong, or that of the station.
    clock_off(by: &str, is_fast: bool) = {
        let side = if is_fast { "fast" } else { "slow" };
        format!("This screen's clock is {by} {side} of the station's. Times shown here are the station's; set the clock of one of them.")
    } | {
        let side = if is_fast { "vor" } else { "nach" };
        format!("Die Uhr dieses Bildschirms geht gegen die der Station {by} {side}. Hier stehen die Zeiten der Station; eine der beiden Uhren stellen.")
    };
    units_heading = "Units" | "Einheiten";
    rates_heading = "Rates of data" | "Datenraten";
    rates_help = "As usual shows networks in bits and disks in bytes a second." | "Wie üblich zeigt Netze in Bit und Platten in Byte je Sekunde.";
    rates_usual = "As usual" | "Wie üblich";
    rates_bits = "Mb/s" | "Mb/s";
    rates_bytes = "MB/s" | "MB/s";
    heat_heading = "Temperature" | "Temperatur";
    heat_celsius = "°C" | "°C";
    heat_fahrenheit = "°F" | "°F";
}

/// The name of a zone.
pub(crate) fn zone_word(zone: Zone) -> &'static str {
    match zone {
        Zone::Local => zone_local(),
        Zone::Utc => zone_utc(),
    }
}

/// The name of a way to read rates.
pub(crate) fn rates_word(rates: Rates) -> &'static str {
    match rates {
        Rates::Usual => rates_usual(),
        Rates::Bits => rates_bits(),
        Rates::Bytes => rates_bytes(),
    }
}

/// The name of a way to read heat.
pub(crate) fn heat_word(heat: Heat) -> &'static str {
    match heat {
        Heat::Celsius => heat_celsius(),
        Heat::Fahrenheit => heat_fahrenheit(),
    }
}
