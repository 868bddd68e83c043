#!/usr/bin/env bash
# Measures Flywatch beside its peers in one run, and prints what goals it reached. Needs root, to send pings, and a quiet
# machine. bench.sh [--strict] [--window SECONDS] [alone] [pings] [history] [face] [ears] [alarm]
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh build bench test window
npm ci --no-audit --no-fund --loglevel=error
cargo xtask ui --release
cargo build --release -p flywatch -p flywatch-window -p figures
case " $* " in
  *" alone "* | *" pings "* | *" history "* | *" face "* | *" alarm "*) ears=no ;;
  *) ears=yes ;;
esac
case " $* " in *" ears "*) ears=yes ;; esac
if [ "$ears" = yes ]; then
  cargo bench -p mpegts --bench analyse
  cargo bench -p probes --bench snmp
fi
exec target/release/figures "$@"
