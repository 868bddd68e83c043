#!/usr/bin/env bash
# Feeds the readers of transport streams and of SNMP with what no peer should send, until something breaks or the time is up.
# fuzz.sh [TARGET] [SECONDS]: one of fuzz/targets, or all in turn; 300 seconds for each unless told otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh build fuzz

if [ -n "${1:-}" ]; then
  targets=("$1")
else
  mapfile -t targets < <(cargo fuzz list)
fi
seconds=${2:-300}

# A stream as it should be, and one with each sort of damage.
streams=target/fuzz/seeds/transport_stream
if [ ! -d "$streams" ]; then
  made=$(mktemp -d)
  ffmpeg -v error -f lavfi -i testsrc2=size=64x64:rate=5 -f lavfi -i sine -t 2 -c:v mpeg2video -b:v 20k -c:a mp2 -b:a 32k \
    -f mpegts "$made/whole.ts"
  for fault in drop duplicate swap transport-error crc scramble counter sync-byte insert cut jump delete withhold \
    pcr-off no-pts ahead behind stray wrong-table; do
    cargo run --quiet -p breaker -- --fault "$fault=3" "$made/whole.ts" "$made/$fault.ts" >/dev/null
  done
  # Any bytes make an agent talk; these are enough for it to talk for long.
  answers=target/fuzz/seeds/snmp_answer
  mkdir -p "$answers"
  for stream in "$made"/*; do
    head -c 4096 "$stream" >"$answers/${stream##*/}"
  done
  mv "$made" "$streams"
fi

for target in "${targets[@]}"; do
  found=target/fuzz/found/$target
  mkdir -p "$found" "target/fuzz/seeds/$target"
  # No code of ours that is tried here is unsafe, so that a sanitizer of memory would have nothing to find; without one the usual Rust does.
  cargo fuzz run --sanitizer none --target-dir target/fuzz "$target" "$found" "target/fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -max_len=65536 -len_control=10 -print_final_stats=1
done
