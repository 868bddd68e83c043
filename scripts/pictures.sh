#!/usr/bin/env bash
# Takes the pictures of docs/pictures/ anew, from the real program in a real browser.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh build test
cargo xtask ui
cargo build -p flywatch
FLYWATCH_BIN=$PWD/target/debug/flywatch node tests/browser/pictures.mjs docs/pictures
