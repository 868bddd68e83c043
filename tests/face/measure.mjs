// What the screen costs and how quick it is, in Debian's Chromium and in the window. Says its figures as one line of JSON.
// measure.mjs DATA NETDATA: a station's data with a day of history, and the directory that Netdata may use.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DESK, RACK, openBrowser, openPage, until } from "../browser/screen.mjs";
import { freePort, startStation } from "../browser/station.mjs";
import { startDisplay } from "../display.mjs";
import { driveWindow } from "../window/window.mjs";

const TILES = 300;
/// So long the main thread is watched.
const WATCHED_MS = 30_000;
const TAPS = 100;
const CHANGES = 150;
/// Between two changes of the answer: more than the way of a reading takes.
const CHANGE_EVERY_MS = 600;

const [data, netdataDirectory] = process.argv.slice(2);
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.round(share * (values.length - 1))];

/// Seconds of the main thread in each second.
async function mainThread(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const [before, since] = [await spent(), performance.now()];
  await rest(WATCHED_MS);
  return ((await spent()) - before) / ((performance.now() - since) / 1000);
}

/// From the order to open an address to the moment at which `selector` is there, in a browser that knows nothing of it; and
/// the bytes that came over the wire.
async function firstLoad(browser, options, address, selector) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  const since = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(selector).first().waitFor();
  const seconds = (performance.now() - since) / 1000;
  await page.waitForLoadState("networkidle");
  await context.close();
  return { seconds, bytes };
}

/// From the finger on the glass to the next picture. Chromium tells of those over 16 ms only, in steps of 8 ms.
async function pressed(page) {
  await page.evaluate(() => {
    window.presses = [];
    const note = (list) => window.presses.push(...list.getEntries().filter(({ name }) => name === "pointerdown").map(({ duration }) => duration));
    new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16 });
  });
  const glass = await page.context().newCDPSession(page);
  const tile = await page.locator(".tile").first().boundingBox();
  const point = { x: tile.x + tile.width / 2, y: tile.y + tile.height / 2 };
  for (let tap = 0; tap < TAPS; tap += 1) {
    await glass.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
    await rest(60);
    // Pressed, but not let go of: the page stays.
    await glass.send("Input.dispatchTouchEvent", { type: "touchCancel", touchPoints: [] });
    await rest(60);
  }
  const told = await page.evaluate(() => window.presses);
  return [...told, ...Array(Math.max(0, TAPS - told.length)).fill(16)].map((ms) => ms / 1000);
}

/// A target that answers as expected or not, in turns, and knows when it first did.
async function fickleTarget() {
  const socket = createSocket("udp4");
  const turns = [];
  let [good, begun] = [true, 0];
  socket.on("message", (_, from) => {
    const now = Date.now();
    if (now - begun >= CHANGE_EVERY_MS) {
      [good, begun] = [!good, now];
      turns.push({ good, at: now });
    }
    socket.send(good ? "good" : "bad", from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, turns, close: () => socket.close() };
}

/// From the answer of a target to the picture that shows it, in seconds.
async function readingToPixel(page, target, name) {
  await page.evaluate((name) => {
    const tile = [...document.querySelectorAll(".tile")].find((tile) => tile.textContent.includes(name));
    const state = () => !/\b(crit|warn)\b/.test(tile.className);
    let shown = state();
    window.shown = [];
    new MutationObserver(() => {
      if (state() === shown) return;
      shown = state();
      const good = shown;
      // The picture of this change is made in this frame; the next one begins when it is done.
      requestAnimationFrame(() => requestAnimationFrame(() => window.shown.push({ good, at: Date.now() })));
    }).observe(tile, { attributes: true, attributeFilter: ["class"] });
  }, name);
  target.turns.length = 0;
  await until("enough changes", () => target.turns.length > CHANGES, CHANGES * CHANGE_EVERY_MS * 3);
  await rest(1_000);
  const shown = await page.evaluate(() => window.shown);
  const delays = target.turns.flatMap(({ good, at }, index) => {
    const next = target.turns[index + 1]?.at ?? Infinity;
    const seen = shown.find((one) => one.good === good && one.at >= at && one.at < next);
    return seen ? [(seen.at - at) / 1000] : [];
  });
  assert.ok(delays.length >= CHANGES * 0.98, `only ${delays.length} of ${target.turns.length} changes were shown`);
  return delays;
}

/// Milliseconds from one picture to the next while 24 h of history are panned and zoomed in the real window.
async function chartFrames(directory, probe) {
  const display = await startDisplay();
  const window = await driveWindow(display, directory);
  try {
    await window.see("LIVE");
    const origin = await window.read("location.origin");
    await window.go(`${origin}/probe/${probe}`);
    await window.tap("24 h");
    await until("the day is drawn", () =>
      window.read(`(window.echarts?.getInstanceByDom(document.getElementById("chart"))?.getOption()?.series?.find(({ id }) => id === "mean")?.data?.length ?? 0) > 100`),
    );
    await window.read(`(() => {
      const chart = document.querySelector(".plot");
      const box = chart.getBoundingClientRect();
      const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      const send = (type, x) => chart.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 7, pointerType: "touch",
        isPrimary: true, clientX: x, clientY: middle.y, button: 0, buttons: 1 }));
      const zoom = (deltaY) => chart.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, ctrlKey: true, deltaY, clientX: middle.x, clientY: middle.y }));
      window.frames_ms = [];
      let [before, step] = [performance.now(), 0];
      send("pointerdown", middle.x);
      const next = () => {
        const now = performance.now();
        window.frames_ms.push(now - before);
        before = now;
        step += 1;
        if (step < 120) send("pointermove", middle.x + 200 * Math.sin(step / 10));
        else if (step === 120) send("pointerup", middle.x);
        else if (step < 240) zoom(step % 40 < 20 ? -40 : 40);
        else { window.frames_done = true; return; }
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
      return true;
    })()`);
    await until("the gestures are done", () => window.read("window.frames_done === true"), 60_000);
    return await window.read("window.frames_ms");
  } finally {
    await window.close();
    display.stop();
  }
}

/// Netdata as Debian ships it, watching this machine each second.
async function startNetdata(directory) {
  const port = await freePort();
  for (const name of ["cache", "lib", "log"]) await mkdir(join(directory, name), { recursive: true });
  const config = join(directory, "netdata.conf");
  await writeFile(
    config,
    `[global]\nrun as user = root\n[directories]\ncache = ${directory}/cache\nlib = ${directory}/lib\nlog = ${directory}/log\n` +
      `[web]\nbind to = 127.0.0.1:${port}\n[cloud]\nenabled = no\n[registry]\nenabled = no\n`,
  );
  const program = spawn("netdata", ["-D", "-c", config], { stdio: "ignore", detached: true });
  const ended = once(program, "exit");
  const origin = `http://127.0.0.1:${port}`;
  await until("Netdata answers", async () => (await fetch(`${origin}/api/v1/info`)).ok);
  return {
    origin,
    stop: async () => {
      process.kill(-program.pid, "SIGTERM");
      await ended;
    },
  };
}

const figures = {};
const station = await startStation(data);
const target = await fickleTarget();
await station.add({
  name: "Fickle",
  kind: "udp",
  target: `udp://127.0.0.1:${target.port}`,
  every_ms: 100,
  timeout_ms: 90,
  settings: { send: "?", expect: "good" },
});
const browser = await openBrowser();
const door = await browser.newContext();
await (await door.newPage()).goto(await station.link());
const letIn = await door.storageState();

/// Tells on the way what is measured, since it takes some minutes.
const tell = (what) => console.error(`face: ${what}; so far ${JSON.stringify(figures)}`);

tell("first load");
const load = await firstLoad(browser, { ...DESK, storageState: letIn }, station.origin, ".tile .hero");
Object.assign(figures, { first_load: load.seconds, assets: load.bytes });
const wasm = (encoding) => fetch(`${station.origin}/ui_bg.wasm`, { headers: { "accept-encoding": encoding } });
figures.wasm = (await (await wasm("identity")).arrayBuffer()).byteLength;

const desk = await openPage(await browser.newContext({ ...DESK, storageState: letIn }));
await desk.goto(station.origin);
await until("all tiles", async () => (await desk.locator(".tile").count()) > TILES);
await rest(5_000);
tell("main thread");
figures.main_thread = await mainThread(desk);
await desk.goto(`${station.origin}/?find=Fickle`);
await desk.locator(".tile", { hasText: "Fickle" }).waitFor();
figures.reading_to_pixel = quantile(await readingToPixel(desk, target, "Fickle"), 0.99);
await desk.close();

tell("taps");
const rack = await openPage(await browser.newContext({ ...RACK, storageState: letIn }));
await rack.goto(station.origin);
await rack.locator(".tile").first().waitFor();
await rest(5_000);
figures.tap_to_paint = quantile(await pressed(rack), 0.95);
await rack.close();

tell("Netdata");
const netdata = await startNetdata(netdataDirectory);
const peer = await firstLoad(browser, DESK, netdata.origin, ".netdata-container canvas >> visible=true");
Object.assign(figures, { peer_first_load: peer.seconds, peer_assets: peer.bytes });
const dashboard = await browser.newContext(DESK).then((context) => context.newPage());
await dashboard.goto(netdata.origin);
await rest(10_000);
figures.peer_main_thread = await mainThread(dashboard);
await browser.close();
await netdata.stop();

target.close();
await station.end();
tell("the window");
figures.chart_frame = quantile(await chartFrames(data, 1), 0.95) / 1000;
console.log(JSON.stringify(figures));
