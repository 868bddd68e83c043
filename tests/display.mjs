// A display of a test's own, looked at from outside.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/// Starts an X server. `env` lets programs show themselves on it; `look(words)` gives what ImageMagick makes of its picture.
export async function startDisplay() {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await once(server.stdio[3], "data");
  const env = { ...process.env, DISPLAY: `:${String(number).trim()}` };
  return {
    env,
    look: (...words) => execFileSync("import", ["-window", "root", ...words], { env }),
    stop: () => server.kill(),
  };
}
