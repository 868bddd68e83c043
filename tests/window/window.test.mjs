// The real window: it runs a station of its own, or shows the one that already runs, and never shows a dead picture as a live one.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { until } from "../browser/screen.mjs";
import { startStation } from "../browser/station.mjs";
import { startDisplay } from "../display.mjs";
import { driveWindow, openWindow } from "./window.mjs";

let display;
before(async () => (display = await startDisplay()));
after(() => display.stop());

/// The lightness of the whitest point of an area of the display, 0 to 1.
function brightest(area) {
  const grey = display.look("-crop", area, "-colorspace", "Gray", "-depth", "8", "gray:-");
  return grey.reduce((most, dot) => Math.max(most, dot), 0) / 255;
}

async function freshData(t) {
  const data = await mkdtemp(join(tmpdir(), "flywatch-window-"));
  t.after(() => rm(data, { recursive: true }));
  return data;
}

test("a window without a service runs a station of its own and keeps what it was told", async (t) => {
  const data = await freshData(t);
  const first = await driveWindow(display, data);
  await first.see("Welcome to Flywatch");
  await first.tap("Skip");
  await first.see("This machine");
  // Whom it sees beside itself depends on the network of this machine.
  if (await first.read('document.body.innerText.includes("Tick none")')) {
    await first.tap("Tick none");
    await first.tap("This machine");
  }
  await first.tap("Watch this one");
  await first.see("This machine");
  const address = join(data, "address");
  assert.ok(existsSync(address), "the window's station says where it listens");
  assert.equal(await first.read("typeof window.__TAURI_INTERNALS__?.invoke"), "function", "this is the Tauri window");
  await first.logOut();

  const second = await driveWindow(display, data);
  await second.see("This machine");
  await second.logOut();
});

test("a window beside a running service shows that service", async (t) => {
  const station = await startStation();
  t.after(() => station.remove());
  await station.add({ name: "Gateway of the truck", kind: "icmp", target: "icmp://127.0.0.1", every_ms: 500 });
  const window = await driveWindow(display, station.data);
  await window.see("Gateway of the truck");
  assert.equal(await window.read("location.origin"), station.origin);
  await window.close();
  await station.add({ name: "Still there", kind: "icmp", target: "icmp://127.0.0.1" });
});

test("a page that hangs is dimmed and named as such, and comes back; a page that dies comes back", async (t) => {
  const data = await freshData(t);
  const window = openWindow(display, data);
  const heading = "500x40+380+250";
  const warning = "1280x56+0+0";
  const bright = (area) => () => brightest(area) > 0.6;
  await until("the page is there", bright(heading), 60_000);

  const hung = window.page();
  process.kill(hung, "SIGSTOP");
  await until("the page is dimmed", () => brightest(heading) < 0.5);
  assert.ok(brightest(warning) > 0.6, "the warning can be read");
  await until("another page is there", () => window.page() && window.page() !== hung && bright(heading)(), 90_000);

  const dead = window.page();
  process.kill(dead, "SIGKILL");
  await until("yet another page is there", () => window.page() && window.page() !== dead && bright(heading)(), 60_000);

  assert.equal(await window.close(), 0, window.said());
  assert.ok(!existsSync(join(data, "address")), "a station that stopped says no longer where it listens");
});
