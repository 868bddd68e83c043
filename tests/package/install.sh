#!/usr/bin/env bash
# The package in a Debian of its own: it installs, serves, is upgraded, removed and purged, and leaves nothing behind.
# install.sh [PACKAGE]: without a package, one of the programs that were built in the debug profile. Needs root.
set -euo pipefail
given=${1:+$(realpath "$1")}
cd "$(dirname "$0")/../.."

fail() {
  echo "package: $*" >&2
  exit 1
}

package=${given:-$(scripts/package.sh --built dev)}
lintian --allow-root --fail-on error "$package"

work=$(mktemp -d)
station=
end() {
  [ -z "$station" ] || kill "$station" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
debian=$work/debian
mmdebstrap --quiet --variant=apt --include=adduser "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$debian"
mkdir "$work/newer"
dpkg-deb -R "$package" "$work/unpacked"
sed -i 's/^Version: .*/Version: 999.0/' "$work/unpacked/DEBIAN/control"
dpkg-deb --root-owner-group -Znone -b "$work/unpacked" "$debian/newer.deb" >/dev/null
cp "$package" "$debian/flywatch.deb"

inside() { chroot "$debian" env DEBIAN_FRONTEND=noninteractive "$@"; }
apt() { inside apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$work/apt.log" 2>&1 || { cat "$work/apt.log" >&2; fail "apt-get $*"; }; }

apt update
apt install --no-install-recommends -y /flywatch.deb
inside getent passwd flywatch | grep -q ':/var/lib/flywatch:' || fail "there is no user for the service"
[ -L "$debian/etc/systemd/system/multi-user.target.wants/flywatch.service" ] || fail "the service does not start with the machine"
systemd-analyze verify --man=no --root "$debian" flywatch.service 2>"$work/verify.log" || { cat "$work/verify.log" >&2; fail "the unit is wrong"; }

grep -q '^Exec=flywatch-window %u$' "$debian/usr/share/applications/flywatch.desktop" || fail "links do not reach the window"

# The unit's own command as the unit's own user, on a network of its own.
start() {
  inside install -d -o flywatch -g flywatch -m 750 /var/lib/flywatch
  command=$(sed -n 's/^ExecStart=//p' "$debian/usr/lib/systemd/system/flywatch.service")
  unshare --net sh -c 'ip link set lo up && exec chroot "$0" setpriv --reuid flywatch --regid flywatch --init-groups \
    --inh-caps +net_raw --ambient-caps +net_raw '"$command" "$debian" >"$work/said" 2>&1 &
  station=$!
  for _ in $(seq 300); do
    [ -e "$debian/var/lib/flywatch/address" ] && return
    kill -0 "$station" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/said" >&2
  fail "the service does not start"
}
stop() {
  kill "$station"
  wait "$station" || fail "the service ended with status $?"
  station=
}
beside() { nsenter --net --target "$station" chroot "$debian" "$@"; }

start
beside flywatch link | grep -q '^http://127.0.0.1:8480/?token=' || fail "root is not let in"
inside adduser --quiet --disabled-password --gecos '' engineer
if beside setpriv --reuid engineer --regid engineer --init-groups flywatch link >"$work/said" 2>&1; then
  fail "anybody is let in"
fi
grep -q 'is closed to this user' "$work/said" || fail "who is not let in is not told why: $(cat "$work/said")"
inside adduser --quiet engineer flywatch
beside setpriv --reuid engineer --regid engineer --init-groups flywatch link >/dev/null || fail "the group is not let in"
printf 'probes:\n- name: Gateway\n  kind: icmp\n  target: icmp:127.0.0.1\n' >"$debian/tmp/probes.yaml"
beside flywatch apply --yes /tmp/probes.yaml >/dev/null || fail "nothing can be set up"
stop

apt install --no-install-recommends -y /newer.deb
start
beside flywatch export | grep -q 'name: Gateway' || fail "an upgrade loses what is watched"
stop

apt remove -y flywatch
[ -e "$debian/var/lib/flywatch/state.db" ] || fail "removing the package removes the data"
apt purge -y flywatch
[ ! -e "$debian/var/lib/flywatch" ] || fail "purging the package leaves its data"
left=$(find "$debian/etc" "$debian/usr" "$debian/var" -iname '*flywatch*' -not -path '*/var/lib/dpkg/*' -not -path '*/var/log/*')
[ -z "$left" ] || fail "these are left behind: $left"
echo "The package installs, serves, is upgraded, removed and purged."
