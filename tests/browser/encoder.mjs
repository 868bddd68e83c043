// An encoder: ffmpeg (Debian package ffmpeg) with a picture and a tone at 2 Mb/s.

import { spawn } from "node:child_process";
import { once } from "node:events";

const WORDS =
  "-hide_banner -loglevel error -nostdin -re -f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=frequency=1000 " +
  "-c:v libx264 -preset ultrafast -g 25 -b:v 1M -c:a aac -metadata:s:a:0 language=deu -muxrate 2000000";

/// Sends to a URL of ffmpeg under the name of a service; `stop()` pulls its plug.
export function startEncoder(to, service) {
  const names = ["-metadata", `service_name=${service}`, "-metadata", "service_provider=OB 7"];
  const encoder = spawn("ffmpeg", [...WORDS.split(" "), ...names, "-f", "mpegts", to], { stdio: "ignore" });
  const ended = once(encoder, "exit");
  return {
    stop: async () => {
      encoder.kill("SIGKILL");
      await ended;
    },
  };
}
