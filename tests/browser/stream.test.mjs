// A transport stream of a real encoder (ffmpeg) on the screen: what it carries, and the moment at which it is gone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { startEncoder } from "./encoder.mjs";
import { PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

let station, browser, context, page, encoder, port;

const encode = () => startEncoder(`udp://127.0.0.1:${port}?pkt_size=1316`, "Stadium <b>1</b>");

before(async () => {
  station = await startStation();
  port = await freePort();
  await station.add({ name: "CAM 1", kind: "mpegts", target: `mpegts://127.0.0.1:${port}` });
  encoder = encode();
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  await page.goto(await station.link());
});

after(async () => {
  await encoder?.stop();
  await browser?.close();
  await station?.remove();
});

const row = (name) => page.locator(".parts tr", { has: page.locator("th", { hasText: new RegExp(`^${name}$`) }) });

test("the page of a stream tells its rate, its services and what each PID carries", async () => {
  await page.goto(`${station.origin}/probe/1`);
  await row("256").getByText("H.264, service 1").waitFor();
  await row("257").getByText("AAC deu, service 1").waitFor();
  await row("1").getByText("Stadium <b>1</b>, OB 7").waitFor();
  await page.locator(".said").getByText("188 bytes").waitFor();
  const rate = page.locator(".figure", { hasText: /^Bitrate/ }).first();
  await until("the rate of the encoder", async () => /\b(1\.9|2\.0)\d*\s*Mb\/s/.test(await rate.innerText()));
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
});

test("its picture and its levels are shown", async () => {
  const picture = page.locator(".monitor img");
  await picture.waitFor();
  assert.equal(await picture.evaluate((picture) => picture.decode().then(() => picture.naturalWidth)), 384);
  await page.locator(".monitor figcaption").getByText(/\d\ss old/).waitFor();
  await page.getByRole("img", { name: /^Channel 1: -\d/ }).waitFor();
  const loudness = page.locator(".loudness dd").first();
  await until("the tone is measured", async () => /^-(1|2)\d\.\d LUFS/.test(await loudness.innerText()));
  const before = await picture.getAttribute("src");
  await until("the picture moves on", async () => (await picture.getAttribute("src")) !== before);
});

test("all indicators of TR 101 290 are there, and one tells what it means", async () => {
  await until("they are there", async () => (await page.locator(".grade").count()) >= 13);
  const continuity = page.getByRole("button", { name: /^1\.4 Continuity, 0 s/ });
  await continuity.tap();
  await page.locator(".told").getByText("Packets are missing, doubled or in the wrong order.").waitFor();
  await page.locator(".told").getByText("It has not occurred since the probe began.").waitFor();
  assert.equal(await continuity.getAttribute("aria-expanded"), "true");
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
  await continuity.tap();
  await page.locator(".told").waitFor({ state: "detached" });
});

test("a figure of one PID is put into the chart by a touch and by its address", async () => {
  const figure = row("256").locator(".figure").first();
  const named = () => new URL(page.url()).searchParams.get("figure");
  const before = named();
  await figure.tap();
  await page.locator(".legend", { hasText: "PID bitrate, 256" }).waitFor();
  assert.equal(await figure.getAttribute("aria-pressed"), "true");
  await until("the address follows", () => named() && named() !== before);
  await page.reload();
  await page.locator(".legend", { hasText: "PID bitrate, 256" }).waitFor();
});

test("on a phone the table moves by itself, and the page does not", async () => {
  const small = await openPage(await browser.newContext({ ...PHONE, storageState: await context.storageState() }));
  await small.goto(`${station.origin}/probe/1`);
  const table = small.getByRole("group", { name: "PIDs" });
  await table.waitFor();
  await table.evaluate((table) => table.scrollTo({ left: 200 }));
  assert.ok((await table.evaluate((table) => table.scrollLeft)) > 0);
  assert.deepEqual(await sticksOut(small), []);
  await small.context().close();
});

test("the last seconds are saved on demand and downloaded as Wireshark reads them", async () => {
  await page.goto(`${station.origin}/probe/1`);
  const panel = page.locator(".evidence");
  const kept = panel.locator("li", { hasText: "saved by hand" });
  // A stream is bad for a moment while it begins, which is kept too.
  const before = await kept.count();
  await panel.getByRole("button", { name: "Save evidence now" }).tap();
  await until("it is listed", async () => (await kept.count()) === before + 1);
  const link = kept.first().getByRole("link", { name: /^Datagrams \(pcapng\) \d/ });
  const coming = page.waitForEvent("download");
  await link.tap();
  const download = await coming;
  assert.match(download.suggestedFilename(), /^evidence-\d+-excerpt\.pcapng$/);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.readUInt32LE(0), 0x0a0d0d0a);
  assert.ok(bytes.length > 100_000, `${bytes.length} bytes`);
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
});

test("an encoder that stops is named on the wall with what to look at, and seen again", async () => {
  await encoder.stop();
  await page.goto(station.origin);
  const tile = page.locator(".tile.crit", { hasText: "CAM 1" });
  await tile.waitFor();
  await tile.tap();
  const why = `o datagram came to port ${port} of this machine for 3 s; check the encoder`;
  await page.locator(".story").getByText(`N${why}`).waitFor();
  const ink = () => page.locator(".figure .value").first().evaluate((value) => getComputedStyle(value).color);
  const gone = await ink();
  // One was saved on demand; another by itself, for this fault or for one a moment before it.
  await page.locator(".evidence li").nth(1).waitFor();
  encoder = encode();
  await until("figures of before look otherwise than those of now", async () => (await ink()) !== gone);
  await page.goto(station.origin);
  await page.locator(".tile:not(.crit)", { hasText: "CAM 1" }).filter({ hasText: "Mb/s" }).waitFor();
});

test("what was wrong stands in its field with the seconds, and goes into the chart", async () => {
  await page.goto(`${station.origin}/probe/1`);
  // A new encoder begins its counters anew.
  const continuity = page.getByRole("button", { name: /^1\.4 Continuity, [1-9]\d* s/ });
  await page.locator(".hour").getByText(/In the last hour: critical for \d+( min \d+)? s/).waitFor();
  assert.equal(await page.locator(".band .crit").count(), 1);
  await continuity.tap();
  await page.locator(".told").getByText(/[1-9]\d* errors since the probe began, first \d\d:\d\d:\d\d, last \d\d:\d\d:\d\d/).waitFor();
  await page.getByRole("button", { name: "Show in the chart" }).tap();
  await page.locator(".legend", { hasText: "Errors, 1.4" }).waitFor();
});

test("streams stand side by side as pictures, or only what is wrong", async () => {
  await page.goto(`${station.origin}/streams`);
  const shown = page.locator(".mosaic .shown", { hasText: "CAM 1" });
  await shown.locator("img").waitFor();
  await until("nothing is wrong with it any more", async () => /\bok\b/.test(await shown.getAttribute("class")));
  await page.getByRole("button", { name: "Only what is wrong" }).tap();
  await page.getByText("Nothing is wrong with any stream.").waitFor();
  await page.getByRole("button", { name: "Only what is wrong" }).tap();
  assert.deepEqual(await smallTargets(page, 70), []);
  await shown.tap();
  await page.getByRole("heading", { name: "CAM 1" }).waitFor();
  assert.deepEqual(page.errors, []);
});
