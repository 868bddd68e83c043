#!/usr/bin/env bash
# Installs what the other scripts need and this machine lacks. Debian 12 or later, Ubuntu 24.04 or later.
# install.sh build|test|window|package|package-test|bench …
set -euo pipefail

fail() {
  echo "install: $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "root is needed to install packages: run this as root, or install sudo"
  fi
}

wanted=()
for purpose in "$@"; do
  case $purpose in
    build) wanted+=(build-essential ca-certificates curl pkg-config) ;;
    test)
      wanted+=(chromium dnsmasq-base fonts-dejavu-core fping imagemagick iproute2 mount nftables prometheus util-linux)
      wanted+=(webkit2gtk-driver xvfb)
      ;;
    window) wanted+=(libwebkit2gtk-4.1-dev) ;;
    package) wanted+=(dpkg-dev) ;;
    package-test) wanted+=(lintian mmdebstrap systemd) ;;
    bench) wanted+=(fping prometheus-blackbox-exporter victoria-metrics) ;;
    *) fail "there is nothing to install for '$purpose'; say build, test, window, package, package-test or bench" ;;
  esac
done
if ! command -v npm >/dev/null; then
  wanted+=(nodejs npm)
fi

missing=()
for package in "${wanted[@]}"; do
  dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || fail "apt-get is not here; install these by hand: ${missing[*]}"
  echo "install: ${missing[*]}"
  log=$(mktemp)
  {
    as_root apt-get update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  } >"$log" 2>&1 || {
    cat "$log" >&2
    fail "apt-get could not install: ${missing[*]}"
  }
  rm "$log"
fi
for package in "${missing[@]}"; do
  case $package in
    # Debian makes services of them that answer the whole network; whoever needs one starts it by hand.
    prometheus | prometheus-blackbox-exporter | victoria-metrics)
      as_root systemctl disable --quiet --now "$package" 2>/dev/null || true
      ;;
  esac
done

command -v rustup >/dev/null || fail "Rust is not here: install rustup from https://rustup.rs, open a new shell, try again"
cd "$(dirname "$0")/.."
# Most versions of rustup fetch what rust-toolchain.toml names when cargo is first called; the others have to be told.
cargo --version >/dev/null 2>&1 || rustup toolchain install >/dev/null || fail "rustup could not fetch the Rust of rust-toolchain.toml"
if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
  rustup target add wasm32-unknown-unknown 2>/dev/null || fail "rustup could not fetch the wasm32-unknown-unknown target"
fi
for purpose in "$@"; do
  case $purpose in
    test) cargo deny --version >/dev/null 2>&1 || cargo install --quiet --locked --debug --no-default-features cargo-deny@0.20.2 ;;
    package) cargo deb --version >/dev/null 2>&1 || cargo install --quiet --locked --debug cargo-deb@3.8.0 ;;
  esac
done
