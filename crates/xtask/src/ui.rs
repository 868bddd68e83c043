//! Rust to wasm, wasm to `ui/dist`: the bindings, the page, its styles, fonts and scripts.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

/// What is taken from npm, and where it lies in `ui/dist`.
const FROM_NPM: &[(&str, &str)] = &[
    // Lines on axes, and nothing that Flywatch does not draw.
    ("echarts/dist/echarts.simple.min.js", "echarts.min.js"),
    (
        "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
        "fonts/inter-latin.woff2",
    ),
    (
        "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
        "fonts/inter-latin-ext.woff2",
    ),
    ("@fontsource-variable/inter/LICENSE", "fonts/LICENSE"),
];

/// How the wasm is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build, large, with names in its stack traces.
    Dev,
    /// Small.
    Release,
}

impl Profile {
    fn cargo_name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm-release",
        }
    }

    /// Cargo calls the folder of its `dev` profile otherwise than the profile.
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "wasm-release",
        }
    }

    fn packing(self) -> Compression {
        match self {
            Self::Dev => Compression::fast(),
            Self::Release => Compression::best(),
        }
    }
}

/// Builds `ui/dist`.
pub(crate) fn build(profile: Profile) -> Result<()> {
    let started = Instant::now();
    let root = root()?;
    packages(&root)?;
    let wasm = compile(&root, profile)?;
    let dist = root.join("ui/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("clear {}", dist.display()))?;
    }
    bind(&wasm, &dist, profile)?;
    if profile == Profile::Release {
        shrink(&root, &dist.join("ui_bg.wasm"))?;
    }
    copy(&root.join("ui/index.html"), &dist.join("index.html"))?;
    copy_folder(&root.join("ui/static"), &dist)?;
    join_styles(&root.join("ui/style.css"), &dist.join("style.css"))?;
    for (from, to) in FROM_NPM {
        copy(&root.join("node_modules").join(from), &dist.join(to))?;
    }
    let size = fs::metadata(dist.join("ui_bg.wasm"))?.len() / 1000;
    let packed = pack(&dist, profile.packing())? / 1000;
    say(&format!(
        "ui/dist is ready: {size} kB of wasm, {packed} kB in all once packed, {:.1} s",
        started.elapsed().as_secs_f32()
    ));
    Ok(())
}

fn root() -> Result<PathBuf> {
    // Asked of cargo now, not when this was compiled: the checkout may have moved since.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
    let root = Path::new(&here)
        .ancestors()
        .nth(2)
        .context("find the root of the repository")?;
    Ok(root.to_path_buf())
}

/// npm writes its own copy of the lock into `node_modules` last of all, so its age tells whether that is up to date.
fn packages(root: &Path) -> Result<()> {
    let changed = |path: &str| -> Option<SystemTime> { fs::metadata(root.join(path)).ok()?.modified().ok() };
    let wanted = changed("package-lock.json").context("find package-lock.json")?;
    if changed("node_modules/.package-lock.json").is_some_and(|installed| installed >= wanted) {
        return Ok(());
    }
    run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(root),
        "install Node.js with npm (Debian: apt-get install nodejs npm), then try again",
    )
}

fn compile(root: &Path, profile: Profile) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    run(
        Command::new(cargo)
            .args([
                "build",
                "--locked",
                "--package",
                "ui",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .args(["--profile", profile.cargo_name()])
            // Leptos then forgets the types of components: half the wasm and half the wait while working on the UI.
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                "--cfg=erase_components",
            )
            .current_dir(root),
        "when the target is missing: rustup target add wasm32-unknown-unknown",
    )?;
    Ok(target
        .join("wasm32-unknown-unknown")
        .join(profile.folder())
        .join("ui.wasm"))
}

fn bind(wasm: &Path, dist: &Path, profile: Profile) -> Result<()> {
    let release = profile == Profile::Release;
    Bindgen::new()
        .input_path(wasm)
        .out_name("ui")
        .web(true)?
        .typescript(false)
        .debug(!release)
        .keep_debug(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(dist)
        .with_context(|| format!("make bindings for {}", wasm.display()))
}

fn shrink(root: &Path, wasm: &Path) -> Result<()> {
    let tool = root.join("node_modules/.bin/wasm-opt");
    run(
        Command::new(tool).arg("-Oz").arg(wasm).arg("-o").arg(wasm),
        "delete node_modules, then try again",
    )
}

/// Packs every file below `folder` whose sort is not packed in itself, so that nobody has to while the screen waits, and
/// the program is small. Gives the bytes that are left.
fn pack(folder: &Path, packing: Compression) -> Result<u64> {
    let mut left = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let path = entry?.path();
        let sort = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        if path.is_dir() {
            left += pack(&path, packing)?;
        } else if ["html", "js", "css", "wasm", "svg"].contains(&sort) {
            let packed = path.with_extension(format!("{sort}.gz"));
            let mut encoder = GzEncoder::new(Vec::new(), packing);
            encoder.write_all(&fs::read(&path)?)?;
            let bytes = encoder.finish()?;
            left += bytes.len() as u64;
            fs::write(&packed, bytes).with_context(|| format!("write {}", packed.display()))?;
            fs::remove_file(&path).with_context(|| format!("remove {}", path.display()))?;
        } else {
            left += fs::metadata(&path)?.len();
        }
    }
    Ok(left)
}

/// Puts every file in the place of its `@import`: a browser that has to ask for each of them waits longer.
fn join_styles(from: &Path, to: &Path) -> Result<()> {
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("read {}", path.display()));
    let list = read(from)?;
    let imported = list
        .lines()
        .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"));
    let styles = imported.map(|name| read(&from.with_file_name(name)));
    let styles: Vec<_> = styles.collect::<Result<_>>()?;
    fs::write(to, styles.concat()).with_context(|| format!("write {}", to.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            copy(&entry.path(), &to)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn run(command: &mut Command, advice: &str) -> Result<()> {
    let shown = format!("{command:?}");
    let status = command
        .status()
        .with_context(|| format!("start {shown}; {advice}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}; {advice}");
    }
    Ok(())
}

#[allow(
    clippy::print_stderr,
    reason = "a tool for the command line tells its user how it went"
)]
fn say(text: &str) {
    eprintln!("{text}");
}
