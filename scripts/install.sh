#!/usr/bin/env bash
# Installs what the other scripts need and this machine lacks. Debian 12 or later, Ubuntu 24.04 or later.
# install.sh build|test|window|package|package-test|bench|lab|fuzz …
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

# Agents with recordings of real devices, for the tests: target/snmpsim. The versions are those that go together.
snmpsim() {
  local place=target/snmpsim devices=(network/switch/cisco-c3750 network/switch/cisco-n5000 network/wifi/aruba-7210) device
  [ -d "$place/recordings" ] && return
  echo "install: snmpsim"
  rm -rf "$place"
  /usr/bin/python3 -m venv "$place"
  "$place/bin/pip" install --quiet --disable-pip-version-check snmpsim==1.2.2 snmpsim-data==1.0.1 pysnmp==7.1.30 ||
    fail "pip could not install snmpsim"
  mkdir "$place/unpacked"
  for device in "${devices[@]}"; do
    bunzip2 --stdout "$place"/lib/python3*/site-packages/snmpsim_data/data/"$device.snmprec.bz2" \
      >"$place/unpacked/${device##*/}.snmprec"
  done
  mv "$place/unpacked" "$place/recordings"
}

wanted=()
for purpose in "$@"; do
  case $purpose in
    build) wanted+=(build-essential ca-certificates curl libsrt-gnutls-dev pkg-config) ;;
    test)
      wanted+=(bzip2 chromium dnsmasq-base ffmpeg fonts-dejavu-core fping imagemagick iproute2 libnginx-mod-rtmp mount nftables nginx)
      wanted+=(prometheus python3-venv snmp snmpd srt-tools tshark util-linux)
      wanted+=(openbox webkit2gtk-driver xdotool xvfb)
      wanted+=(dbus dunst libnotify-bin mosquitto mosquitto-clients prometheus-alertmanager python3-aiosmtpd rsyslog rsyslog-gnutls)
      wanted+=(poppler-utils smitools snmptrapd weasyprint)
      ;;
    window) wanted+=(libwebkit2gtk-4.1-dev) ;;
    lab) wanted+=(ffmpeg iproute2 nftables python3 snmp snmpd util-linux) ;;
    package) wanted+=(dpkg-dev) ;;
    package-test) wanted+=(lintian mmdebstrap systemd) ;;
    bench)
      wanted+=(ffmpeg fping netdata-core netdata-web prometheus prometheus-alertmanager prometheus-blackbox-exporter)
      wanted+=(prometheus-snmp-exporter snmpd srt-tools victoria-metrics)
      ;;
    fuzz) wanted+=(ffmpeg) ;;
    *) fail "there is nothing to install for '$purpose'; say build, test, window, package, package-test, bench, lab or fuzz" ;;
  esac
done
if [ "$*" != lab ] && ! command -v npm >/dev/null; then
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
    mosquitto | netdata-core | prometheus* | snmpd | snmptrapd | victoria-metrics)
      as_root systemctl disable --quiet --now "${package%-core}" 2>/dev/null || true
      ;;
  esac
done

# A lab builds nothing.
[ "$*" != lab ] || exit 0
command -v rustup >/dev/null || fail "Rust is not here: install rustup from https://rustup.rs, open a new shell, try again"
cd "$(dirname "$0")/.."
# Most versions of rustup fetch what rust-toolchain.toml names when cargo is first called; the others have to be told.
cargo --version >/dev/null 2>&1 || rustup toolchain install >/dev/null || fail "rustup could not fetch the Rust of rust-toolchain.toml"
if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
  rustup target add wasm32-unknown-unknown 2>/dev/null || fail "rustup could not fetch the wasm32-unknown-unknown target"
fi
for purpose in "$@"; do
  case $purpose in
    test)
      cargo deny --version >/dev/null 2>&1 || cargo install --quiet --locked --debug --no-default-features cargo-deny@0.20.2
      snmpsim
      ;;
    fuzz) cargo fuzz --version >/dev/null 2>&1 || cargo install --quiet --locked --debug cargo-fuzz@0.13.2 ;;
    package) cargo deb --version >/dev/null 2>&1 || cargo install --quiet --locked --debug cargo-deb@3.8.0 ;;
  esac
done
