#!/usr/bin/env bash
# Builds Flywatch and starts it: in its window where there is a display, else as a service that prints its address.
# run.sh [--lab] [--window [--kiosk]] | run.sh [--lab] --service [words for `flywatch serve`]
# With --lab it watches the little flypack of scripts/lab.sh, which is there for as long as it runs.
# FLYWATCH_DATA says where its data lies; ~/.local/share/flywatch when it is not set. A lab has a place of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "run: $*" >&2
  exit 1
}

lab=
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  face=--window
else
  face=--service
fi
while :; do
  case ${1:-} in
    --lab) lab=yes ;;
    --window | --service) face=$1 ;;
    *) break ;;
  esac
  shift
done

if [ "$face" = --window ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  fail "there is no display for a window here; start it as a service with: scripts/run.sh --service"
fi
if [ "$face" = --window ]; then
  scripts/install.sh build window
  packages=(-p flywatch-window ${lab:+-p flywatch})
  program=(target/release/flywatch-window "$@")
else
  scripts/install.sh build
  packages=(-p flywatch)
  program=(target/release/flywatch serve "$@")
fi
cargo xtask ui --release
cargo build --release "${packages[@]}"
[ -n "$lab" ] || exec "${program[@]}"

export FLYWATCH_DATA=${XDG_DATA_HOME:-$HOME/.local/share}/flywatch-lab
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo env "LAB_NUMBER=${LAB_NUMBER:-1}")
"${as_root[@]}" scripts/lab.sh up
trap '"${as_root[@]}" scripts/lab.sh down' EXIT
scripts/lab.sh document | target/release/flywatch apply --yes -
"${program[@]}" &
station=$!
trap 'kill "$station" 2>/dev/null || true' INT TERM HUP
status=0
# A signal ends the waiting, not the station.
while kill -0 "$station" 2>/dev/null; do
  wait "$station" && status=0 || status=$?
done
exit "$status"
