// What people expect of a window on their desk, and of one that fills the screen of a rack.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { until } from "../browser/screen.mjs";
import { startStation } from "../browser/station.mjs";
import { startDisplay } from "../display.mjs";
import { driveWindow, openWindow } from "./window.mjs";

const PATIENCE = 60_000;

let display;
before(async () => (display = await startDisplay({ manager: true })));
after(() => display.stop());

async function freshData(t) {
  const data = await mkdtemp(join(tmpdir(), "flywatch-window-"));
  t.after(() => rm(data, { recursive: true }));
  return data;
}

async function service(t) {
  const station = await startStation();
  t.after(() => station.remove());
  await station.add({ name: "Gateway", kind: "icmp", target: "icmp://127.0.0.1", every_ms: 500 });
  return station;
}

/// The frames of the window, if there are so many at this moment.
function framed(window, count) {
  const frames = window.frames();
  return frames.length === count && frames;
}

/// Waits until the window has so many frames on the display.
const shows = (window, count) =>
  until(`${count} frames are there`, () => framed(window, count), PATIENCE).catch((error) => {
    throw new Error(`${error.message}: ${window.said()}`);
  });

test("a kiosk fills the screen, shows a cursor only while a mouse moves, and adds no gestures of a browser", async (t) => {
  const rack = await startDisplay({ size: "1024x600" });
  t.after(() => rack.stop());
  const window = await driveWindow(rack, await freshData(t), "--kiosk");
  await window.see("Welcome to Flywatch");
  assert.deepEqual(await window.read("[innerWidth, innerHeight]"), [1024, 600]);
  assert.match(window.said(), /the screen is kept awake by .*the X server/);

  const cursor = () => window.read("getComputedStyle(document.body).cursor");
  assert.equal(await cursor(), "none");
  await until("a mouse that moves has a cursor", async () => {
    rack.act("mousemove_relative", "--", 7, 7);
    return (await cursor()) !== "none";
  });
  await until("a mouse that rests has none", async () => (await cursor()) === "none");

  const goesThrough = (event) => window.read(`document.body.dispatchEvent(new ${event})`);
  assert.equal(await goesThrough('MouseEvent("contextmenu", { bubbles: true, cancelable: true })'), false);
  assert.equal(await goesThrough('WheelEvent("wheel", { bubbles: true, cancelable: true, ctrlKey: true })'), false);
  assert.equal(await goesThrough('WheelEvent("wheel", { bubbles: true, cancelable: true })'), true);
  assert.equal(await window.read("getComputedStyle(document.body).webkitUserSelect"), "none");
  await window.close();
});

test("a second start hands over its link, brings the first window back and ends", async (t) => {
  const station = await service(t);
  const first = await driveWindow(display, station.data, "flywatch://probe/1");
  const at = () => first.read("location.href");
  await until("the first link is opened", async () => (await at()) === `${station.origin}/probe/1`);
  await first.see("Gateway");

  const frame = () => display.act("search", "--onlyvisible", "--class", "flywatch-window").trim().split("\n")[0];
  display.act("windowminimize", "--sync", frame());
  assert.equal(await openWindow(display, station.data, "flywatch://events").ended(), 0);
  await until("the second link is opened", async () => (await at()) === `${station.origin}/events`);
  await until("it can be seen again", frame);

  assert.equal(await openWindow(display, station.data).ended(), 0);
  assert.equal(await at(), `${station.origin}/events`, "a start without a link leaves the page as it is");
  for (const hostile of ["flywatch://evil.example/", "flywatch:javascript:alert(1)", "flywatch://api/v1/probes"]) {
    assert.equal(await openWindow(display, station.data, "flywatch://events").ended(), 0);
    await until("the page of events is there", async () => (await at()) === `${station.origin}/events`);
    assert.equal(await openWindow(display, station.data, hostile).ended(), 0);
    await until(`${hostile} leads to the wall`, async () => (await at()) === `${station.origin}/`);
  }
  await first.close();
});

test("closing asks when it stops the watch, and only then", async (t) => {
  const station = await service(t);
  const beside = openWindow(display, station.data);
  const [own] = await shows(beside, 1);
  display.act("windowfocus", "--sync", own.id, "key", "alt+F4");
  assert.equal(await beside.ended(), 0, "the service watches on, so it closes at once");

  await station.kill();
  const window = openWindow(display, station.data);
  await shows(window, 1);
  const question = async () => {
    const frames = await until("the question is there", () => framed(window, 2), PATIENCE);
    return frames.reduce((least, frame) => (frame.width < least.width ? frame : least));
  };
  const close = async () => {
    const [frame] = await shows(window, 1);
    display.act("windowfocus", "--sync", frame.id, "key", "alt+F4");
    return question();
  };
  await close();
  display.act("key", "Return");
  await shows(window, 1);
  assert.ok(existsSync(join(station.data, "address")), "who only presses Return keeps watching");

  const asked = await close();
  display.act("mousemove", asked.x + Math.round(asked.width / 4), asked.y + asked.height - 40, "click", 1);
  await shows(window, 1);

  await close();
  display.act("key", "Tab", "Return");
  assert.equal(await window.ended(), 0, window.said());
  assert.ok(!existsSync(join(station.data, "running")), "the station was stopped well");

  const again = openWindow(display, station.data);
  await shows(again, 1);
  assert.equal(await again.close(), 0, "the end of a session does not wait for an answer");
  await station.restart();
});

test("the window comes back where it was, and never off the screen", async (t) => {
  const station = await service(t);
  const memory = join(station.data, "home/flywatch/window.json");
  const open = async () => {
    const window = openWindow(display, station.data);
    const [frame] = await shows(window, 1);
    return { window, frame, now: () => window.frames()[0] };
  };
  const first = await open();
  display.act("windowsize", "--sync", first.frame.id, 900, 600, "windowmove", "--sync", first.frame.id, 120, 90);
  await until("it has its new place", () => first.now().width === 900 && first.now().x > 100);
  const left = first.now();
  assert.equal(await first.window.close(), 0);

  const second = await open();
  await until("it is where the first one was", () => ["x", "y", "width", "height"].every((side) => second.now()[side] === left[side])).catch(
    async (error) => assert.fail(`${error.message}: ${JSON.stringify([left, second.now()])} ${await readFile(memory, "utf8")}`),
  );
  await second.window.close();

  await writeFile(memory, JSON.stringify({ x: 5000, y: -3000, width: 900, height: 600, maximised: false }));
  const third = await open();
  // But for the border of its frame.
  await until("it is on the screen", () => third.now().width === 900 && third.now().x + 900 < 1300 && third.now().y >= 0);
  await third.window.close();

  const kept = { ...JSON.parse(await readFile(memory, "utf8")), maximised: true };
  await writeFile(memory, JSON.stringify(kept));
  const fourth = await open();
  await until("it is maximised", () => fourth.now().width === 1280);
  await fourth.window.close();
  assert.deepEqual(JSON.parse(await readFile(memory, "utf8")), kept, "how it was before it was maximised is not forgotten");
});

test("the picture comes back by itself when the service does", async (t) => {
  const station = await service(t);
  const window = await driveWindow(display, station.data);
  await window.see("LIVE");
  await station.kill();
  await window.see("NO LINK");
  await station.restart();
  await window.see("LIVE");
  await window.see("Gateway");
  await window.close();
});
