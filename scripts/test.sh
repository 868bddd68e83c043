#!/usr/bin/env bash
# Every check there is, as CI runs them. Some tests make network namespaces and file systems of their own: run as root.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
  printf '\n== %s, %d min after the start\n' "$1" $((SECONDS / 60))
  shift
  "$@"
}

second=()
# Peers, browsers and probes share few cores here. What failed is run again, alone, and named at the end: it has a weakness
# that is worth looking for. What fails twice has failed.
again() {
  printf '\n== %s failed; once more, alone\n' "$1"
  second+=("$1")
  shift
  "$@"
}

rust_tests() {
  local log targets target
  log=$(mktemp)
  cargo test --workspace --no-fail-fast 2>&1 | tee "$log" && return
  mapfile -t targets < <(sed -n 's/^    `\(-p .*\)`$/\1/p' "$log")
  [ ${#targets[@]} -gt 0 ] || return 1
  for target in "${targets[@]}"; do
    # Words of a command line.
    # shellcheck disable=SC2086
    again "cargo test $target" cargo test $target
  done
}

node_tests() {
  local file failed=()
  for file in "$@"; do
    node --test "$file" || failed+=("$file")
  done
  for file in "${failed[@]}"; do
    again "$file" node --test "$file"
  done
}

step "What is needed" scripts/install.sh build test window lab package package-test
step "npm packages" npm ci --no-audit --no-fund --loglevel=error
step "Format" cargo fmt --all --check
# cargo finds no file that a macro names.
step "Format of kinds and receivers" rustfmt --edition 2024 --check crates/{probes/src/kinds,notify/src/receivers}/*.rs
step "Licences and sources" cargo deny --log-level error check bans licenses sources
step "UI" cargo xtask ui
step "Programs" cargo build --workspace
export FLYWATCH_BIN=$PWD/target/debug/flywatch FLYWATCH_WINDOW_BIN=$PWD/target/debug/flywatch-window
step "Lints" cargo clippy --workspace --all-targets -- -D warnings
step "Tests" rust_tests
step "Fuzz targets" cargo check --manifest-path fuzz/Cargo.toml --target-dir target
step "Browser" node_tests tests/browser/*.test.mjs
step "Package" tests/package/install.sh
step "Window" node_tests tests/window/*.test.mjs
printf '\nEverything passed, %d min after the start.\n' $((SECONDS / 60))
[ ${#second[@]} -eq 0 ] || printf 'Only at the second try: %s\n' "${second[@]}"
