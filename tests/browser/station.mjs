// The real program on a free port and a fresh data directory.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { until } from "./screen.mjs";

/// Starts a station on the directory `data`, a new one unless it is given. `add(probe)` has it watch one more thing, `addChannel(channel)` one more channel; `post(what, body)` makes anything else; `link()`
/// gives an address that lets one screen in; `kill()` pulls its plug; `restart()` starts it again on the same port with the
/// same data; `end()` ends it; `remove()` also deletes what it kept.
export async function startStation(data) {
  const program = process.env.FLYWATCH_BIN;
  assert.ok(program, "set FLYWATCH_BIN to the built program, for example target/debug/flywatch");
  data ??= await mkdtemp(join(tmpdir(), "flywatch-browser-"));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let running;

  async function start() {
    const process = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    process.stdout.on("data", (text) => (said += text));
    process.stderr.on("data", (text) => (said += text));
    running = { process, ended: once(process, "exit") };
    await until("the station answers", async () => {
      assert.equal(process.exitCode, null, `the station ended: ${said}`);
      return (await fetch(`${origin}/api/v1/health`)).status > 0;
    });
  }

  async function end(signal) {
    if (running.process.exitCode === null && running.process.signalCode === null) running.process.kill(signal);
    await running.ended;
  }

  async function post(what, body) {
    const token = (await readFile(join(data, "access-token"), "utf8")).trim();
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${origin}/api/v1/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.equal(answer.status, 201, text);
    return JSON.parse(text);
  }

  await start();
  return {
    origin,
    data,
    add: (probe) => post("probes", probe),
    addChannel: (channel) => post("channels", channel),
    post,
    link: () => execFileSync(program, ["link", "--data", data], { encoding: "utf8" }).trim().split(/\s+/).at(-1),
    kill: () => end("SIGKILL"),
    end: () => end("SIGTERM"),
    restart: start,
    remove: async () => {
      await end("SIGTERM");
      await rm(data, { recursive: true });
    },
  };
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
