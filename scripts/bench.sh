#!/usr/bin/env bash
# Measures Flywatch beside its peers in one run, and prints what goals it reached. Needs root, to send pings, and a quiet
# machine. bench.sh [--strict] [--window SECONDS] [alone] [pings] [history]
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh build bench
cargo build --release -p flywatch -p figures
exec target/release/figures "$@"
