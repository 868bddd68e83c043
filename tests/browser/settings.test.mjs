// The settings: of the station with undo and hold, of this screen, and the reports of failures.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { DESK, RACK, confirmHold, openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, context, page;

before(async () => {
  station = await startStation();
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  await page.goto(await station.link());
  await page.goto(`${station.origin}/settings`);
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

const kept = async () => (await context.request.get(`${station.origin}/api/v1/station`)).json();
const field = (name) => page.locator(".field", { has: page.getByLabel(name) });

test("the station is renamed and named back again", async () => {
  const { name } = await kept();
  await until("the name is there", async () => (await page.getByLabel("Name of the station").inputValue()) === name);
  await page.getByLabel("Name of the station").fill(" ");
  await field("Name of the station").getByText("Give the station a name").waitFor();
  await page.getByLabel("Name of the station").fill("OB 7");
  await page.getByRole("button", { name: "Save the name" }).tap();
  await until("it is saved", async () => (await kept()).name === "OB 7");
  await until("every screen shows it", async () => (await page.title()).includes("OB 7"));
  await page.getByRole("button", { name: "Undo" }).tap();
  await until("it has its old name", async () => (await kept()).name === name);
  await until("the entry too", async () => (await page.getByLabel("Name of the station").inputValue()) === name);
});

test("history is kept longer with a tap, and shorter only when the button is held", async () => {
  const days = page.getByLabel("Every value, days");
  await days.fill("99");
  await field("Every value, days").getByText("1 to 90 days").waitFor();
  await days.fill("14");
  await page.getByText(/takes about/).waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).tap();
  await until("it is saved", async () => (await kept()).retention.raw_days === 14);
  await days.fill("3");
  await page.getByText("Values as they came older than 3 days go within minutes").waitFor();
  const hold = page.getByRole("button", { name: /Save and delete what is older/ });
  await hold.tap();
  assert.equal((await kept()).retention.raw_days, 14, "a tap deletes nothing");
  await confirmHold(page, hold, async () => (await kept()).retention.raw_days === 3);
  await until("the page knows", async () => (await hold.count()) === 0);
});

test("somebody else was quicker: nothing is overwritten", async () => {
  page.expected.push(/status of (409|412|428)/);
  const now = await kept();
  const headers = { "If-Match": `"${now.revision}"` };
  const retention = { ...now.retention, five_minutes_days: 500 };
  await context.request.put(`${station.origin}/api/v1/station`, { headers, data: { name: now.name, retention } });
  await page.getByLabel("Every value, days").fill("5");
  await page.getByRole("button", { name: "Save", exact: true }).tap();
  await page.getByText("Somebody else changed these settings meanwhile").waitFor();
  assert.equal((await kept()).retention.five_minutes_days, 500);
  await until("what holds now is shown", async () => (await page.getByLabel(/Steps of 5 min/).inputValue()) === "500");
});

test("a millimetre is set by a bank card, and every size of the rack follows", async () => {
  const rail = () => page.evaluate(() => document.querySelector(".rail").getBoundingClientRect().width);
  const before = await rail();
  await page.getByLabel("Length of the card").fill("7");
  const card = await page.locator(".card").evaluate((card) => card.getBoundingClientRect().width);
  assert.ok(Math.abs(card - 85.6 * 7) < 1, `${card}`);
  assert.ok((await rail()) > before);
  await page.reload();
  await page.locator(".ribbon .live").getByText("LIVE").waitFor();
  await until("it is remembered", async () => (await rail()) > before);
  await page.getByRole("button", { name: "Shorter" }).tap();
  await page.getByRole("button", { name: "As delivered" }).tap();
  assert.equal(await rail(), before);
});

test("habits of this screen are remembered, by keyboard too", async () => {
  for (const [group, way, key, word] of [
    ["Keyboard shortcuts", "Off", "flywatch.shortcuts", "off"],
    ["Glance after a minute", "Off", "flywatch.glance", "off"],
    ["Motion", "Less", "flywatch.motion", "less"],
    ["Main buttons", "Right", "flywatch.hand", "right"],
  ]) {
    const choice = page.getByRole("radiogroup", { name: group }).getByRole("radio", { name: way });
    await choice.focus();
    await page.keyboard.press("Space");
    assert.equal(await choice.getAttribute("aria-checked"), "true");
    assert.equal(await page.evaluate((key) => localStorage.getItem(key), key), word);
  }
  const [rail, work] = await Promise.all([".rail", "main"].map((part) => page.locator(part).boundingBox()));
  assert.ok(rail.x >= work.x + work.width - 1, "the main buttons stand at the right");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.motion), "less");
});

test("a report of a failure is shown and put away", async () => {
  const report = { at: Date.now(), sort: "panic", program: "flywatch", version: "0.0.0", message: "a part stopped", place: "spine.rs:1" };
  await mkdir(join(station.data, "crashes"), { recursive: true });
  await writeFile(join(station.data, "crashes", "panic-1.json"), JSON.stringify(report));
  const listed = await (await context.request.get(`${station.origin}/api/v1/crashes`)).json();
  assert.equal(listed.items.length, 1);
  await page.reload();
  await page.getByText("a part stopped").waitFor();
  await page.locator(".crashes summary").tap();
  await page.locator(".crashes pre").getByText("spine.rs:1").waitFor();
  await page.getByRole("button", { name: "Put away" }).tap();
  await page.getByText("None that nobody has put away.").waitFor();
});

test("on a desk nothing is cut off and the screen's own clock is told when it is wrong", async () => {
  const other = await browser.newContext({ ...DESK, storageState: await context.storageState() });
  const view = await openPage(other);
  await view.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
  });
  await view.goto(`${station.origin}/settings`);
  await view.getByText(/This screen's clock is .* fast of the station's/).waitFor();
  assert.deepEqual(view.errors, []);
  await other.close();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
