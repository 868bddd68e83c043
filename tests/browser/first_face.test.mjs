// The way of an operator from a fresh station to a watched device and back, in a real browser against the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DESK, PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets, until, untilDrawn } from "./screen.mjs";
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

const tile = (name) => page.locator(".tile", { hasText: name });
const nav = (name) => page.getByRole("navigation").getByRole("link", { name });
const palled = () => page.evaluate(() => getComputedStyle(document.querySelector(".pall")).opacity === "1");
const probes = async () => (await (await context.request.get(`${station.origin}/api/v1/probes`)).json()).items;

test("a fresh station greets and offers to watch the machine it runs on", async () => {
  await page.getByRole("heading", { name: "Welcome to Flywatch" }).waitFor();
  await page.locator(".ribbon").getByText("LIVE").waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  await page.getByRole("button", { name: "Skip" }).tap();
  await page.getByRole("heading", { name: "Nothing is watched yet." }).waitFor();
  await page.getByRole("checkbox", { name: /This machine/, checked: true }).waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("a probe that was tried and added by touch shows a live value on the wall", async () => {
  await nav("Add").tap();
  await page.getByRole("radio", { name: /Ping/ }).tap();
  await page.getByLabel("Target").fill("icmp:127.0.0.1");
  await page.getByLabel("Name on the wall").fill("Loopback");
  await page.getByLabel("Group").fill("Network");
  await page.getByLabel("Look every, s").fill("0,5");
  await page.getByRole("button", { name: "Try it" }).tap();
  await page.locator(".trial").getByText("It answers").waitFor();
  assert.deepEqual(await probes(), [], "a try saves nothing");
  await page.getByRole("button", { name: "Add probe" }).tap();
  await page.getByRole("heading", { name: "Loopback" }).waitFor();
  await nav("Wall").tap();
  await until("the tile is OK", async () => (await tile("Loopback").innerText()).includes("OK"));
  await until("the tile has a round trip", async () => /\d ?\s*ms/.test(await tile("Loopback").innerText()));
  const numbers = new Set();
  await until("the number moves", async () => numbers.add(await tile("Loopback").locator(".hero").innerText()).size > 2);
  await page.getByRole("heading", { name: /Network/ }).waitFor();
});

test("its page tells how it is and draws its past", async () => {
  await tile("Loopback").tap();
  await page.getByText("Everything it measures is within its limits.").waitFor();
  await untilDrawn(page, "the chart has points", 6);
  for (const range of ["1 h", "6 h", "24 h", "7 d", "5 min"]) {
    await page.getByRole("button", { name: range, exact: true }).tap();
    await untilDrawn(page, `${range} is drawn`, 2);
  }
  await page.getByRole("button", { name: "Pause" }).tap();
  await page.getByRole("button", { name: "Live", exact: true }).tap();
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
});

test("a wrong entry is named at its place and nothing typed is lost", async () => {
  page.expected.push(/status of 422/);
  await page.getByRole("link", { name: "Edit" }).tap();
  await page.getByLabel("Name on the wall").fill("Renamed");
  await page.getByLabel("Target").fill("ftp://127.0.0.1/");
  await page.getByRole("button", { name: "Save" }).tap();
  const wrong = page.locator(".field.wrong", { has: page.getByLabel("Target") });
  await wrong.locator(".note").getByText(/icmp:/).waitFor();
  assert.equal(await page.getByLabel("Target").inputValue(), "ftp://127.0.0.1/");
  assert.equal(await page.getByLabel("Name on the wall").inputValue(), "Renamed");
  await page.getByLabel("Target").fill("icmp:127.0.0.1");
  await until("the mark goes away", async () => (await wrong.count()) === 0);
  await page.getByRole("button", { name: "Save" }).tap();
  await page.getByRole("heading", { name: "Renamed" }).waitFor();
  assert.equal((await probes())[0].name, "Renamed");
});

test("switched off and on again", async () => {
  await page.getByRole("button", { name: "Switch off" }).tap();
  await page.getByText("Switched off.", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "Switch on" }).tap();
  await page.getByText("Everything it measures is within its limits.").waitFor();
});

test("every order can be given by keyboard", async () => {
  await page.goto(station.origin);
  await tile("Renamed").waitFor();
  await tile("Renamed").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Renamed" }).waitFor();
  await page.keyboard.press("Escape");
  await tile("Renamed").waitFor();
  await nav("Events").focus();
  await page.keyboard.press("Enter");
  await page.locator(".events li").first().waitFor();
});

test("when the station is gone the picture is veiled, and comes back by itself", async () => {
  page.expected.push(/WebSocket connection to/, /Failed to load resource: net::/);
  await page.goto(station.origin);
  await tile("Renamed").waitFor();
  await until("nothing is veiled", async () => !(await palled()));
  await station.kill();
  await until("the ribbon says so", async () => (await page.locator(".ribbon .live").innerText()).includes("NO LINK"));
  await until("the pall falls", palled);
  await page.getByText("OLD PICTURE").waitFor();
  await station.restart();
  await until("LIVE again", async () => (await page.locator(".ribbon .live").innerText()).includes("LIVE"));
  await until("the pall is lifted", async () => !(await palled()));
  await until("the tile is OK again", async () => (await tile("Renamed").innerText()).includes("OK"));
});

test("a delete can be taken back, and is carried out when it is not", async () => {
  await tile("Renamed").tap();
  await page.getByRole("button", { name: "Delete" }).tap();
  await page.getByRole("button", { name: "Undo" }).tap();
  await tile("Renamed").waitFor();
  assert.equal((await probes()).length, 1);
  await tile("Renamed").tap();
  await page.getByRole("button", { name: "Delete" }).tap();
  await page.getByRole("heading", { name: "Nothing is watched yet." }).waitFor();
  assert.equal((await probes()).length, 1, "nothing is deleted while it can be taken back");
  await until("the station has deleted it", async () => (await probes()).length === 0);
});

test("two taps watch this machine, one more wears another theme", async () => {
  const machine = page.getByRole("checkbox", { name: /This machine/ });
  await machine.waitFor();
  // Whom it sees beside itself depends on the network of this machine.
  const none = page.getByRole("button", { name: "Tick none" });
  if (await none.isVisible()) await none.tap();
  if ((await machine.getAttribute("aria-checked")) === "false") await machine.tap();
  await page.getByRole("button", { name: "Watch this one" }).tap();
  await until("the tile is there", async () => (await tile("This machine").count()) === 1);
  await page.goto(`${station.origin}/settings`);
  for (const [name, theme] of [["Day", "day"], ["High contrast", "contrast"], ["Night", "night"], ["Truck", "truck"]]) {
    await page.getByRole("radio", { name }).tap();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
  }
});

test("on a desk groups stand beside each other and every heading is seen, on a phone below each other", async () => {
  await station.add({ name: "Port", kind: "tcp", target: "tcp://127.0.0.1:9", group: "A" });
  await station.add({ name: "Other port", kind: "tcp", target: "tcp://127.0.0.1:9", group: "B" });
  for (const [size, rows] of [[PHONE, 3], [DESK, 1]]) {
    const other = await browser.newContext({ ...size, storageState: await context.storageState() });
    const view = await openPage(other);
    await view.goto(station.origin);
    await view.locator(".tile").nth(2).waitFor();
    const tops = await view.locator(".group").evaluateAll((groups) => groups.map((group) => group.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, rows);
    const [first] = await (await other.request.get(`${station.origin}/api/v1/probes`)).json().then(({ items }) => items);
    await view.goto(`${station.origin}/probe/${first.id}/edit`);
    const heading = await view.getByRole("heading", { level: 1 }).boundingBox();
    const label = await view.getByText("Target", { exact: true }).boundingBox();
    assert.ok(heading.y + heading.height <= label.y, "the heading stands above the entries");
    assert.deepEqual(view.errors, []);
    await other.close();
  }
});

test("a phone keeps its sizes when something sticks out: what fits is not asked of the content", async () => {
  const other = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
  const view = await openPage(other);
  await view.goto(station.origin);
  await view.locator(".tile").first().waitFor();
  const dressed = () =>
    view.evaluate(() => {
      dispatchEvent(new Event("resize"));
      return document.documentElement.dataset.profile;
    });
  await view.evaluate(() => {
    const wide = document.body.appendChild(document.createElement("p"));
    Object.assign(wide.style, { position: "absolute", inset: "0 auto auto 0", width: "900px", height: "3000px" });
  });
  await until("the phone has zoomed out", () => view.evaluate(() => innerWidth >= 700));
  assert.equal(await dressed(), "phone");
  await other.close();
});

test("a screen that is not let in is told how to get in", async () => {
  const stranger = await browser.newContext(RACK);
  const view = await openPage(stranger);
  view.expected.push(/401/, /WebSocket connection to/);
  await view.goto(station.origin);
  await view.getByText("flywatch link").waitFor();
  assert.deepEqual(view.errors, []);
  await stranger.close();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
