// The real window on a display: started plainly, or worked in through WebKitWebDriver.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { until } from "../browser/screen.mjs";
import { freePort } from "../browser/station.mjs";

const PROGRAM = process.env.FLYWATCH_WINDOW_BIN;
assert.ok(PROGRAM, "set FLYWATCH_WINDOW_BIN to the built window, for example target/debug/flywatch-window");

/// The name under which a page's element comes over WebDriver (W3C WebDriver, 12.1).
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/// What a window is told by its surroundings: its data, and a home of its own for what it remembers.
const surroundings = (display, data) => ({ ...display.env, FLYWATCH_DATA: data, XDG_CONFIG_HOME: join(data, "home") });

/// Opens the window without a driver. `page()` is the process that draws its page; `frames()` are its windows on the
/// display, dialogs included; `ended()` waits for its end and gives the exit status.
export function openWindow(display, data, ...words) {
  const window = spawn(PROGRAM, words, { env: surroundings(display, data), stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(window, "exit").then(([status]) => status);
  let said = "";
  window.stderr.on("data", (text) => (said += text));
  return {
    page: () => children(window.pid).find((child) => child.name.startsWith("WebKitWebProces"))?.pid,
    frames: () => frames(display, window.pid),
    said: () => said,
    ended: () => ended,
    close: () => {
      window.kill("SIGTERM");
      return ended;
    },
  };
}

/// Opens the window through WebKitWebDriver, which works in it as a person would.
export async function driveWindow(display, data, ...words) {
  const port = await freePort();
  const env = { ...surroundings(display, data), TAURI_WEBVIEW_AUTOMATION: "true" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  driver.stderr.on("data", (text) => (said += text));
  const at = `http://127.0.0.1:${port}`;
  await until("the driver is ready", async () => (await ask("GET", `${at}/status`)).ready);
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary: PROGRAM, args: words } } };
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
    go: (address) => ask("POST", `${session}/url`, { url: address }),
    /// What an expression of the page comes to.
    read: (expression) => ask("POST", `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
    said: () => said,
    close: async () => {
      const ended = once(driver, "exit");
      await ask("DELETE", session).finally(() => driver.kill());
      await ended;
    },
    /// The session of the desktop ends: the window goes without asking, even when it runs the station itself.
    logOut: async () => {
      const windows = () => children(driver.pid).filter((child) => child.name.startsWith("flywatch"));
      for (const { pid } of windows()) process.kill(pid, "SIGTERM");
      await until("the window is gone", () => windows().length === 0);
      const ended = once(driver, "exit");
      driver.kill();
      await ended;
    },
  };
}

/// The windows of a process that can be seen: where each stands and how large it is.
function frames(display, pid) {
  let found;
  try {
    found = display.act("search", "--onlyvisible", "--pid", pid);
  } catch {
    return []; // There is none.
  }
  return found.split("\n").filter(Boolean).flatMap((id) => {
    try {
      const said = display.act("getwindowgeometry", "--shell", id);
      const [x, y, width, height] = ["X", "Y", "WIDTH", "HEIGHT"].map((name) => Number(said.match(`\\b${name}=(-?\\d+)`)[1]));
      return width > 1 ? [{ id, x, y, width, height }] : [];
    } catch {
      return []; // It went meanwhile.
    }
  });
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
