//! Writes a configuration for people: always the same bytes for the same configuration.

use serde::Serialize;
use serde_saphyr::{SerializeError, ser_options, to_string_with_options};
use wire::configuration::Configuration;
use wire::station::StationPart;

use crate::Unwritten;

const HEADING: &str = "\
# What a Flywatch station is set up to watch. Written by `flywatch export`, applied with `flywatch apply FILE`.
# A section that is left out leaves its things alone; one that is here is complete: what it does not name is deleted,
# unless \"keep_others: true\" stands in it: then it only adds and changes.
# `flywatch kinds KIND` lists what can be set on a kind of probe; what is not set is as the kind has it.
# ${NAME} is filled in from the environment of the command. In the place of a secret, with NAME not set, it keeps the
# secret that the station has. Write $$ for a dollar sign.
";

/// A configuration for people: always the same bytes for the same one.
///
/// # Errors
/// It holds what YAML cannot.
pub fn write(configuration: &Configuration) -> Result<String, Unwritten> {
    let Configuration {
        station,
        devices,
        templates,
        probes,
        channels,
        keep_others,
    } = configuration;
    let sections = [
        one(station)?,
        section("devices", devices)?,
        section("templates", templates)?,
        section("probes", probes)?,
        section("channels", channels)?,
    ];
    let only_adds = if *keep_others { "\nkeep_others: true\n" } else { "" };
    Ok(format!("{HEADING}{only_adds}{}", sections.concat()))
}

fn one(station: &StationPart) -> Result<String, SerializeError> {
    if station.is_empty() {
        return Ok(String::new());
    }
    let mut text = "\nstation:\n".to_owned();
    for line in to_string_with_options(station, ser_options! { prefer_block_scalars: false })?.lines() {
        text.push_str("  ");
        text.push_str(line);
        text.push('\n');
    }
    Ok(text)
}

fn section<T: Serialize>(name: &str, things: &Option<Vec<T>>) -> Result<String, SerializeError> {
    let Some(things) = things else {
        return Ok(String::new());
    };
    if things.is_empty() {
        return Ok(format!("\n{name}: []\n"));
    }
    let options = ser_options! { compact_list_indent: false, prefer_block_scalars: false };
    let mut text = format!("\n{name}:\n");
    // An item at a time, with a line between them: easier to find, to copy and to compare.
    for (at, thing) in things.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for line in to_string_with_options(&[thing], options.clone())?.lines() {
            text.push_str("  ");
            text.push_str(line);
            text.push('\n');
        }
    }
    Ok(text)
}
