// What the way between screen and station does to a screen: cut, silent, signed out, turned round.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { after, before, test } from "node:test";

import { PHONE, RACK, openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, peer, way, browser, context, page;

/// A wire to the station that can be cut, and that can fall silent while it still seems to be there.
async function wireTo(port) {
  const pairs = new Set();
  let silent = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]]) {
      from.on("data", (bytes) => silent || to.write(bytes));
      from.on("error", () => {});
      from.on("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => pairs.forEach(([near]) => near.destroy());
  return {
    port: server.address().port,
    cut,
    hush: (hushed) => (silent = hushed),
    close: () => {
      cut();
      server.close();
    },
  };
}

before(async () => {
  station = await startStation();
  await station.add({ name: "Loopback", kind: "icmp", target: "icmp:127.0.0.1", every_ms: 200 });
  peer = createServer((socket) => socket.on("error", () => {}).end()).listen(0, "127.0.0.1");
  await once(peer, "listening");
  await station.add({ name: "Encoder", kind: "tcp", target: `tcp://127.0.0.1:${peer.address().port}`, every_ms: 500 });
  way = await wireTo(Number(new URL(station.origin).port));
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  page.expected.push(/WebSocket connection to/, /ERR_/, /status of 401/);
  await page.goto((await station.link()).replace(station.origin, `http://127.0.0.1:${way.port}`));
  await live();
});

after(async () => {
  await browser?.close();
  way?.close();
  await station?.remove();
});

const live = () => page.locator(".ribbon .live").getByText("LIVE").waitFor({ state: "attached" });
const isVeiled = () => page.evaluate(() => getComputedStyle(document.querySelector(".pall")).opacity === "1");

test("a state that changes moves nothing on the wall", async () => {
  const encoder = page.locator(".tile", { hasText: "Encoder" });
  await until("it is well", async () => (await encoder.innerText()).includes("OK"));
  await page.evaluate(() => {
    window.shifts = [];
    // The word of a state is another word in another frame; all else stays where it was.
    const note = ({ node }) => node?.parentElement?.closest(".st") || window.shifts.push(node?.parentElement?.className ?? "what is gone");
    new PerformanceObserver((list) => list.getEntries().forEach(({ sources }) => sources.forEach(note))).observe({ type: "layout-shift" });
  });
  peer.close();
  await until("it is refused", async () => (await encoder.innerText()).includes("CRIT"));
  assert.deepEqual(await page.evaluate(() => window.shifts), []);
});

test("a wire that is cut is mended by itself, and the picture never looks live meanwhile", async () => {
  way.hush(true);
  way.cut();
  await until("the picture is veiled", isVeiled);
  assert.match(await page.locator(".ribbon .live").innerText(), /NO LINK/);
  way.hush(false);
  way.cut();
  await until("the picture is clear", async () => !(await isVeiled()));
  await live();
});

test("a wire that falls silent without a word is noticed", async () => {
  way.hush(true);
  await until("the picture is veiled", isVeiled);
  way.hush(false);
  way.cut();
  await until("the picture is clear", async () => !(await isVeiled()), 40_000);
});

test("a phone that is turned in the middle of a gesture stays usable", async () => {
  const hand = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
  const view = await openPage(hand);
  await view.goto(`${station.origin}/probe/1`);
  const plot = view.locator(".plot");
  const box = await plot.boundingBox();
  await plot.scrollIntoViewIfNeeded();
  const glass = await hand.newCDPSession(view);
  const at = { x: box.x + box.width / 2, y: (await plot.boundingBox()).y + 20 };
  await glass.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await glass.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: at.x + 40, y: at.y }] });
  await view.setViewportSize({ width: PHONE.viewport.height, height: PHONE.viewport.width });
  await glass.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await view.getByRole("button", { name: "1 h", exact: true }).tap();
  await until("the range is taken", async () => (await view.getByRole("button", { name: "1 h", exact: true }).getAttribute("aria-pressed")) === "true");
  await view.setViewportSize(PHONE.viewport);
  await view.getByRole("navigation").getByRole("link", { name: "Wall" }).tap();
  await view.locator(".tile").first().waitFor();
  assert.deepEqual(view.errors, []);
  await hand.close();
});

test("a screen that is signed out meanwhile is told how to get in, and is let in again", async () => {
  await context.clearCookies();
  way.cut();
  await page.getByText("flywatch link").waitFor();
  await page.goto((await station.link()).replace(station.origin, `http://127.0.0.1:${way.port}`));
  await live();
  await page.locator(".tile", { hasText: "Loopback" }).waitFor();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
