#!/usr/bin/env bash
# Builds Flywatch and starts it: in its window where there is a display, else as a service that prints its address.
# run.sh [--window [--kiosk]] | run.sh --service [words for `flywatch serve`]
# FLYWATCH_DATA says where its data lies; ~/.local/share/flywatch when it is not set.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  face=--window
else
  face=--service
fi
case ${1:-} in
  --window | --service)
    face=$1
    shift
    ;;
esac

if [ "$face" = --service ]; then
  scripts/install.sh build
  cargo xtask ui --release
  cargo build --release -p flywatch
  exec target/release/flywatch serve "$@"
fi

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "run: there is no display for a window here; start it as a service with: scripts/run.sh --service" >&2
  exit 1
fi
scripts/install.sh build window
cargo xtask ui --release
cargo build --release -p flywatch-window
exec target/release/flywatch-window "$@"
