// Takes the pictures of docs/pictures/: a small flypack as a crew would have it, on every size of screen.
// pictures.mjs DIRECTORY

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { join } from "node:path";

import { startEncoder } from "./encoder.mjs";
import { DESK, PHONE, RACK, openBrowser, openPage } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

/// So long the station watches before the pictures are taken, to have a line to draw.
const WATCHED_MS = 60_000;
const PICTURES = [
  { name: "wall", size: RACK, path: "/" },
  { name: "wall-day", size: DESK, path: "/", theme: "day" },
  { name: "wall-night", size: RACK, path: "/", theme: "night" },
  { name: "wall-phone", size: PHONE, path: "/" },
  { name: "glance", size: RACK, path: "/glance" },
  { name: "probe", size: RACK, path: "/probe/2" },
  { name: "probe-desk", size: DESK, path: "/probe/2" },
  { name: "probe-phone", size: PHONE, path: "/probe/2" },
  { name: "stream", size: RACK, path: "/probe/13", looks: true },
  { name: "stream-desk", size: DESK, path: "/probe/13", looks: true },
  { name: "stream-phone", size: PHONE, path: "/probe/13", looks: true },
  { name: "streams", size: RACK, path: "/streams", looks: true },
  { name: "channel", size: RACK, path: "/channel/1" },
  { name: "channels", size: DESK, path: "/channels" },
  { name: "add", size: RACK, path: "/add" },
  { name: "devices", size: DESK, path: "/devices" },
  { name: "discovery", size: RACK, path: "/discovery" },
  { name: "import", size: DESK, path: "/import" },
  { name: "events", size: DESK, path: "/events" },
  { name: "settings", size: DESK, path: "/settings" },
  { name: "gallery", size: DESK, path: "/gallery" },
];

/// A stream is decoded from when somebody looks at it; its loudness is measured over seconds.
const LOOKED_AT_MS = 12_000;

const directory = process.argv[2];
assert.ok(directory, "say where the pictures go, for example docs/pictures");
await mkdir(directory, { recursive: true });

const web = createServer((_, answer) => answer.end("#EXTM3U\n")).listen(0, "127.0.0.1");
const box = createTcpServer((socket) => socket.on("error", () => {}).end("ready\r\n")).listen(0, "127.0.0.1");
await Promise.all([once(web, "listening"), once(box, "listening")]);
const gone = await freePort();
const port = box.address().port;
const cameras = [await freePort(), await freePort(), await freePort()];
const encoders = cameras.slice(0, 2).map((port, camera) => startEncoder(`udp://127.0.0.1:${port}?pkt_size=1316`, `CAM ${camera + 1}`));

const station = await startStation();
const ping = (name, group, host) => ({ name, group, kind: "icmp", target: `icmp:127.0.4.${host}`, every_ms: 500 });
const control = (name, host, at = port) => ({ name, group: "Encoders", kind: "tcp", target: `tcp://127.0.0.1:${at}` });
for (const probe of [
  { name: "Flypack 7", kind: "host", target: "host:", group: "Rack" },
  ping("Gateway", "Network", 1),
  ping("Core switch", "Network", 2),
  ping("Stage switch", "Network", 3),
  ping("Uplink A", "Network", 254),
  ping("ENC-1 camera 1", "Encoders", 31),
  ping("ENC-2 camera 2", "Encoders", 32),
  control("ENC-1 control"),
  control("ENC-2 control", 32, gone),
  { ...control("ENC-3 spare"), enabled: false },
  {
    name: "Packager playlist",
    group: "Delivery",
    kind: "http",
    target: `http://127.0.0.1:${web.address().port}/live/index.m3u8`,
    settings: { expect_body: "#EXTM3U" },
  },
  {
    name: "Player page",
    group: "Delivery",
    kind: "http",
    target: `http://127.0.0.1:${web.address().port}/`,
    limits: { http_total_seconds: { bad: "above", major: 0.0001, critical: null } },
  },
  ...cameras.map((port, camera) => ({
    name: `CAM ${camera + 1}`,
    group: "Cameras",
    kind: "mpegts",
    target: `mpegts://127.0.0.1:${port}`,
  })),
]) {
  await station.add(probe);
}
await station.addChannel({
  name: "PGM A",
  hops: [
    { name: "CAM 1", probes: [13] },
    { name: "ENC-1", probes: [6, 8] },
    { name: "Uplink A", probes: [5], way: "main" },
    { name: "CAM 3 by the spare way", probes: [15], way: "backup" },
    { name: "Packager", probes: [11] },
  ],
});
await station.addChannel({
  name: "PGM B",
  hops: [
    { name: "CAM 3", probes: [15] },
    { name: "ENC-2", probes: [7, 9] },
    { name: "Packager", probes: [11, 12] },
  ],
});

const browser = await openBrowser();
const door = await browser.newContext();
await (await door.newPage()).goto(await station.link());
const letIn = await door.storageState();
await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
const wrong = [];
for (const { name, size, path, theme = "truck", looks } of PICTURES) {
  const context = await browser.newContext({ ...size, storageState: letIn, reducedMotion: "reduce" });
  await context.addInitScript((theme) => localStorage.setItem("flywatch.theme", theme), theme);
  const page = await openPage(context);
  await page.goto(station.origin + path);
  await page.locator("main, .glance").first().waitFor();
  await page.locator(".ribbon .live").getByText("LIVE").waitFor({ state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  await new Promise((resolve) => setTimeout(resolve, looks ? LOOKED_AT_MS : 1_500));
  await page.screenshot({ path: join(directory, `${name}.png`) });
  wrong.push(...page.errors.map((error) => `${path}: ${error}`));
  await context.close();
}
await browser.close();
await station.remove();
await Promise.all(encoders.map((encoder) => encoder.stop()));
web.close();
box.close();
assert.deepEqual(wrong, [], "no page may report an error");
