#!/usr/bin/env bash
# A little flypack on this machine, to look at and to break: cameras with their encoders, two switches, an edge with a web
# server, each in a network namespace of its own, and a cable of the first switch that ends here.
# lab.sh up | down | status | fault [NAME] | heal [NAME] | document
# LAB_NUMBER, 1 to 254, tells labs apart that are up at the same time; 1 when it is not set.
set -euo pipefail

number=${LAB_NUMBER:-1}
name=lab$number
network=198.18.$number
groups=239.255.$number
state=/run/flywatch-$name
here=$(dirname "$(realpath "$0")")
exec </dev/null

# Name, last part of its address, the switch that it is plugged into, what it is.
devices=(
  "switch 1 - Switch of the rack, joins all of them"
  "stage 2 switch Switch on the stage, joins the cameras"
  "cam1 11 stage Encoder, MPEG-TS by UDP to $groups.1:5004"
  "cam2 12 stage Encoder, MPEG-TS by RTP to $groups.2:5006"
  "cam3 13 stage Encoder, MPEG-TS by SRT, waits for a caller on port 9000"
  "cam4 14 stage Encoder, MPEG-TS by SRT, calls $network.254:9001"
  "edge 21 switch Makes HLS of cam1, serves it at http://$network.21/index.m3u8"
  "intercom 31 switch Answers pings"
)

faults=(
  "encoder The encoder of cam1 dies"
  "freeze The picture of cam1 stands still, its encoder goes on sending"
  "loss The switch loses 5 % of the packets to this machine"
  "cable The cable between cam2 and the switch on the stage is pulled"
  "switch The switch on the stage, and with it all cameras, loses its power"
  "uplink The cable between the switch and this machine is pulled"
  "web The web server of edge dies"
)

fail() {
  echo "lab: $*" >&2
  exit 1
}

within() {
  local device=$1
  shift
  ip netns exec "$name-$device" "$@"
}

# Starts a program in a device, away from this terminal.
start() {
  local device=$1 log=$2
  shift 2
  within "$device" setsid --fork "$@" >>"$state/$log.log" 2>&1
}

is_there() { [ -e "/run/netns/$name-$1" ]; }

# The processes of a device, or those with this name.
processes() {
  local process
  for process in $(ip netns pids "$name-$1"); do
    [ $# -eq 1 ] || [ "$(cat "/proc/$process/comm" 2>/dev/null)" = "$2" ] || continue
    echo "$process"
  done
}

stop() {
  local process
  for process in $(processes "$@"); do
    kill -KILL "$process" 2>/dev/null || true
  done
  while [ -n "$(processes "$@")" ]; do sleep 0.05; done
}

add_device() {
  local device=$1 address=$2 behind=$3
  ip netns add "$name-$device"
  ip -n "$name-$device" link set lo up
  # The address is not that of the cable, so that nothing in the device ends when the cable is pulled.
  ip -n "$name-$device" link add eth0 type bridge
  ip -n "$name-$device" address add "$network.$address/24" dev eth0
  ip -n "$name-$device" link set eth0 up
  ip -n "$name-$device" route add 224.0.0.0/4 dev eth0
  [ "$behind" != - ] || return 0
  ip -n "$name-$device" link add cable type veth peer name "$device" netns "$name-$behind"
  ip -n "$name-$device" link set cable master eth0 up
  ip -n "$name-$behind" link set "$device" master eth0 up
  # A switch behind another one sends groups there unasked, as one with a fixed router port does.
  [ "$device" != stage ] || ip -n "$name-stage" link set cable type bridge_slave mcast_router 2
}

add_uplink() {
  # As a switch of a flypack does, it sends a group only to where it was asked for (IGMP).
  ip -n "$name-switch" link set eth0 type bridge mcast_snooping 1 mcast_querier 1 mcast_query_use_ifaddr 1 \
    mcast_query_interval 1000 mcast_query_response_interval 100 mcast_startup_query_interval 100
  ip link add "$name" type veth peer name uplink netns "$name-switch"
  ip -n "$name-switch" link set uplink master eth0 up
  ip address add "$network.254/24" dev "$name"
  ip link set "$name" up
}

start_agent() {
  local device=$1 title=$2 port
  mkdir "$state/$device.agent"
  cat >"$state/$device.snmpd.conf" <<END
sysName $title
sysLocation Flypack $number
rocommunity public
rwcommunity setup 127.0.0.1
createUser flywatch
rouser flywatch noauth
END
  MIBS='' SNMP_PERSISTENT_DIR=$state/$device.agent start "$device" "$device.agent" \
    snmpd -f -LF w "$state/$device.agent.log" -C -c "$state/$device.snmpd.conf" udp:161
  for port in $(within "$device" ls /sys/class/net); do
    case $port in
      lo) continue ;;
      eth0) title="Its own address" ;;
      cable) title="To the switch" ;;
      uplink) title="To Flywatch" ;;
      *) title="To $port" ;;
    esac
    # ifAlias
    within "$device" env MIBS='' snmpset -Oq -v2c -c setup -r 50 -t 0.2 127.0.0.1 \
      "1.3.6.1.2.1.31.1.1.1.18.$(within "$device" cat "/sys/class/net/$port/ifindex")" s "$title" >/dev/null
  done
}

# The picture scrolls until it is told to stand still. What cannot be sent is dropped, and a lost receiver is waited for.
start_encoder() {
  local device=$1 service=$2 format=$3 to=$4 keys=$state/$1.keys
  [ -p "$keys" ] || mkfifo "$keys"
  start "$device" "$device.encoder" ffmpeg -hide_banner -loglevel warning \
    -re -f lavfi -i "testsrc2=size=320x180:rate=25,loop=loop=-1:size=1" -re -f lavfi -i sine=frequency=1000 -map 0 -map 1 \
    -vf scroll=horizontal=0.013:vertical=0.017,format=yuv420p \
    -c:v libx264 -preset ultrafast -tune zerolatency -threads 1 -g 25 -crf 28 -c:a aac -b:a 64k \
    -metadata service_name="$service" -metadata service_provider=Flypack \
    -f fifo -fifo_format "$format" -attempt_recovery 1 -recover_any_error 1 -recovery_wait_time 1 -drop_pkts_on_overflow 1 \
    "$to" <>"$keys"
}

start_cam1() { start_encoder cam1 "CAM 1" mpegts "udp://$groups.1:5004?pkt_size=1316&ttl=4"; }

start_edge() {
  mkdir "$state/www"
  start edge edge.packager ffmpeg -hide_banner -loglevel warning -nostdin -analyzeduration 2M \
    -i "udp://$groups.1:5004?localaddr=$network.21&reuse=1" -c copy \
    -f hls -hls_time 2 -hls_list_size 5 -hls_flags delete_segments "$state/www/index.m3u8"
  start_web
}

start_web() { start edge edge.web python3 -u -m http.server --directory "$state/www" 80; }

await_playlist() {
  for _ in {1..600}; do
    [ ! -e "$state/www/index.m3u8" ] || return 0
    sleep 0.1
  done
  cat "$state"/*.log >&2
  fail "edge got nothing from cam1 within a minute"
}

# Sets how fast the picture of cam1 scrolls: across, down.
scroll() {
  # As somebody at the keyboard of ffmpeg would.
  printf 'cscroll -1 h %s\ncscroll -1 v %s\n' "$1" "$2" 1<>"$state/cam1.keys"
}

fault_encoder() { stop cam1 ffmpeg; }
heal_encoder() {
  [ -n "$(processes cam1 ffmpeg)" ] || start_cam1
  # A new one does not stand still.
  rm -f "$state/faults/freeze"
}

fault_freeze() { scroll 0 0; }
heal_freeze() { scroll 0.013 0.017; }

fault_loss() {
  within switch nft -f - <<'END'
table bridge loss {
  chain to_flywatch {
    type filter hook postrouting priority 0
    oifname "uplink" numgen random mod 100 < 5 drop
  }
}
END
}
heal_loss() { within switch nft delete table bridge loss; }

fault_cable() { ip -n "$name-cam2" link set cable down; }
heal_cable() { ip -n "$name-cam2" link set cable up; }

ports_of_stage() {
  local port
  for port in cable cam1 cam2 cam3 cam4; do ip -n "$name-stage" link set "$port" "$1"; done
}
fault_switch() { ports_of_stage down; }
heal_switch() { ports_of_stage up; }

fault_uplink() { ip -n "$name-switch" link set uplink down; }
heal_uplink() { ip -n "$name-switch" link set uplink up; }

fault_web() { stop edge python3; }
heal_web() { start_web; }

up() {
  [ ! -e "$state/ready" ] || fail "it is up already: \`$0 status\` tells what runs, \`$0 down\` takes it down"
  "$here/install.sh" lab
  down
  trap 'trap - EXIT; down; fail "it could not be brought up, and nothing of it is left"' EXIT
  trap 'exit 1' INT TERM HUP
  mkdir -p "$state/faults"
  local line device address behind
  for line in "${devices[@]}"; do
    read -r device address behind _ <<<"$line"
    add_device "$device" "$address" "$behind"
  done
  add_uplink
  start_cam1
  start_encoder cam2 "CAM 2" rtp_mpegts "rtp://$groups.2:5006?pkt_size=1316&ttl=4"
  start_encoder cam3 "CAM 3" mpegts "srt://0.0.0.0:9000?mode=listener&pkt_size=1316"
  start_encoder cam4 "CAM 4" mpegts "srt://$network.254:9001?mode=caller&pkt_size=1316"
  start_edge
  start_agent switch "SW 1"
  start_agent stage "SW 2"
  start_agent cam1 "CAM 1"
  start_agent cam2 "CAM 2"
  await_playlist
  touch "$state/ready"
  trap - EXIT INT TERM HUP
  echo "The lab is up. \`$0 fault\` lists what can be broken in it."
}

down() {
  local line device
  ip link delete "$name" 2>/dev/null || true
  for line in "${devices[@]}"; do
    device=${line%% *}
    is_there "$device" || continue
    stop "$device"
    ip netns delete "$name-$device"
  done
  rm -rf "$state"
}

status() {
  if [ ! -e "$state/ready" ]; then
    [ ! -e "$state" ] || fail "a start of it was cut short: \`$0 down\` takes away what it left, \`$0 up\` starts it anew"
    echo "The lab is down. \`$0 up\` brings it up."
    return
  fi
  local row="%-10s %-14s %-20s %s\n" line device address what programs
  # shellcheck disable=SC2059
  printf "$row" DEVICE ADDRESS RUNS "WHAT IT IS"
  for line in "${devices[@]}"; do
    read -r device address _ what <<<"$line"
    programs=$(for process in $(processes "$device"); do cat "/proc/$process/comm"; done | sort | paste -sd ' ')
    # shellcheck disable=SC2059
    printf "$row" "$device" "$network.$address" "${programs:--}" "$what"
  done
  echo
  list_faults
}

list_faults() {
  local line fault what on
  printf '%-10s %-4s %s\n' FAULT NOW "WHAT IT DOES"
  for line in "${faults[@]}"; do
    read -r fault what <<<"$line"
    on=off
    [ ! -e "$state/faults/$fault" ] || on=ON
    printf '%-10s %-4s %s\n' "$fault" "$on" "$what"
  done
}

known() {
  local line
  for line in "${faults[@]}"; do
    [ "${line%% *}" != "$1" ] || return 0
  done
  fail "there is no fault '$1'; \`$0 fault\` lists what there is"
}

fault() {
  [ ! -e "$state/faults/$1" ] || return 0
  "fault_$1"
  touch "$state/faults/$1"
}

heal() {
  [ -e "$state/faults/$1" ] || return 0
  "heal_$1"
  rm -f "$state/faults/$1"
}

# What Flywatch is to watch, at the addresses of this lab.
document() {
  sed -e "s/198\.18\.1\./$network./g; s/239\.255\.1\./$groups./g; s/\blab1\b/$name/g" "$here/lab.yaml"
}

need_root() { [ "$(id -u)" = 0 ] || fail "network namespaces need root: try \`sudo $0 $*\`"; }
need_up() { [ -e "$state/ready" ] || fail "it is down: \`$0 up\` brings it up"; }

[[ $number =~ ^[1-9][0-9]{0,2}$ && $number -le 254 ]] || fail "LAB_NUMBER is '$number'; give it a number from 1 to 254"
case "${1:-} $#" in
  "up 1" | "down 1" | "status 1")
    need_root "$@"
    "$1"
    ;;
  "fault 1") list_faults ;;
  "fault 2" | "heal 2")
    known "$2"
    need_root "$@"
    need_up
    "$1" "$2"
    ;;
  "heal 1")
    need_root "$@"
    need_up
    for line in "${faults[@]}"; do heal "${line%% *}"; done
    ;;
  "document 1") document ;;
  *) fail "say one of: up, down, status, fault [NAME], heal [NAME], document" ;;
esac
