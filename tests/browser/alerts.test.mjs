// Alerts as a crew has them: real peers fail, one explains the other, and people take them, put them aside and give them back.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { DESK, PHONE, RACK, openBrowser, openPage, smallTargets, sticksOut, until } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

let station, browser, context, page;
const ports = {};
const peers = {};

async function start(name) {
  ports[name] ??= await freePort();
  peers[name] = createServer((socket) => socket.on("error", () => {}).end()).listen(ports[name], "127.0.0.1");
  await once(peers[name], "listening");
}

async function stop(name) {
  peers[name].close();
  await once(peers[name], "close");
  delete peers[name];
}

before(async () => {
  station = await startStation();
  for (const name of ["Encoder", "Hub", "Router"]) {
    await start(name);
    await station.add({ name, kind: "tcp", target: `tcp://127.0.0.1:${ports[name]}`, every_ms: 500, timeout_ms: 400 });
  }
  await station.addChannel({ name: "PGM A", hops: [{ name: "ENC", probes: [1] }, { name: "HUB", probes: [2] }] });
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  await page.addInitScript(() => {
    window.tones = 0;
    const begin = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
      window.tones += 1;
      return begin.apply(this, at);
    };
  });
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  await station?.remove();
  for (const name of Object.keys(peers)) await stop(name);
});

const count = (of, word) => of.locator(`.ribbon .count.${word} b`).innerText();
const row = (of, name) => of.locator(".al", { hasText: name });
const dwell = (of) => of.locator(".acts .press.hold");
const alerts = async (query = "") => (await (await context.request.get(`${station.origin}/api/v1/alerts${query}`)).json()).items;

/// A finger that rests on a button until something is so.
async function rest(button, what, isSo) {
  const glass = await context.newCDPSession(page);
  const box = await button.boundingBox();
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await glass.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await until(what, isSo);
  await glass.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

test("as long as nothing is wrong the page says so", async () => {
  await page.goto(`${station.origin}/alerts`);
  await page.getByRole("heading", { name: "Nothing is wrong that anybody must look after." }).waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("two that fail are one incident, which the ribbon names and leads to", async () => {
  await stop("Encoder");
  await stop("Hub");
  await until("both fail", async () => (await alerts("?firing=true")).filter(({ cause }) => cause).length === 1);
  await until("one incident waits", async () => (await count(page, "crit")) === "1");
  await page.locator(".rail .number", { hasText: "1" }).waitFor();
  await until("the tab counts it", async () => (await page.title()).startsWith("1 CRIT"));
  await row(page, "Encoder").getByText("1 follows from it").waitFor();
  await page.locator(".ribbon .newest", { hasText: "Encoder" }).tap();
  await page.getByRole("heading", { name: "One cause, 2 alerts" }).waitFor();
  const tree = page.locator(".tree");
  await tree.getByText("Likely cause").waitFor();
  assert.match(await tree.locator("> li > .words").innerText(), /Encoder: .*nothing listens/);
  assert.match(await tree.locator("> li > ul > li").innerText(), /Hub: .*nothing listens/);
  await page.getByText("HUB is behind ENC in PGM A, and that is broken first.").first().waitFor();
  await page.locator(".on-it").getByRole("link", { name: "PGM A" }).waitFor();
  await page.locator(".turns").getByText("Encoder: fires").waitFor();
  await page.getByText("It has not been like that before").waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
});

test("it is heard until somebody silences it, which acknowledges nothing", async () => {
  await until("tones were made", () => page.evaluate(() => window.tones >= 6));
  await page.getByRole("button", { name: "Silence" }).tap();
  await page.getByText("Silent. 1 critical incident still waits for somebody.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Silence" }).count(), 0);
  assert.equal(await count(page, "crit"), "1");
  await page.getByRole("button", { name: "Close" }).tap();
});

test("a sleeve does nothing; a finger that rests takes it, and is asked once whose it is", async () => {
  await dwell(page).tap();
  await dwell(page).getByText("let go too early").waitFor();
  assert.ok((await alerts()).every(({ acknowledged }) => !acknowledged));
  await until("it rests", async () => (await dwell(page).getAttribute("data-stage")) === "rest");
  await rest(dwell(page), "it asks who", () => page.getByRole("dialog", { name: "Who are you?" }).isVisible());
  await page.getByLabel("Name or place").fill("Anna");
  await page.getByRole("button", { name: "That is me" }).click();
  await page.getByText("Acknowledged 2.").waitFor();
  await page.locator(".incident .status", { hasText: "Anna has had it for" }).waitFor();
  await until("nothing waits", async () => (await count(page, "crit")) === "0");
  await page.locator(".ribbon .newest", { hasText: "1 taken care of" }).waitFor();
  await page.locator(".filters").getByText("Mine 1").waitFor();
});

test("undo gives it back, and the keyboard takes it again", async () => {
  await page.getByRole("button", { name: "Undo" }).tap();
  await until("it waits again", async () => (await count(page, "crit")) === "1");
  await dwell(page).waitFor();
  await page.keyboard.press("a");
  await until("it is taken", async () => {
    if ((await count(page, "crit")) === "0") return true;
    if ((await dwell(page).count()) && (await dwell(page).getAttribute("data-stage")) === "confirm") await page.keyboard.press("Enter");
    return false;
  });
  assert.deepEqual((await alerts()).map(({ acknowledged }) => acknowledged.by), ["Anna", "Anna"]);
});

test("another screen sees it, a reload keeps it, and the tiles say whose it is", async () => {
  const other = await openPage(await browser.newContext({ ...DESK, storageState: await context.storageState() }));
  await other.goto(station.origin);
  const tile = other.locator(".tile", { hasText: "Encoder" });
  await tile.locator(".st.acked").waitFor();
  await tile.getByText(/Anna · /).waitFor();
  await other.goto(`${station.origin}/alerts`);
  await row(other, "Encoder").getByText(/^Anna/).waitFor();
  assert.deepEqual(await sticksOut(other), []);
  assert.deepEqual(other.errors, []);
  await other.context().close();
  await page.reload();
  await page.locator(".incident .status", { hasText: "Anna has had it for" }).waitFor();
  await page.getByRole("button", { name: "Give back" }).tap();
  await page.getByText("2 wait for somebody again.").waitFor();
  await until("it waits again", async () => (await count(page, "crit")) === "1");
});

test("one is put aside with a reason and taken back from the shelf", async () => {
  await stop("Router");
  await page.goto(`${station.origin}/alerts`);
  await row(page, "Router").locator("a").tap();
  await page.getByRole("button", { name: "Shelve" }).tap();
  await page.getByRole("radio", { name: "1 h" }).tap();
  await page.getByLabel("Why (others read it)").fill("is being moved");
  await page.getByRole("button", { name: "Shelve 1" }).tap();
  await page.getByText("Put 1 aside.").waitFor();
  await page.locator(".incident .status", { hasText: "put aside by Anna" }).waitFor();
  await page.locator(".incident blockquote", { hasText: "is being moved" }).waitFor();
  await page.locator(".filters").getByRole("link", { name: "Shelved 1" }).tap();
  await row(page, "Router").locator(".st.shelved").waitFor();
  await page.getByRole("button", { name: "Take from shelf" }).tap();
  await page.getByText("Took 1 from the shelf.").waitFor();
  await page.getByRole("heading", { name: "Nothing lies on the shelf." }).waitFor();
});

test("a note stands in what became of it", async () => {
  await page.goto(`${station.origin}/alerts`);
  await row(page, "Router").locator("a").tap();
  await page.getByRole("button", { name: "Note" }).tap();
  await page.getByLabel("What the others should know").fill("new cable is on its way");
  await page.getByRole("button", { name: "Save the note" }).tap();
  await page.locator(".turns", { hasText: "Anna: note" }).getByText("New cable is on its way.").waitFor();
});

test("several are chosen and taken with one hold", async () => {
  await page.getByRole("button", { name: "Select" }).tap();
  await page.getByRole("checkbox", { name: /Router/ }).tap();
  await page.getByRole("checkbox", { name: /Encoder/ }).focus();
  await page.keyboard.press("Space");
  await page.getByText("2 selected").waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  await rest(page.locator(".bulk .press.hold"), "all are taken", async () => (await count(page, "crit")) === "0");
  await page.getByText("Acknowledged 3.").waitFor();
});

test("what is well again says so, and then stands among the past", async () => {
  await start("Router");
  const router = page.locator(".incident", { hasText: "Router" });
  await page.locator(".al", { hasText: "Router" }).locator("a").tap();
  await router.getByText(/Well for /).waitFor();
  await page.locator(".filters").getByRole("link", { name: "Past" }).tap();
  const past = page.locator(".past-rows .al", { hasText: "Router" });
  await past.getByText(/lasted/).waitFor();
  await past.locator("a").tap();
  await page.locator(".incident .status", { hasText: "over since" }).waitFor();
  await page.goto(`${station.origin}/probe/3`);
  await page.locator(".of-probe").getByRole("link").first().waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("a phone shows the list, and one of it at a time, in German too", async () => {
  const phone = await openPage(await browser.newContext({ ...PHONE, storageState: await context.storageState() }));
  await phone.goto(`${station.origin}/alerts`);
  await row(phone, "Encoder").waitFor();
  await phone.getByRole("switch", { name: "Sound off" }).waitFor();
  assert.deepEqual(await sticksOut(phone), []);
  assert.deepEqual(await smallTargets(phone, 48), []);
  await phone.evaluate(() => localStorage.setItem("flywatch.language", "de"));
  await phone.reload();
  await row(phone, "Encoder").locator("a").tap();
  await phone.getByRole("heading", { name: "Eine Ursache, 2 Alarme" }).waitFor();
  await phone.getByRole("button", { name: "Zurückgeben" }).waitFor();
  assert.deepEqual(await sticksOut(phone), []);
  assert.deepEqual(await smallTargets(phone, 48), []);
  await phone.getByRole("link", { name: "Zu den Alarmen" }).tap();
  await row(phone, "Encoder").waitFor();
  assert.deepEqual(phone.errors, []);
  await phone.context().close();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
