// Devices: made, watched, kept as a template, changed, deleted with and without their probes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DESK, RACK, confirmHold, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, context, page;

before(async () => {
  station = await startStation();
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

const items = async (what) => (await (await context.request.get(`${station.origin}/api/v1/${what}`)).json()).items;
const device = (name) => page.locator("main .list li", { hasText: name });
const make = (spec) => context.request.post(`${station.origin}/api/v1/devices`, { data: { role: "other", ...spec } });

test("a list without devices says what they are good for", async () => {
  await page.goto(`${station.origin}/devices`);
  await page.getByText("A device groups the probes of one box").waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("a device is added by keyboard alone; what it lacks is named only when it was left", async () => {
  await page.goto(`${station.origin}/devices`);
  await page.getByRole("link", { name: "Add a device" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Name", { exact: true }).focus();
  assert.equal(await page.locator(".field.wrong").count(), 0);
  await page.keyboard.press("Enter");
  await page.locator(".field.wrong").getByText("Give it a name.").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("ENC 1");
  await page.getByLabel("Address").fill("127.0.0.1");
  await page.getByRole("radio", { name: "UPS" }).focus();
  await page.keyboard.press("Space");
  await page.getByLabel("Note").fill("Rack 2, U14");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "ENC 1" }).waitFor();
  await page.getByText("UPS · 127.0.0.1").waitFor();
  await page.getByText("Rack 2, U14").waitFor();
});

test("one tap pings it, and its tile stands on its page", async () => {
  await page.getByText("Nothing looks at it yet.").waitFor();
  await page.getByRole("button", { name: "Ping it" }).tap();
  await page.locator(".tile", { hasText: "ENC 1 ping" }).waitFor();
  await until("it is OK", async () => (await page.locator("main > .head .st").innerText()).includes("OK"));
  assert.deepEqual(await smallTargets(page, 70), []);
  await page.getByRole("link", { name: "To the devices" }).tap();
  await until("the list tells its state", async () => /OK[^]*1 probe/.test(await device("ENC 1").innerText()));
});

test("its probes become a template that watches the next device", async () => {
  await device("ENC 1").tap();
  await page.getByText("Keep as template").tap();
  await page.getByLabel("Name of the template").fill("Power supply");
  await page.getByRole("button", { name: "Save" }).tap();
  await page.getByText("The template Power supply is ready").waitFor();
  await make({ name: "ENC 2", address: "127.0.0.2" });
  await page.goto(`${station.origin}/devices`);
  await device("ENC 2").tap();
  await page.getByRole("button", { name: /Power supply/ }).first().tap();
  await page.locator(".tile", { hasText: "ENC 2 ping" }).waitFor();
  const [, second] = await items("probes");
  assert.equal(second.target, "icmp:127.0.0.2");
  await page.getByRole("button", { name: "Undo" }).tap();
  await until("the probe is gone again", async () => (await items("probes")).length === 1);
  await page.getByRole("button", { name: "Delete the template Power supply" }).tap();
  await until("the template is gone", async () => (await items("templates")).length === 0);
  await page.getByRole("button", { name: "Undo" }).tap();
  await until("the template is back", async () => (await items("templates")).length === 1);
});

test("a search finds a device and says when there is none", async () => {
  await page.goto(`${station.origin}/devices`);
  const search = page.getByRole("searchbox");
  await search.fill("ups 127.0.0.1");
  await until("one is left", async () => (await page.locator("main .list li").count()) === 1);
  await search.fill("nobody");
  await page.getByRole("button", { name: "Clear the search" }).tap();
  await until("all are back", async () => (await page.locator("main .list li").count()) === 2);
});

test("a device is changed; a name that is taken is refused and nothing typed is lost", async () => {
  page.expected.push(/status of (409|422)/);
  await device("ENC 2").tap();
  await page.getByRole("link", { name: "Edit" }).tap();
  await page.getByLabel("Name", { exact: true }).fill("ENC 1");
  await page.getByLabel("Note").fill("spare");
  await page.getByRole("button", { name: "Save" }).tap();
  await until("it says why", async () => /ENC 1/.test(await page.locator("main").getByRole("alert").innerText()) || (await page.locator(".field.wrong").count()) === 1);
  assert.equal(await page.getByLabel("Note").inputValue(), "spare");
  await page.getByLabel("Name", { exact: true }).fill("ENC 3");
  await page.getByRole("button", { name: "Save" }).tap();
  await page.getByRole("heading", { name: "ENC 3" }).waitFor();
});

test("a deleted device leaves its probes when asked to, and comes back with them", async () => {
  await page.goto(`${station.origin}/devices`);
  await device("ENC 1").tap();
  await page.getByRole("button", { name: "Delete", exact: true }).tap();
  await page.getByRole("button", { name: "Delete the device, keep its probes" }).tap();
  await until("the device is gone", async () => (await items("devices")).length === 1);
  const [alone] = await items("probes");
  assert.equal(alone.device, undefined);
  await page.getByRole("button", { name: "Undo" }).tap();
  await until("the device is back", async () => (await items("devices")).length === 2);
  await until("its probe belongs to it", async () => (await items("probes"))[0].device !== undefined);
});

test("a device goes with its probes only when the button is held", async () => {
  await page.goto(`${station.origin}/devices`);
  await device("ENC 1").tap();
  await page.getByRole("button", { name: "Delete", exact: true }).tap();
  const hold = page.getByRole("button", { name: /Delete the device and its probe/ });
  await hold.tap();
  assert.equal((await items("devices")).length, 2, "a tap deletes nothing");
  await confirmHold(page, hold, async () => (await items("devices")).length === 1 && (await items("probes")).length === 0);
});

test("odd names and 300 devices stay readable and quick to search", async () => {
  await make({ name: "x".repeat(200), address: "127.0.0.9" });
  await make({ name: "<img src=x onerror=alert(1)>", address: "127.0.0.9", note: "<b>note</b>" });
  await make({ name: "كاميرا ٣", address: "127.0.0.9" });
  for (let at = 0; at < 297; at += 1) await make({ name: `CAM ${at}`, address: `127.0.1.${at % 250}` });
  for (const size of [RACK, DESK]) {
    const other = await browser.newContext({ ...size, storageState: await context.storageState() });
    const view = await openPage(other);
    await view.goto(`${station.origin}/devices`);
    await view.getByRole("searchbox").fill("cam 296");
    await until("it is found", async () => (await view.locator("main .list li").count()) === 1);
    await view.getByRole("searchbox").fill("");
    await until("all are there", async () => (await view.locator("main .list li").count()) === 301);
    assert.deepEqual(await sticksOut(view), []);
    assert.deepEqual(view.errors, []);
    await other.close();
  }
});

test("a device that is not there says so", async () => {
  page.expected.push(/status of 404/);
  await page.goto(`${station.origin}/device/999`);
  await page.getByText("This device is not there any more.").waitFor();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
