// The wall: finding, folding, choosing several, Glance, two thousand tiles, names that are hard to show.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DESK, RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

const LONG = "Encoder ".repeat(32).slice(0, 250).trim();
const HTML = '<img src=x onerror="window.broken = true"> & <b>bold</b>';
const RTL = "كاميرا ٣ الرئيسية";
let station, browser, context, page;

before(async () => {
  station = await startStation();
  const port = (name, group) => ({ name, group, kind: "tcp", target: "tcp://127.0.0.1:9", every_ms: 60_000 });
  await station.add({ name: "Gateway", group: "Network", kind: "icmp", target: "icmp:127.0.0.1", every_ms: 500 });
  for (const name of ["ENC-1", "ENC-2", "ENC-3"]) await station.add(port(name, "Encoders"));
  for (const name of [LONG, HTML, RTL]) await station.add(port(name, "Hard names"));
  browser = await openBrowser();
  context = await browser.newContext(DESK);
  page = await patientPage(context);
  await page.goto(await station.link());
  await tile("ENC-1").waitFor({ timeout: 60_000 });
});

/// Two thousand tiles are asked of a machine that may have much else to do.
async function patientPage(context) {
  const page = await openPage(context);
  return page;
}

after(async () => {
  await browser?.close();
  await station?.remove();
});

const tile = (name) => page.locator(".tile", { hasText: name });
const shown = () => page.locator(".tile").count();
const find = () => page.getByRole("searchbox", { name: "Find and filter" });
const search = () => page.evaluate(() => decodeURIComponent(location.search));
const probes = async () => (await (await context.request.get(`${station.origin}/api/v1/probes`)).json()).items;

test("words, states and kinds leave what fits, and the address tells so", async () => {
  await find().click();
  await page.keyboard.type("enc 127");
  await until("the encoders are left", async () => (await shown()) >= 3 && (await tile("Gateway").count()) === 0);
  await until("the address follows", async () => (await search()) === "?find=enc 127");
  await page.keyboard.press("Escape");
  await until("all are back", async () => (await shown()) === 7);
  await page.getByRole("button", { name: /^Exceptions/ }).click();
  await until("what is well is gone", async () => (await tile("Gateway").count()) === 0 && (await shown()) === 6);
  await until("the address follows", async () => (await search()) === "?show=bad");
  const other = await patientPage(context);
  await other.goto(`${station.origin}/?show=bad&find=enc-2`);
  await other.locator(".tile").first().waitFor();
  assert.equal(await other.locator(".tile").count(), 1, "a link shows the same");
  await other.goto(`${station.origin}/?show=minor`);
  await other.getByText("Nothing here is like that at the moment.").waitFor();
  await other.getByRole("link", { name: "Show all" }).click();
  await until("all are shown", async () => (await other.locator(".tile").count()) === 7);
  assert.deepEqual(other.errors, []);
  await other.close();
  await page.getByRole("button", { name: "Show all" }).click();
  await until("all are back", async () => (await shown()) === 7);
  await until("the address asks for nothing", async () => (await search()) === "");
});

test("a folded group stays folded, tells how bad it is, and is found in all the same", async () => {
  const fold = page.getByRole("button", { name: /^Encoders/ });
  await fold.click();
  await until("its tiles are gone", async () => (await tile("ENC-1").count()) === 0);
  assert.match(await fold.innerText(), /3 probes\s+3/);
  await page.reload();
  await tile("Gateway").waitFor();
  assert.equal(await tile("ENC-1").count(), 0);
  await find().click();
  await page.keyboard.type("ENC-1");
  await tile("ENC-1").waitFor();
  await page.keyboard.press("Escape");
  await fold.click();
  await tile("ENC-1").waitFor();
});

test("long names, markup and names from right to left are names and nothing else", async () => {
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await tile(HTML).count(), 1);
  assert.equal(await tile(RTL).locator(".name").evaluate((name) => getComputedStyle(name).direction), "rtl");
  assert.equal(await tile(LONG).locator(".name").getAttribute("title"), LONG);
  assert.match(await tile("ENC-1").locator(".vh").first().innerText(), /^ENC-1, critical: refused, for /);
  assert.deepEqual(await sticksOut(page), []);
  assert.deepEqual(await smallTargets(page, 24), []);
});

test("several are moved together after a look at what changes, and moved back", async () => {
  await page.getByRole("button", { name: "Select" }).click();
  await tile("ENC-1").click();
  await tile("ENC-2").focus();
  await page.keyboard.press("Space");
  await page.getByText("2 selected").waitFor();
  assert.equal(await tile("ENC-1").getAttribute("aria-checked"), "true");
  await page.getByRole("toolbar").getByRole("button", { name: "Group" }).click();
  await page.getByRole("dialog").getByLabel("Group").fill("Spare");
  await page.getByRole("dialog").getByText("Encoders → Spare").first().waitFor();
  await page.getByRole("button", { name: "Change 2 probes" }).click();
  await page.getByRole("heading", { name: /Spare/ }).waitFor();
  assert.equal((await probes()).filter((probe) => probe.group === "Spare").length, 2);
  await page.getByRole("button", { name: "Undo" }).click();
  await until("they stand where they stood", async () => (await probes()).every((probe) => probe.group !== "Spare"));
});

test("several are deleted by a hold, and taken back", async () => {
  await page.getByRole("button", { name: "Select" }).click();
  for (const name of ["ENC-1", "ENC-2"]) await tile(name).click();
  await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
  const hold = page.getByRole("button", { name: /Delete 2 probes/ });
  await hold.hover();
  await page.mouse.down();
  await page.getByText("2 probes are being deleted.").waitFor();
  await page.mouse.up();
  await until("they are gone from the wall", async () => (await tile("ENC-1").count()) === 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await tile("ENC-1").waitFor();
  assert.equal((await probes()).length, 7);
});

test("Glance tells the worst, and the touch that wakes it presses nothing", async () => {
  const rack = await patientPage(await browser.newContext({ ...RACK, storageState: await context.storageState() }));
  await rack.goto(`${station.origin}/glance`);
  const glance = rack.getByRole("region", { name: "Glance" });
  await glance.getByText("CRIT").first().waitFor();
  const size = await glance.locator(".count b").first().evaluate((count) => parseFloat(getComputedStyle(count).fontSize));
  assert.ok(size >= 24 * 5.88 - 1, `${size} px are 24 mm`);
  const box = await glance.locator(".state .g").boundingBox();
  assert.ok(box.width >= 35 * 5.88, `${box.width} px are 35 mm`);
  await rack.touchscreen.tap(600, 300);
  await glance.waitFor({ state: "detached" });
  await rack.locator(".tile").first().waitFor();
  assert.equal(new URL(rack.url()).pathname, "/", "no tile was opened");
  assert.deepEqual(rack.errors, []);
  await rack.context().close();
});

test("two thousand tiles are there, and only those in sight are drawn", async () => {
  const changes = Array.from({ length: 1990 }, (_, n) => ({
    add: { name: `Many ${n}`, group: `Rack ${n % 40}`, kind: "icmp", target: "icmp:127.0.0.1", enabled: false },
  }));
  const answer = await context.request.post(`${station.origin}/api/v1/probes/changes`, { data: changes, timeout: 60_000 });
  assert.equal(answer.status(), 200, await answer.text());
  await until("all are there", async () => (await shown()) === 1997, 60_000);
  assert.ok((await page.locator(".tile .hero").count()) < 150, "only what is in sight is drawn");
  await find().click();
  await page.keyboard.type("many 1234");
  await until("one is left", async () => (await shown()) === 1);
  await until("and it is drawn", async () => (await page.locator(".tile .hero").count()) === 1);
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
