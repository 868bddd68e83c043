#!/usr/bin/env bash
# Every check there is, as CI runs them. Some tests make network namespaces and file systems of their own: run as root.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
  printf '\n== %s\n' "$1"
  shift
  "$@"
}

step "What is needed" scripts/install.sh build test window lab package package-test
step "npm packages" npm ci --no-audit --no-fund --loglevel=error
step "Format" cargo fmt --all --check
# cargo finds no file that a macro names.
step "Format of the kinds" rustfmt --edition 2024 --check crates/probes/src/kinds/*.rs
step "Licences and sources" cargo deny --log-level error check bans licenses sources
step "UI" cargo xtask ui
step "Programs" cargo build --workspace
export FLYWATCH_BIN=$PWD/target/debug/flywatch FLYWATCH_WINDOW_BIN=$PWD/target/debug/flywatch-window
step "Lints" cargo clippy --workspace --all-targets -- -D warnings
step "Tests" cargo test --workspace
step "Fuzz targets" cargo check --manifest-path fuzz/Cargo.toml --target-dir target
step "Browser" node --test --test-concurrency=1 tests/browser/*.test.mjs
step "Package" tests/package/install.sh
step "Window" node --test tests/window/*.test.mjs
printf '\nEverything passed.\n'
