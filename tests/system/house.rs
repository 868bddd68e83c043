//! The house rules of `memory-bank/architecture.md`, held against what cargo and the files say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Each crate of the program and which of the others it may import. Imports go down this table, never sideways or up.
const IMPORTS: &[(&str, &[&str])] = &[
    ("wire", &[]),
    ("mpegts", &[]),
    ("srt", &[]),
    ("probes", &["wire", "mpegts", "srt"]),
    ("alerts", &["wire"]),
    ("notify", &["wire"]),
    ("store", &["wire"]),
    ("reports", &["wire"]),
    ("ui", &["wire"]),
    (
        "station",
        &["wire", "probes", "alerts", "store", "notify", "reports"],
    ),
    ("document", &["wire", "probes", "station"]),
    ("server", &["wire", "store", "station", "document"]),
    (
        "flywatch",
        &[
            "wire", "probes", "alerts", "store", "station", "document", "server",
        ],
    ),
    (
        "flywatch-window",
        &["wire", "probes", "alerts", "store", "station", "server"],
    ),
];

/// Crates that build, test or measure the program. Nothing imports them.
const BESIDE: &[&str] = &["breaker", "figures", "xtask", "system-tests"];

/// Each foreign crate that one of ours alone may know, or those on as many lines. A name that ends in `-` means all that
/// begin so.
const ONLY: &[(&str, &str)] = &[
    ("sqlx", "store"),
    ("axum", "server"),
    ("aide", "server"),
    ("tauri", "flywatch-window"),
    ("tauri-", "flywatch-window"),
    ("leptos", "ui"),
    ("serde-saphyr", "document"),
    ("csv", "document"),
    ("promql-parser", "document"),
    ("async-snmp", "probes"),
    ("async-snmp", "notify"),
    ("lettre", "notify"),
    ("minijinja", "notify"),
    ("maud", "reports"),
    ("srt-tokio", "probes"),
    ("leptos_router", "ui"),
];

/// No file written by hand is longer, in lines.
const LONGEST_FILE: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn packages() -> Vec<Value> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        metadata.status.success(),
        "{}",
        String::from_utf8_lossy(&metadata.stderr)
    );
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo speaks JSON");
    metadata["packages"]
        .as_array()
        .expect("there are packages")
        .clone()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().expect("every package has a name")
}

/// The dependencies of a package, with those of its tests or without.
fn dependencies(package: &Value, with_tests: bool) -> Vec<&str> {
    let all = package["dependencies"].as_array().expect("there is a list");
    all.iter()
        .filter(|dependency| with_tests || dependency["kind"] != "dev")
        .map(name)
        .collect()
}

/// Every file below `dir` with this ending.
fn files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_crate_has_its_place_and_imports_only_go_down() {
    let packages = packages();
    let ours: Vec<_> = packages.iter().map(name).collect();
    for package in &packages {
        let importer = name(package);
        if BESIDE.contains(&importer) {
            continue;
        }
        let row = IMPORTS.iter().find(|(name, _)| *name == importer);
        let (_, allowed) = row.unwrap_or_else(|| panic!("{importer} has no place in the table of imports"));
        for imported in dependencies(package, false)
            .into_iter()
            .filter(|name| ours.contains(name))
        {
            assert!(
                allowed.contains(&imported),
                "{importer} may not import {imported}"
            );
        }
    }
    for (row, (importer, allowed)) in IMPORTS.iter().enumerate() {
        assert!(
            ours.contains(importer),
            "{importer} is in the table of imports and not in the workspace"
        );
        for name in *allowed {
            assert!(
                IMPORTS[..row].iter().any(|(above, _)| above == name),
                "{importer} stands above {name}"
            );
        }
    }
}

#[test]
fn what_one_crate_alone_may_know_no_other_knows() {
    for package in packages() {
        for dependency in dependencies(&package, true) {
            let meant = ONLY.iter().filter(|(foreign, _)| {
                dependency == *foreign || (foreign.ends_with('-') && dependency.starts_with(foreign))
            });
            let owners: Vec<_> = meant.map(|(_, owner)| *owner).collect();
            assert!(
                owners.is_empty() || owners.contains(&name(&package)),
                "{} knows {dependency}; only {} may",
                name(&package),
                owners.join(" and ")
            );
        }
    }
}

#[test]
fn every_crate_obeys_the_lints_of_the_workspace() {
    for package in packages() {
        let manifest = package["manifest_path"]
            .as_str()
            .expect("every package has a manifest");
        let text = fs::read_to_string(manifest).expect("the manifest can be read");
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{} has no `[lints] workspace = true`",
            name(&package)
        );
    }
}

#[test]
fn only_the_door_to_libsrt_is_unsafe() {
    let root = root();
    let allowed = root.join("crates/srt/src/sys.rs");
    for dir in ["crates", "ui/src", "src-tauri", "tests"] {
        for path in files(&root.join(dir), "rs") {
            let text = fs::read_to_string(&path).expect("it is text");
            // This very line names the lint, so it is put together.
            let eased = ["allow", "expect"].map(|word| format!("{word}(unsafe_code"));
            assert!(
                path == allowed || eased.iter().all(|eased| !text.contains(eased)),
                "{} may not use unsafe",
                path.display()
            );
        }
    }
}

#[test]
fn every_crate_is_in_the_description_of_the_architecture() {
    let text = fs::read_to_string(root().join("memory-bank/architecture.md")).expect("it is there");
    for package in packages() {
        let name = name(&package);
        assert!(
            text.contains(&format!("| `{name}` |")),
            "memory-bank/architecture.md does not describe {name}"
        );
    }
    assert!(
        text.lines().count() <= 300,
        "memory-bank/architecture.md is too long to be read"
    );
}

#[test]
fn no_file_is_too_long_to_be_read_in_one_go() {
    let root = root();
    let places = [
        ("crates", "rs"),
        ("ui/src", "rs"),
        ("tests", "rs"),
        ("src-tauri", "rs"),
        ("ui/style", "css"),
        ("tests", "mjs"),
    ];
    for (dir, ending) in places {
        let found = files(&root.join(dir), ending);
        assert!(!found.is_empty(), "{dir} holds no .{ending} file");
        for path in found {
            let lines = fs::read_to_string(&path).expect("it is text").lines().count();
            assert!(
                lines <= LONGEST_FILE,
                "{} has {lines} lines; split it",
                path.display()
            );
        }
    }
}
