// A display of a test's own, looked at from outside.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/// Starts an X server, with `manager` a window manager beside it. `env` lets programs show themselves on it; `look(words)`
/// gives what ImageMagick makes of its picture; `act(words)` moves, types and asks as xdotool does.
export async function startDisplay({ size = "1280x800", manager = false } = {}) {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", `${size}x24`, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await once(server.stdio[3], "data");
  const env = { ...process.env, DISPLAY: `:${String(number).trim()}` };
  const beside = manager ? spawn("openbox", [], { env, stdio: "ignore" }) : undefined;
  return {
    env,
    act: (...words) => execFileSync("xdotool", words.map(String), { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    look: (...words) => execFileSync("import", ["-window", "root", ...words], { env }),
    stop: () => {
      beside?.kill();
      server.kill();
    },
  };
}
