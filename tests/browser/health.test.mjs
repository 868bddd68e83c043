// The health of the alarms: real peers are gone all at once, and the page says what that is and what to mend.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { PHONE, RACK, openBrowser, openPage, smallTargets, sticksOut, until } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

const GONE = 12;
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

const figure = (title) => page.locator(".health-figure", { has: page.getByRole("heading", { name: title }) });

test("without an alarm it says so, and the alerts and the palette lead here", async () => {
  await page.goto(`${station.origin}/alerts`);
  await page.locator(".finder-line").getByRole("link", { name: "Health" }).tap();
  await page.getByRole("heading", { name: "No alarm in this time." }).waitFor();
  await page.getByText("Nothing: one person can deal with these alarms.").waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  await page.goto(station.origin);
  await page.getByRole("button", { name: "Find anything" }).tap();
  await page.getByRole("combobox").fill("alarm health");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Alarm health" }).waitFor();
});

test("a flood is told over the list, at the ribbon and here, with what to do", async () => {
  for (let n = 1; n <= GONE; n += 1) {
    const target = `tcp://127.0.0.1:${await freePort()}`;
    await station.add({ name: `Decoder ${n}`, kind: "tcp", target, every_ms: 500, timeout_ms: 400, group: `Rack ${n}` });
  }
  // This one comes back as soon as it is well.
  const port = await freePort();
  const alerts = { "tcp/failure": { raise_after_ms: 0, clear_after_ms: 0 } };
  await station.add({ name: "Flapper", kind: "tcp", target: `tcp://127.0.0.1:${port}`, every_ms: 250, timeout_ms: 200, alerts });
  const isFiring = async () => {
    const { items } = await (await context.request.get(`${station.origin}/api/v1/alerts?firing=true`)).json();
    return items.some(({ subject }) => subject.name === "Flapper");
  };
  await until("it fires", isFiring);
  const peer = createServer((socket) => socket.on("error", () => {}).end()).listen(port, "127.0.0.1");
  await until("it is well", async () => !(await isFiring()));
  peer.close();
  await until("it came back", isFiring);
  await page.goto(`${station.origin}/alerts`);
  await page.locator(".panel.flood").getByText(/^Flood: \d+ alarms in 10 minutes; messages are gathered\.$/).waitFor();
  assert.match(await page.locator(".ribbon a.newest").getAttribute("title"), /^Flood: /);
  assert.deepEqual(await smallTargets(page, 70), []);
  await page.goto(`${station.origin}/alerts/health?span=hour`);
  await page.locator(".panel.flood").waitFor();
  await page.locator(".to-do li", { hasText: "alarms came within 10 minutes" }).waitFor();
  await figure("Busiest 10 min").getByText("off target").waitFor();
  await figure("Alarms per 10 min, mean").getByText("off target").waitFor();
  await page.locator(".over-time").getByRole("img", { name: /1 bar is a flood/ }).waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
});

test("a longer time is one tap away, and the worst lead to their alerts and their rules", async () => {
  await page.getByRole("navigation", { name: "How far back" }).getByRole("link", { name: "7 days" }).tap();
  await page.getByText("Each bar: the busiest 10 minutes of 1 h.").waitFor();
  await figure("Alarms per 10 min, mean").getByText("on target").waitFor();
  const bad = page.locator(".bad-actors li", { hasText: "Flapper" });
  await bad.getByText("Cannot look").waitFor();
  await bad.getByText("2 times").waitFor();
  await bad.getByRole("link", { name: /^Rules of Flapper/ }).tap();
  await page.locator(".tuned .item").first().waitFor();
  await page.goBack();
  await bad.locator(".item").tap();
  await until("its alert is shown", () => new URL(page.url()).pathname.startsWith("/alert/"));
});

test("a phone shows it, in German too", async () => {
  const phone = await openPage(await browser.newContext({ ...PHONE, storageState: await context.storageState() }));
  await phone.goto(station.origin);
  await phone.evaluate(() => localStorage.setItem("flywatch.language", "de"));
  await phone.goto(`${station.origin}/alerts/health`);
  await phone.getByRole("heading", { name: "Güte der Alarme" }).waitFor();
  await phone.locator(".bad-actors").getByText("Messung nicht möglich").first().waitFor();
  assert.deepEqual(await sticksOut(phone), []);
  assert.deepEqual(await smallTargets(phone, 48), []);
  assert.deepEqual(phone.errors, []);
  await phone.context().close();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
