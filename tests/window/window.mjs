// The real window on a display: started plainly, or worked in through WebKitWebDriver.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";

import { until } from "../browser/screen.mjs";
import { freePort } from "../browser/station.mjs";

const PROGRAM = process.env.FLYWATCH_WINDOW_BIN;
assert.ok(PROGRAM, "set FLYWATCH_WINDOW_BIN to the built window, for example target/debug/flywatch-window");

/// The name under which a page's element comes over WebDriver (W3C WebDriver, 12.1).
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/// Opens the window without a driver. `page()` is the process that draws its page.
export function openWindow(display, data) {
  const window = spawn(PROGRAM, [], { env: { ...display.env, FLYWATCH_DATA: data }, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  window.stderr.on("data", (text) => (said += text));
  return {
    page: () => children(window.pid).find((child) => child.name.startsWith("WebKitWebProces"))?.pid,
    said: () => said,
    close: () => stop(window),
  };
}

/// Opens the window through WebKitWebDriver, which works in it as a person would.
export async function driveWindow(display, data) {
  const port = await freePort();
  const env = { ...display.env, FLYWATCH_DATA: data, TAURI_WEBVIEW_AUTOMATION: "true" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const at = `http://127.0.0.1:${port}`;
  await until("the driver is ready", async () => (await ask("GET", `${at}/status`)).ready);
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary: PROGRAM, args: [] } } };
  const { sessionId } = await ask("POST", `${at}/session`, { capabilities });
  const session = `${at}/session/${sessionId}`;
  const find = (words) => ask("POST", `${session}/element`, { using: "xpath", value: `//*[normalize-space(text())="${words}"]` });
  return {
    /// Waits until these very words are on screen.
    see: (words) => until(`"${words}" is on screen`, () => find(words)),
    tap: (words) =>
      until(`"${words}" can be tapped`, async () => {
        const element = (await find(words))[ELEMENT];
        await ask("POST", `${session}/element/${element}/click`, {});
        return true;
      }),
    /// What an expression of the page comes to.
    read: (expression) => ask("POST", `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
    close: async () => {
      await ask("DELETE", session).finally(() => stop(driver));
    },
  };
}

async function ask(method, url, body) {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  const said = await answer.text();
  assert.ok(answer.ok, `${method} ${url}: ${answer.status} ${said}`);
  return JSON.parse(said).value;
}

function children(parent) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, name, after] = readFileSync(`/proc/${pid}/stat`, "utf8").match(/\((.*)\) (.*)/s);
        return Number(after.split(" ")[1]) === parent ? [{ pid: Number(pid), name }] : [];
      } catch {
        return []; // It ended while it was being looked at.
      }
    });
}

/// Asks a process to end and gives its exit status.
async function stop(program) {
  const ended = once(program, "exit");
  program.kill("SIGTERM");
  const [status] = await ended;
  return status;
}
