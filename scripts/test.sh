#!/usr/bin/env bash
# Every check there is, as CI runs them. Some tests make network namespaces and file systems of their own: run as root.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
  printf '\n== %s\n' "$1"
  shift
  "$@"
}

step "What is needed" scripts/install.sh build test
step "npm packages" npm ci --no-audit --no-fund --loglevel=error
step "Format" cargo fmt --all --check
step "UI" cargo xtask ui
step "Lints" cargo clippy --all-targets -- -D warnings
step "Tests" cargo test
step "Program" cargo build -p flywatch
export FLYWATCH_BIN=$PWD/target/debug/flywatch
step "Browser" node --test --test-concurrency=1 tests/browser/*.test.mjs
printf '\nEverything passed.\n'
