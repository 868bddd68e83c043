// A station that watches nothing yet: how few taps there are to the first moving line, and what a search for more shows.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, context, page, taps;

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

const tap = async (target) => {
  taps += 1;
  await target.tap();
};
const row = (name) => page.getByRole("checkbox", { name });
const probes = async () => (await (await context.request.get(`${station.origin}/api/v1/probes`)).json()).items;
/// The station is not asked: what is here stays on this machine, whoever else is on its network.
const stage = (view, seen) => view.route("**/api/v1/discovery", (route) => route.fulfill({ json: seen() }));
const offer = (name, kind, target) => ({ name, kind, target, group: "Network" });
const somebody = (address, roles, offers) => ({ address, roles, offers, watched: false });
const machine = { ...somebody("192.0.2.2", ["this_machine"], [offer("This flypack", "host", "host:")]), name: "flypack" };
const loopback = { ...somebody("127.0.0.1", ["gateway"], [offer("Gateway", "icmp", "icmp:127.0.0.1")]), name: "gateway" };
const network = { interface: "eth0", address: "192.0.2.2", prefix: 24, network: "192.0.2.0/24", hosts: 253, can_scan: true };

test("from the first page to a moving line in at most five taps", async () => {
  await stage(page, () => ({ networks: [network], seen: [machine, loopback] }));
  taps = 0;
  await page.getByRole("heading", { name: "Welcome to Flywatch" }).waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  await page.getByLabel("Name of the station").fill("OB 7");
  await tap(page.getByRole("button", { name: "Next" }));
  await row(/flypack/).waitFor();
  assert.equal(await row(/flypack/).getAttribute("aria-checked"), "true");
  assert.equal(await row(/gateway/).getAttribute("aria-checked"), "true");
  assert.deepEqual(await smallTargets(page, 70), []);
  await tap(page.getByRole("button", { name: "Watch these 2" }));
  const tile = page.locator(".tile", { hasText: "Gateway" });
  const numbers = new Set();
  await until("the first number moves", async () => numbers.add(await tile.locator(".hero").innerText()).size > 2);
  assert.ok(taps <= 5, `${taps} taps`);
  await until("the station has its name", async () => (await page.title()).includes("OB 7"));
});

test("what was added is taken back with one tap", async () => {
  await page.getByRole("button", { name: "Undo" }).tap();
  await until("nothing is watched", async () => (await probes()).length === 0);
  await page.getByRole("heading", { name: "Nothing is watched yet." }).waitFor();
  await page.getByRole("button", { name: "Back" }).tap();
  await until("the name is still there", async () => (await page.getByLabel("Name of the station").inputValue()) === "OB 7");
});

test("a search shows how far it is, who answered so far, and can be stopped", async () => {
  let scan;
  const answered = { ...somebody("192.0.2.77", ["answered"], [offer("192.0.2.77", "icmp", "icmp:127.0.0.1")]), rtt_ms: 0.4 };
  await page.unroute("**/api/v1/discovery");
  await stage(page, () => ({ networks: [network], seen: scan?.done > 100 ? [machine, answered] : [machine], ...(scan && { scan }) }));
  await page.route("**/api/v1/discovery/scan", (route) => {
    if (route.request().method() === "DELETE") {
      scan = { ...scan, state: "cancelled", ended: scan.began };
      return route.fulfill({ status: 204 });
    }
    scan = { network: network.network, total: 253, done: 40, answered: 0, state: "running", began: Date.now() };
    return route.fulfill({ status: 202, json: scan });
  });
  await page.goto(`${station.origin}/discovery`);
  await page.getByRole("button", { name: "Look in 192.0.2.0/24 (253 addresses)" }).tap();
  await page.getByText("192.0.2.0/24: 40 of 253 asked, 0 answered").waitFor();
  scan = { ...scan, done: 120, answered: 1 };
  await row(/192\.0\.2\.77.*0\.40.ms/).waitFor();
  assert.equal(await row(/192\.0\.2\.77/).getAttribute("aria-checked"), "false");
  await page.goto(`${station.origin}/events`);
  await page.goto(`${station.origin}/discovery`);
  await page.getByText("120 of 253 asked, 1 answered").waitFor();
  await page.getByRole("button", { name: "Stop looking" }).tap();
  await page.getByText("stopped after 120 of 253").waitFor();
});

test("when nobody answers it says so, and what to do", async () => {
  await page.unroute("**/api/v1/discovery");
  const scan = { network: network.network, total: 253, done: 253, answered: 0, state: "done", began: 1, ended: 2 };
  await stage(page, () => ({ networks: [network], seen: [], scan }));
  await page.goto(`${station.origin}/discovery`);
  await page.getByText("The station sees nobody on its networks.").waitFor();
  await page.getByText(/None of the 253 addresses in 192.0.2.0\/24 answered. Check cables/).waitFor();
  assert.equal(await page.getByRole("button", { name: "Tick what to watch" }).isDisabled(), true);
  await page.unroute("**/api/v1/discovery");
});

test("a mistake of one keeps all from being added, and is told with its name", async () => {
  await station.add({ name: "Taken", kind: "host", target: "host:" });
  page.expected.push(/status of (409|422)/);
  const taken = somebody("192.0.2.9", ["gateway"], [offer("Taken", "icmp", "icmp:127.0.0.1")]);
  await stage(page, () => ({ networks: [], seen: [machine, taken] }));
  await page.goto(`${station.origin}/discovery`);
  await page.getByRole("button", { name: "Watch these 2" }).tap();
  await page.locator(".deeds .trouble").getByText(/Taken/).waitFor();
  assert.equal((await probes()).length, 1);
  await page.unroute("**/api/v1/discovery");
});

test("the station's own answer is shown, on a phone too, and by keyboard alone", async () => {
  const other = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
  const view = await openPage(other);
  await view.goto(`${station.origin}/discovery`);
  const own = view.getByRole("checkbox", { name: /This machine/ });
  await own.waitFor();
  assert.deepEqual(await sticksOut(view), []);
  assert.deepEqual(await smallTargets(view, 48), []);
  if (await own.isEnabled()) {
    await own.focus();
    const before = await own.getAttribute("aria-checked");
    await view.keyboard.press("Space");
    assert.notEqual(await own.getAttribute("aria-checked"), before);
  }
  assert.deepEqual(view.errors, []);
  await other.close();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
