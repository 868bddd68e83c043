//! What a file is: text at all, and which sort of configuration.

use std::net::IpAddr;

use wire::configuration::{Format, Mistake};

use crate::mistake;
use crate::table::Dialect;
use crate::tree::Place;

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// How files begin that people choose by mistake, and what they are.
const STRANGERS: [(&[u8], &str); 9] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound"),
    (b"%PDF", "a PDF document"),
    (
        b"PK\x03\x04",
        "a workbook (such as .xlsx or .ods) or an archive; save the sheet as CSV in UTF-8 and choose that",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an old workbook (.xls); save the sheet as CSV in UTF-8 and choose that",
    ),
    (b"\xff\xfe", "text in UTF-16; save it as CSV in UTF-8"),
    (b"\xfe\xff", "text in UTF-16; save it as CSV in UTF-8"),
];

/// The text of a file, without the mark that spreadsheets put in front of it.
///
/// # Errors
/// What the file is instead, and what to do.
pub fn text(bytes: &[u8]) -> Result<&str, Mistake> {
    let begin = Place { line: 1, column: 1 };
    if bytes.len() > LARGEST {
        let message = format!(
            "the file is larger than a configuration can be, {} MiB",
            LARGEST / 1024 / 1024
        );
        return Err(mistake(begin, message));
    }
    if let Some((_, what)) = STRANGERS.iter().find(|(begins, _)| bytes.starts_with(begins)) {
        return Err(mistake(begin, format!("this file is {what}")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned();
        let message = "here stands a letter that is not in UTF-8; save the file again, as \"CSV UTF-8\" or with the \
            encoding UTF-8";
        mistake(end_of(&before), message)
    })?;
    if let Some((before, _)) = text.split_once('\0') {
        return Err(mistake(
            end_of(before),
            "this file is no text; choose a YAML or CSV file",
        ));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The place behind `text`.
fn end_of(text: &str) -> Place {
    let last = text.rsplit('\n').next().unwrap_or_default();
    Place {
        line: text.matches('\n').count() as u64 + 1,
        column: last.chars().count() as u64 + 1,
    }
}

/// Which sort of configuration a file holds: what its name says, or what it looks like.
#[must_use]
pub fn guess(name: &str, text: &str) -> Format {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    match ending.as_deref() {
        Some("yaml" | "yml" | "json") => return Format::Yaml,
        Some("csv" | "tsv") => return Format::Csv,
        _ => {}
    }
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else {
        return Format::Yaml;
    };
    if Dialect::of(text).has_names(first) {
        return Format::Csv;
    }
    let is_host = |line: &str| {
        let address = line.split([' ', '\t', ',', ';']).next().unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        // A word in front of others may be anything; one that stands alone, or has a dot, is a host.
        let is_name =
            address.starts_with(char::is_alphanumeric) && (address == line || address.contains('.'));
        address.parse::<IpAddr>().is_ok()
            || probes::guess(address).is_ok()
            || (is_name && address.chars().all(is_word))
    };
    if is_host(first) && lines.all(is_host) {
        return Format::Hosts;
    }
    let is_yaml = first.starts_with(['{', '-', '%', '[']) || first.contains(": ") || first.ends_with(':');
    if !is_yaml && first.contains([',', ';', '\t']) {
        return Format::Csv;
    }
    Format::Yaml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_called_by_its_name() {
        fn told(bytes: &[u8]) -> Result<&str, (u64, u64, String)> {
            text(bytes).map_err(|mistake| (mistake.line, mistake.column, mistake.message))
        }
        assert_eq!(told(b"name\n"), Ok("name\n"));
        assert_eq!(told("\u{feff}name;kind".as_bytes()), Ok("name;kind"));
        let (.., said) = told(b"\x89PNG\r\n\x1a\n").unwrap_err();
        assert_eq!(said, "this file is a picture (PNG)");
        // As German spreadsheets write it unless told otherwise.
        let (line, column, said) = told(b"name;group\nEnc;K\xfche\n").unwrap_err();
        assert_eq!((line, column), (2, 6));
        assert!(said.contains("UTF-8"), "{said}");
        assert!(told(b"a\0b").unwrap_err().2.contains("no text"));
        assert!(told(&vec![b' '; LARGEST + 1]).unwrap_err().2.contains("4 MiB"));
        assert!(told(b"PK\x03\x04...").unwrap_err().2.contains("save the sheet"));
    }

    #[test]
    fn a_file_is_what_it_is_called_or_looks_like() {
        for (name, text, format) in [
            ("rack.yaml", "name,kind", Format::Yaml),
            ("RACK.YML", "", Format::Yaml),
            ("rack.tsv", "probes:", Format::Csv),
            ("", "name,kind\n", Format::Csv),
            ("rack.txt", "\n\"Kind\";\"Name\"\r\n", Format::Csv),
            ("", "sep=;\nname;kind\n", Format::Csv),
            ("", "name\nGateway\n", Format::Csv),
            ("", "# Hosts\n10.0.0.1\n10.0.0.2 Encoder 2\n", Format::Hosts),
            ("", "enc-1.local\n::1\nhttps://origin.example/\n", Format::Hosts),
            ("", "10.0.0.1, Gateway\n", Format::Hosts),
            ("", "probes:\n  - name: A\n", Format::Yaml),
            ("", "{\"probes\": []}", Format::Yaml),
            ("", "- a, b\n", Format::Yaml),
            ("", "Title of it;10.0.0.1\n", Format::Csv),
            ("", "", Format::Yaml),
        ] {
            assert_eq!(guess(name, text), format, "{name} {text}");
        }
    }
}
