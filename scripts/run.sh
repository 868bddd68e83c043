#!/usr/bin/env bash
# Builds Flywatch and starts it. run.sh [--window] [words for `flywatch serve`]
# FLYWATCH_DATA says where its data lies; ~/.local/share/flywatch when it is not set.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${FLYWATCH_DATA:-$HOME/.local/share/flywatch}

if [ "${1:-}" = --window ]; then
  if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "run: there is no display for a window here; leave --window out and open the address that is printed" >&2
    exit 1
  fi
  scripts/install.sh build window
  cargo xtask ui --release
  cargo build --release -p flywatch-window
  FLYWATCH_DATA=$data exec target/release/flywatch-window
fi

scripts/install.sh build
cargo xtask ui --release
cargo build --release -p flywatch
flywatch=target/release/flywatch
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || ! command -v xdg-open >/dev/null; then
  exec "$flywatch" serve --data "$data" "$@"
fi

"$flywatch" serve --data "$data" "$@" &
station=$!
trap 'kill "$station" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  kill -0 "$station" 2>/dev/null || break
  if link=$("$flywatch" link --data "$data" 2>/dev/null); then
    xdg-open "${link##*[[:space:]]}" >/dev/null 2>&1 || true
    break
  fi
  sleep 0.2
done
wait "$station"
