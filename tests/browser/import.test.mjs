// Out to a file, edited, looked through, in again, and back: as a crew does it with a spreadsheet.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { DESK, PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, context, page;

before(async () => {
  station = await startStation();
  for (const [name, group] of [["Gateway", "Network"], ["Küche; links", ""]])
    await station.add({ name, kind: "icmp", target: "icmp:127.0.0.1", group, enabled: false });
  browser = await openBrowser();
  context = await browser.newContext({ ...RACK, acceptDownloads: true });
  page = await openPage(context);
  await page.goto(await station.link());
  await page.goto(`${station.origin}/import`);
  await page.getByRole("heading", { name: "Import and export" }).waitFor();
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

const probes = async () => (await (await context.request.get(`${station.origin}/api/v1/probes?limit=1000`)).json()).items;
const rows = () => page.locator(".plan tbody tr");
const choose = (name, text) => page.locator("input[type=file]").setInputFiles({ name, mimeType: "", buffer: Buffer.from(text) });
const looked = (text) => page.locator(".looked").getByText(text).waitFor();

async function exported(link) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).tap()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("an export is edited, looked through, applied and undone", async () => {
  const csv = await exported(/Probes \(CSV\)/);
  assert.match(csv.name, /^flywatch-.*\.csv$/);
  const edited = `${csv.text.replace("Network", "Uplink")}New one,icmp,127.0.0.1,Uplink,,,no,\r\n`;
  await choose("probes.csv", edited);
  await looked("Read as a table (CSV).");
  await until("three rows", async () => (await rows().count()) === 3);
  assert.match(await rows().nth(0).innerText(), /2\s+Changed\s+probe Gateway\s+group Network → Uplink/);
  assert.match(await rows().nth(1).innerText(), /Same\s+probe Küche; links/);
  assert.match(await rows().nth(2).innerText(), /New\s+probe New one/);
  assert.equal((await probes()).length, 2, "nothing is saved by looking");
  await page.getByRole("button", { name: /Apply 2 changes/ }).tap();
  await page.getByText("2 changes are applied.").waitFor();
  assert.deepEqual((await probes()).map((probe) => probe.group ?? ""), ["Uplink", "", "Uplink"]);

  // Going back deletes what was added: it is armed and held.
  await page.getByRole("button", { name: /Undo, delete 1/ }).tap();
  const sheet = page.getByRole("dialog");
  await sheet.getByText("New one").waitFor();
  await sheet.getByText(/Armed/).waitFor();
  const button = sheet.getByRole("button", { name: /Undo, delete 1/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await button.getByText("Enter once more confirms").waitFor();
  // Too early a second Enter does nothing.
  await until("it is undone", async () => {
    if (await page.getByText("Everything is as it was before").isVisible()) return true;
    await page.keyboard.press("Enter");
  });
  assert.deepEqual((await probes()).map((probe) => probe.group ?? ""), ["Network", ""]);
  assert.deepEqual(page.errors, []);
});

test("a table of a German spreadsheet is understood, and its mistakes are told by line", async () => {
  await choose("Proben.csv", "\ufeffname;kind;target;every_s;enabled;settings.window;gruop\r\nEnc 1;icmp;127.0.0.1;2,5;FALSCH;20;\r\nEnc 2;icpm;127.0.0.1;;;;\r\n");
  await page.getByRole("button", { name: "Only 2 mistakes" }).tap();
  assert.match(await rows().nth(0).innerText(), /1\s+Mistake\s+there is no column "gruop"; did you mean "group"\?/);
  assert.match(await rows().nth(1).innerText(), /3\s+Mistake\s+probe "Enc 2", kind: there is no kind of probe called icpm/);
  await page.getByText("2 mistakes are to be corrected first").waitFor();
  assert.equal(await page.getByRole("button", { name: /Apply/ }).count(), 0);
  // Corrected where it stands.
  const text = page.locator("#pasted");
  await text.fill((await text.inputValue()).replace("gruop", "group").replace("icpm", "icmp"));
  await page.getByRole("button", { name: /Apply 2 changes/ }).tap();
  await page.getByText("2 changes are applied.").waitFor();
  const made = (await probes()).find((probe) => probe.name === "Enc 1");
  assert.deepEqual([made.every_ms, made.enabled, made.settings.window], [2500, false, 20]);
});

test("pasted hosts become pings, and a picture is called one", async () => {
  await page.locator("#pasted").fill("127.0.0.2 Encoder 7\n127.0.0.3\n");
  await looked("Read as a list of hosts.");
  await page.getByRole("button", { name: /Apply 2 changes/ }).waitFor();
  assert.match(await rows().nth(0).innerText(), /1\s+New\s+probe Encoder 7\s+icmp:127.0.0.2/);
  await page.locator("input[type=file]").setInputFiles({ name: "photo.csv", mimeType: "text/csv", buffer: Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1") });
  await page.getByText("this file is a picture (PNG)").waitFor();
  await page.getByRole("button", { name: "Clear" }).tap();
  await until("nothing is left of it", async () => (await rows().count()) === 0);
  assert.deepEqual(page.errors, []);
});

test("a file that deletes says what goes and is armed", async () => {
  await page.locator("#pasted").fill("probes: []\n");
  await looked("Read as YAML.");
  await page.getByRole("button", { name: /Apply 4 changes, delete 4/ }).tap();
  await page.getByRole("dialog").getByText("Gateway").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear" }).tap();
  assert.equal((await probes()).length, 4);
});

test("two thousand rows are looked through at once", async () => {
  const table = Array.from({ length: 2000 }, (_, at) => `Row ${at},icmp,127.0.0.1,off`);
  await choose("many.csv", `name,kind,target,enabled\n${table.join("\n")}\n`);
  await page.getByRole("button", { name: /Apply 2000 changes/ }).waitFor();
  assert.equal(await rows().count(), 200);
  await page.getByRole("button", { name: "Show 200 more" }).tap();
  await until("400 rows", async () => (await rows().count()) === 400);
  await page.getByRole("button", { name: "Clear" }).tap();
});

test("it fits a rack, a desk and a phone", async () => {
  const table = `name,kind,target,enabled\n${"N".repeat(240)},icmp,127.0.0.1,off\n<b>b</b>,icmp,127.0.0.1,off\nשער,icmp,x y,off\n`;
  for (const [size, least] of [[RACK, 70], [DESK, 32], [PHONE, 48]]) {
    const other = await browser.newContext({ ...size, storageState: await context.storageState() });
    const seen = await openPage(other);
    await seen.goto(`${station.origin}/import`);
    await seen.locator("#pasted").fill(table);
    await until("its rows are there", async () => (await seen.locator(".plan tbody tr").count()) === 3);
    assert.deepEqual(await sticksOut(seen), [], `${size.viewport.width}`);
    assert.deepEqual(await smallTargets(seen, least), [], `${size.viewport.width}`);
    assert.deepEqual(seen.errors, []);
    await other.close();
  }
});
