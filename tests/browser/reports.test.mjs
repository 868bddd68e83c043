// A show from line-up to the report after it: signed by touch, read on the screen, downloaded as page and as PDF.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { PHONE, RACK, openBrowser, openPage, smallTargets, sticksOut, until } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

let station, browser, context, page, camera;

before(async () => {
  station = await startStation();
  camera = createServer((socket) => socket.on("error", () => {}).end()).listen(0, "127.0.0.1");
  await once(camera, "listening");
  const look = { kind: "tcp", every_ms: 500, timeout_ms: 400 };
  await station.add({ ...look, name: "Camera 1", target: `tcp://127.0.0.1:${camera.address().port}` });
  await station.add({ ...look, name: "Encoder <b>2</b>", target: `tcp://127.0.0.1:${await freePort()}` });
  await station.addChannel({ name: "PGM A", hops: [{ name: "CAM", probes: [1] }, { name: "ENC", probes: [2] }] });
  browser = await openBrowser();
  context = await browser.newContext({ ...RACK, acceptDownloads: true });
  page = await openPage(context);
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  await station?.remove();
  camera.close();
  await once(camera, "close");
});

const paper = () => page.frameLocator("iframe.paper");

async function download(name) {
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: 200_000 }), page.getByRole("button", { name }).tap()]);
  return { name: file.suggestedFilename(), path: await file.path() };
}

test("before there is one, the page says what reports are for", async () => {
  await page.getByRole("button", { name: "More" }).tap();
  await page.getByRole("dialog").getByRole("link", { name: "Reports" }).tap();
  await page.getByRole("heading", { name: "No reports yet." }).waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
});

test("a line-up shows first what is not well, and nobody signs it without a name", async () => {
  await until("the probe that is refused is on the line-up", async () => {
    await page.goto(`${station.origin}/reports/line-up`);
    await page.getByRole("button", { name: "Sign line-up" }).waitFor();
    return page.locator(".not-well", { hasText: "Encoder <b>2</b>" }).isVisible();
  });
  await page.getByText("1 of 2 probes are not well.").waitFor();
  assert.equal(await page.locator(".not-well li").count(), 1);
  await paper().getByText("nobody has signed it").waitFor();
  const sign = page.getByRole("button", { name: "Sign line-up" });
  assert.ok(await sign.isDisabled());
  await page.getByLabel("Your name").fill("Ana Müller");
  await page.getByLabel("Show", { exact: true }).fill("Cup final");
  await page.getByLabel("Remark").fill("Encoder 2 comes later");
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
  await sign.tap();
  await page.getByRole("heading", { name: "Line-up report 1" }).waitFor();
  await paper().getByText("Encoder 2 comes later").waitFor();
  await paper().getByText("Encoder <b>2</b>").first().waitFor();
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("the name is remembered for the next time", async () => {
  await page.goto(`${station.origin}/reports/line-up`);
  await page.getByRole("button", { name: "Sign line-up" }).waitFor();
  assert.equal(await page.getByLabel("Your name").inputValue(), "Ana Müller");
});

test("after the show a report tells what failed, and is downloaded as a page and as PDF", async () => {
  await page.goto(`${station.origin}/reports`);
  await page.getByRole("link", { name: "Cup final" }).waitFor();
  await page.getByRole("button", { name: "Since the line-up" }).tap();
  await page.getByRole("button", { name: "Make report" }).tap();
  await page.getByRole("heading", { name: "Event report 2" }).waitFor();
  await paper().getByRole("heading", { name: "Summary" }).waitFor();
  await paper().getByRole("cell", { name: "PGM A" }).first().waitFor();
  const asPage = await download("Download HTML");
  assert.match(asPage.name, /^event-report-2-\d{4}-\d\d-\d\d\.html$/);
  const html = await readFile(asPage.path, "utf8");
  assert.ok(html.includes("Encoder &lt;b&gt;2&lt;/b&gt;") && !html.includes("<script"));
  const asPdf = await download("Download PDF");
  assert.match(asPdf.name, /\.pdf$/);
  const text = execFileSync("pdftotext", ["-layout", asPdf.path, "-"], { encoding: "utf8" });
  for (const said of ["EVENT REPORT NO. 2", "PGM A", "Encoder <b>2</b>", "Page 1 of"]) assert.ok(text.includes(said), `${said} is not in ${text}`);
});

test("a phone shows the report without scrolling sideways, and a report can be deleted", async () => {
  const phone = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
  const small = await openPage(phone);
  await small.goto(await station.link());
  await small.goto(`${station.origin}/reports/1`);
  await small.frameLocator("iframe.paper").getByText("Ana Müller").first().waitFor();
  assert.deepEqual(await sticksOut(small), []);
  await small.getByRole("button", { name: "Delete report" }).tap();
  await small.getByRole("dialog").getByRole("button", { name: "Delete report" }).tap();
  await small.getByRole("link", { name: "Event report 2" }).waitFor();
  assert.equal(await small.getByRole("link", { name: "Cup final" }).count(), 0);
  await small.goto(`${station.origin}/reports/1`);
  small.expected.push(/404/);
  await small.getByRole("heading", { name: "This report is not there any more." }).waitFor();
  await phone.close();
  assert.deepEqual(page.errors, []);
});
