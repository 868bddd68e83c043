use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::Look;

pub(super) const TEMPERATURE: &str = "host_temperature_celsius";
pub(super) const FAN: &str = "host_fan_revolutions_per_minute";
pub(super) const TOO_HOT: &str = "host.too_hot";
pub(super) const FAN_STOPPED: &str = "host.fan_stopped";

/// What a thermometer in a running computer can show, in degrees Celsius; sensors without a wire show other numbers.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = -40.0..=150.0;

/// What the sensors of the machine show, by name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sensors {
    temperatures: BTreeMap<String, Temperature>,
    /// Revolutions per minute.
    fans: BTreeMap<String, f64>,
}

/// In degrees Celsius.
#[derive(Debug, PartialEq)]
struct Temperature {
    now: f64,
    /// Where the maker of the chip draws the line.
    critical: Option<f64>,
}

impl Sensors {
    /// Reads the hardware monitors, or the thermal zones where there are none.
    pub(super) fn read(root: &Path) -> Self {
        let mut sensors = Self::default();
        for chip in numbered(&root.join("sys/class/hwmon"), "hwmon") {
            sensors.read_chip(&chip);
        }
        if sensors.temperatures.is_empty() {
            for zone in numbered(&root.join("sys/class/thermal"), "thermal_zone") {
                let name = word(&zone.join("type")).unwrap_or_default();
                sensors.add_temperature(name, thousandths(&zone.join("temp")), None);
            }
        }
        sensors
    }

    fn read_chip(&mut self, chip: &Path) {
        let chip_name = word(&chip.join("name")).unwrap_or_default();
        let name = |input: &str| {
            let label = word(&chip.join(format!("{input}_label"))).unwrap_or_else(|| input.to_owned());
            format!("{chip_name} {label}")
        };
        for input in inputs(chip, "temp") {
            let now = thousandths(&chip.join(format!("{input}_input")));
            let critical = thousandths(&chip.join(format!("{input}_crit")));
            self.add_temperature(name(&input), now, critical);
        }
        for input in inputs(chip, "fan") {
            let turns = word(&chip.join(format!("{input}_input"))).and_then(|turns| turns.parse().ok());
            if let Some(turns) = turns {
                let name = free_name(&self.fans, name(&input));
                self.fans.insert(name, turns);
            }
        }
    }

    fn add_temperature(&mut self, name: String, now: Option<f64>, critical: Option<f64>) {
        if let Some(now) = now.filter(|now| PLAUSIBLE.contains(now)) {
            let name = free_name(&self.temperatures, name);
            // Some chips give 0 for a line that nobody drew.
            let critical = critical.filter(|line| PLAUSIBLE.contains(line) && *line > 0.0);
            self.temperatures.insert(name, Temperature { now, critical });
        }
    }

    /// `turned` remembers the fans that ran, so that a fan which stops is news and an empty socket is not.
    pub(super) fn tell(&self, turned: &mut BTreeSet<String>, seen: &mut Look) {
        for (name, temperature) in &self.temperatures {
            let of = [("sensor", name.as_str())];
            seen.sample_of(TEMPERATURE, of, temperature.now);
            if let Some(line) = temperature.critical.filter(|line| temperature.now >= *line) {
                let detail = format!(
                    "{name} is at {:.0} °C; its maker allows {line:.0} °C",
                    temperature.now
                );
                seen.finding_at(TOO_HOT, of, detail);
            }
        }
        for (name, turns) in &self.fans {
            let of = [("sensor", name.as_str())];
            seen.sample_of(FAN, of, *turns);
            if *turns > 0.0 {
                turned.insert(name.clone());
            } else if turned.contains(name) {
                seen.finding_at(
                    FAN_STOPPED,
                    of,
                    format!("the fan {name} has stopped; check it before the machine heats up"),
                );
            }
        }
    }
}

/// Two disks of one sort have chips of one name.
fn free_name<T>(taken: &BTreeMap<String, T>, name: String) -> String {
    let numbers = (2_u32..).map(|number| format!("{name} {number}"));
    let free = std::iter::once(name.clone())
        .chain(numbers)
        .find(|name| !taken.contains_key(name));
    free.unwrap_or(name)
}

/// The entries of a directory that are `prefix` and a number, by number.
fn numbered(directory: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| {
        entry
            .file_name()
            .to_str()?
            .strip_prefix(prefix)?
            .parse::<u32>()
            .ok()
            .map(|number| (number, entry.path()))
    });
    let numbers: BTreeMap<_, _> = numbers.collect();
    numbers.into_values().collect()
}

/// `temp1`, `temp2`, … of a chip.
fn inputs(chip: &Path, sort: &str) -> Vec<String> {
    let entries = fs::read_dir(chip).into_iter().flatten().flatten();
    let numbers: BTreeSet<u32> = entries
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix(sort)?
                .strip_suffix("_input")?
                .parse()
                .ok()
        })
        .collect();
    numbers
        .into_iter()
        .map(|number| format!("{sort}{number}"))
        .collect()
}

fn word(path: &Path) -> Option<String> {
    fs::read_to_string(path)
        .ok()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

fn thousandths(path: &Path) -> Option<f64> {
    word(path)?.parse::<f64>().ok().map(|number| number / 1_000.0)
}
