#!/usr/bin/env bash
# Makes the Debian package of both programs, target/debian/flywatch_VERSION_ARCHITECTURE.deb, and prints where it is.
# package.sh [--built PROFILE]: --built packs what was built already, as tests do with the debug profile.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=release
speed=()
if [ "${1:-}" = --built ]; then
  profile=$2
  speed=(--fast)
  scripts/install.sh package
else
  scripts/install.sh build window package
  cargo xtask ui --release
  cargo build --release -p flywatch -p flywatch-window
fi
case $profile in
  dev) built=target/debug ;;
  *) built=target/$profile ;;
esac

made=target/package
rm -rf "$made"
mkdir -p "$made/man"
"$built/flywatch" man >"$made/man/flywatch.1"
for command in serve link probe kinds check export apply; do
  "$built/flywatch" man "$command" >"$made/man/flywatch-$command.1"
done
"$built/flywatch" completions bash >"$made/flywatch.bash"
"$built/flywatch" completions zsh >"$made/_flywatch"
"$built/flywatch" completions fish >"$made/flywatch.fish"
cargo deb --quiet --no-build "${speed[@]}" --profile "$profile" --package flywatch-window
