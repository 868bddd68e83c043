//! Chores of this repository that need more than cargo. `cargo xtask ui [--release]` builds what a browser loads.

mod ui;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["ui"] => ui::build(ui::Profile::Dev),
        ["ui", "--release"] => ui::build(ui::Profile::Release),
        _ => bail!(
            "say `cargo xtask ui` while working on the UI, or `cargo xtask ui --release` before shipping it"
        ),
    }
}
