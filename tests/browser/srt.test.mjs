// A stream over SRT of a real encoder (ffmpeg) on the screen: what the link does, and what is said when it breaks.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startEncoder } from "./encoder.mjs";
import { PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

const PASSPHRASE = "seven-plus-three";

let station, browser, context, page, encoder, port;

const encode = () =>
  startEncoder(`srt://127.0.0.1:${port}?mode=listener&pkt_size=1316&passphrase=${PASSPHRASE}&pbkeylen=32`, "Stadium");

before(async () => {
  station = await startStation();
  port = await freePort();
  const target = `srt://127.0.0.1:${port}`;
  // An encoder on a busy machine is late with its clock now and then; that is another test's business.
  const settings = { passphrase: PASSPHRASE, latency_ms: 500, pcr_limit_ms: 1000 };
  await station.add({ name: "CAM 1", kind: "srt", target, settings });
  await station.add({ name: "CAM 1 without its key", kind: "srt", target });
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

const story = (words) => page.locator(".story").getByText(words).waitFor();

test("a sender that is not there is told with the port", async () => {
  await page.goto(`${station.origin}/probe/1`);
  await story(`nothing listens on port ${port}`);
});

test("a link tells how well it is protected and what comes over it", async () => {
  encoder = encode();
  await page.locator(".said").getByText("AES-256").waitFor();
  const figure = (title) => page.locator(".figure", { hasText: title });
  await figure("Round trip").filter({ hasText: "ms" }).first().waitFor();
  await figure("Loss before repair").filter({ hasText: "%" }).waitFor();
  await page.locator(".protection", { hasText: "enough" }).getByText("latency 500\u00a0ms").waitFor();
  await page.locator(".parts").getByText("Stadium").waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
  const small = await openPage(await browser.newContext({ ...PHONE, storageState: await context.storageState() }));
  await small.goto(`${station.origin}/probe/1`);
  await small.locator(".protection").waitFor();
  assert.deepEqual(await sticksOut(small), []);
  await small.context().close();
});

test("a sender that is killed is missed and found again", async () => {
  await encoder.stop();
  await story("the stream has ended");
  encoder = encode();
  await story("Everything it measures is within its limits");
});

test("a passphrase that is missing is asked for", async () => {
  // The sender takes one caller; the other probe has to be away.
  await page.goto(`${station.origin}/probe/1`);
  await page.getByRole("button", { name: "Switch off" }).tap();
  await encoder.stop();
  encoder = encode();
  await page.goto(`${station.origin}/probe/2`);
  await story("127.0.0.1 encrypts; enter the passphrase that is set there");
  assert.deepEqual(page.errors, []);
});
