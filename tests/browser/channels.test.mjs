// A channel from camera to edge as a crew has it: made by touch, broken at real peers, and told where it broke.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

let station, browser, context, page;
const ports = {};
const peers = {};

/// A peer that takes calls until it is stopped; started again, it has the same port.
async function start(name) {
  ports[name] ??= await freePort();
  peers[name] = createServer((socket) => socket.on("error", () => {}).end()).listen(ports[name], "127.0.0.1");
  await once(peers[name], "listening");
}

async function stop(name) {
  peers[name].close();
  await once(peers[name], "close");
}

before(async () => {
  station = await startStation();
  for (const name of ["Encoder", "Link A", "Link B", "Hub", "Edge"]) {
    await start(name);
    await station.add({ name, kind: "tcp", target: `tcp://127.0.0.1:${ports[name]}`, every_ms: 500, timeout_ms: 400 });
  }
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  await station?.remove();
  for (const name of Object.keys(peers)) await stop(name);
});

const story = (words) => page.locator(".story").getByText(words);
const hop = (name) => page.locator(".hop", { hasText: name }).first();

test("before there is one, the page says what a channel is for", async () => {
  await page.goto(`${station.origin}/channels`);
  await page.getByRole("heading", { name: "No channels yet." }).waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("a channel is made by touch, and an empty name is called wrong at its place", async () => {
  await page.getByRole("link", { name: "Add channel" }).tap();
  await page.getByLabel("Name").first().fill("PGM A");
  const hops = [["ENC", "Encoder"], ["WAY A", "Link A", "Main"], ["WAY B", "Link B", "Backup"], ["EDGE", "Edge"], ["HUB", "Hub"]];
  for (const [at, [name, probe, way]] of hops.entries()) {
    if (at > 0) await page.getByRole("button", { name: "Add hop" }).tap();
    const entry = page.locator(".hop-entry").nth(at);
    if (name !== "HUB") await entry.getByLabel("Name").fill(name);
    if (way) await entry.getByRole("radio", { name: way }).tap();
    await entry.getByRole("button", { name: probe, exact: true }).tap();
  }
  await page.getByRole("button", { name: "Save channel" }).tap();
  const nameless = page.locator(".hop-entry").nth(4);
  await nameless.getByText("Give the hop a name.").waitFor();
  await nameless.getByLabel("Name").fill("HUB");
  await nameless.getByRole("button", { name: "Earlier" }).tap();
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
  await page.getByRole("button", { name: "Save channel" }).tap();
  await page.getByRole("heading", { name: "PGM A" }).waitFor();
  await story("Every hop that is looked at is well.").waitFor();
  await page.reload();
  for (const name of ["Encoder", "Link A", "Link B", "Hub", "Edge"]) await page.locator(".tile", { hasText: name }).waitFor();
  assert.deepEqual(await page.locator(".hop b").allInnerTexts(), ["ENC", "WAY A", "WAY B", "HUB", "EDGE"]);
});

test("with one way broken the other carries it; behind the first broken hop everything follows", async () => {
  await stop("Link A");
  await story("One way is broken at WAY A. The other one carries the channel: nothing protects it now.").waitFor();
  await story(/Link A: .*nothing listens on port/).waitFor();
  await stop("Hub");
  await stop("Edge");
  await story("Broken at HUB. What is wrong at 1 hop behind it follows from that.").waitFor();
  await hop("HUB").getByText("begins here").waitFor();
  await hop("EDGE").getByText("follows from HUB").waitFor();
  await page.locator(".events").getByText(/PGM A is on its backup way: the main way is broken at WAY A: .*nothing listens/).waitFor();
  await page.locator(".events").getByText(/PGM A is broken at HUB: /).waitFor();
  await page.goto(`${station.origin}/channels`);
  await page.locator(".item.channel", { hasText: "PGM A" }).getByText("Broken at HUB.").waitFor();
  await start("Link A");
  await start("Hub");
  await start("Edge");
  await page.locator(".item.channel", { hasText: "PGM A" }).getByText("Every hop that is looked at is well.").waitFor();
});

test("a channel is changed, deleted and taken back", async () => {
  await page.locator(".item.channel").tap();
  await page.getByRole("link", { name: "Edit" }).tap();
  await page.locator(".hop-entry").nth(4).getByRole("button", { name: "Remove" }).tap();
  await page.getByRole("button", { name: "Save channel" }).tap();
  await page.getByRole("heading", { name: "PGM A" }).waitFor();
  await until("the hop is gone", async () => (await page.locator(".hop").count()) === 4);
  await page.getByRole("button", { name: "Delete" }).tap();
  await page.getByText("PGM A was deleted.").waitFor();
  await page.getByRole("heading", { name: "No channels yet." }).waitFor();
  await page.getByRole("button", { name: "Undo" }).tap();
  await page.goto(`${station.origin}/channels`);
  await page.locator(".item.channel", { hasText: "PGM A" }).waitFor();
  assert.deepEqual(page.errors, []);
});
