// The past of a probe as an operator handles it: by touch, by keys, with marks, and as files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { RACK, chartOption, openBrowser, openPage, sticksOut, smallTargets, until, untilDrawn } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, context, page;

before(async () => {
  station = await startStation();
  await station.add({ name: "Loopback", kind: "icmp", target: "icmp:127.0.0.1", every_ms: 500 });
  browser = await openBrowser();
  context = await browser.newContext({ ...RACK, acceptDownloads: true });
  page = await openPage(context);
  await page.goto(await station.link());
  await page.locator(".tile", { hasText: "Loopback" }).tap({ timeout: 60_000 });
  await untilDrawn(page, "the chart is drawn", 4);
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

const plot = () => page.locator(".plot");
const shown = async () => {
  const [axis] = (await chartOption(page)).xAxis;
  return { from: axis.min, to: axis.max, span: axis.max - axis.min };
};
const tap = (name) => page.getByRole("button", { name, exact: true }).tap();

/// Fingers that go from one place to another, as the glass tells them.
async function drag(fingers) {
  const touch = await context.newCDPSession(page);
  const at = (share) => fingers.map(([from, to], id) => ({ id, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }));
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (const share of [0.25, 0.5, 0.75, 1]) await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(share) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touch.detach();
}

test("a drag goes back in time and says so, a tap on Live comes back", async () => {
  const box = await plot().boundingBox();
  const y = box.y + box.height / 2;
  const before = await shown();
  await drag([[{ x: box.x + 100, y }, { x: box.x + 300, y }]]);
  await page.getByText(/PAUSED, 0[12]:\d\d behind/).waitFor();
  await until("the chart has moved", async () => (await shown()).to < before.to - 60_000);
  assert.equal((await shown()).span, before.span);
  await tap("Live");
  await until("it moves on", async () => (await shown()).to >= before.to);
});

test("a pinch shows less time, and up and down still scrolls the page", async () => {
  const box = await plot().boundingBox();
  const y = box.y + box.height / 2;
  const before = await shown();
  await drag([
    [{ x: box.x + 200, y }, { x: box.x + 120, y }],
    [{ x: box.x + 300, y }, { x: box.x + 380, y }],
  ]);
  await until("less time is shown", async () => (await shown()).span < before.span / 2);
  await tap("5 min");
  await tap("Live");
  await drag([[{ x: box.x + 200, y }, { x: box.x + 200, y: y - 200 }]]);
  await until("the page has scrolled", () => page.evaluate(() => document.querySelector(".work").scrollTop > 50));
  await page.evaluate(() => document.querySelector(".work").scrollTo(0, 0));
  assert.equal(await page.locator(".behind").innerText(), "", "scrolling moves no chart");
});

test("a tap and the arrow keys tell what was measured", async () => {
  await untilDrawn(page, "there is something to tell", 8);
  await plot().focus();
  await page.keyboard.press("ArrowLeft");
  await page.locator(".cursor .tip").getByText(/ms/).first().waitFor();
  const first = await plot().getAttribute("aria-valuetext");
  assert.match(first, /\d\d:\d\d:\d\d, .*ms/);
  await page.keyboard.press("ArrowLeft");
  await until("another step is told", async () => (await plot().getAttribute("aria-valuetext")) !== first);
  await page.keyboard.press("Shift+ArrowLeft");
  await page.locator(".behind").getByText("PAUSED").waitFor();
  await page.keyboard.press("Space");
  await until("it moves on", async () => (await page.locator(".behind").innerText()) === "");
  await page.keyboard.press("+");
  await until("less is shown", async () => (await shown()).span <= 200_000);
  await tap("5 min");
});

test("a mark is written at once, worded, and taken back", async () => {
  await tap("Mark");
  await page.getByText(/^Marked \d\d:\d\d:\d\d$/).waitFor();
  await tap("Add words");
  await page.getByLabel("What happened?").fill("Camera 3 <b>swapped</b>");
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).tap();
  const note = page.locator(".events li", { hasText: "Camera 3 <b>swapped</b>" });
  await note.waitFor();
  await page.locator(".flags .flag").first().waitFor();
  await tap("Mark");
  await page.getByText(/^Marked/).waitFor();
  await tap("Undo");
  await until("the second mark is gone", async () => (await page.locator(".events li", { hasText: /Mark$/ }).count()) === 0);
  await note.getByRole("button", { name: "Edit note" }).tap();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).tap();
  await note.waitFor({ state: "detached" });
});

test("the same values stand in a table, a file and a picture", async () => {
  await tap("Table");
  const rows = page.locator(".numbers tbody tr");
  await until("the table has rows", async () => (await rows.count()) >= 4);
  assert.match(await page.locator(".numbers thead").innerText(), /Round trip/);
  await tap("Table");

  await tap("Save");
  const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Values/ }).tap()]);
  assert.match(csv.suggestedFilename(), /^Loopback-Round-trip-.*\.csv$/);
  const lines = (await readFile(await csv.path(), "utf8")).split("\r\n").filter(Boolean);
  assert.equal(lines[0], "\u{feff}time,Round trip min (s),Round trip avg (s),Round trip max (s)");
  assert.ok(lines.length >= 5, `${lines.length} lines`);
  for (const line of lines.slice(1)) {
    const [time, ...values] = line.split(",");
    assert.ok(/T.*(Z|[+-]\d\d:\d\d)$/.test(time) && Number.isFinite(Date.parse(time)), time);
    assert.ok(values.length === 3 && values.every((value) => Number.isFinite(Number(value))), line);
  }

  const [png] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Picture/ }).tap()]);
  assert.match(png.suggestedFilename(), /\.png$/);
  const bytes = await readFile(await png.path());
  assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  assert.ok(bytes.readUInt32BE(16) > 400 && bytes.readUInt32BE(20) > 200, "it has a size");
  assert.deepEqual(await smallTargets(page, 70), []);
  await page.keyboard.press("Escape");
});

test("an address opens the figure and the time that it names", async () => {
  const named = () => new URL(page.url()).searchParams.get("figure");
  const former = named();
  await page.locator(".figure", { hasText: "Jitter" }).tap();
  await until("the address names it", () => named() && named() !== former);
  const figure = named();
  const to = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, "Z");
  const from = new Date(Date.now() - 3_660_000).toISOString().replace(/\.\d+Z/, "Z");
  await page.goto(`${new URL(page.url()).origin}${new URL(page.url()).pathname}?figure=${figure}&from=${from}&to=${to}`);
  await page.getByText(/PAUSED, \d\d:\d\d behind/).waitFor({ timeout: 60_000 });
  await until("that hour is shown", async () => {
    const { from: first, to: last } = await shown();
    return first === Date.parse(from) && last === Date.parse(to);
  });
  await page.locator(".figure[aria-pressed=true]", { hasText: "Jitter" }).waitFor();
  assert.deepEqual(await sticksOut(page), []);
  assert.deepEqual(await smallTargets(page, 70), []);
});

test("events are found by sort and by words", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "Events" }).tap();
  await page.locator(".events li").first().waitFor();
  await page.getByRole("button", { name: "Changes", exact: true }).tap();
  await until("only changes are left", async () => {
    const sorts = await page.locator(".events li").evaluateAll((lines) => lines.map((line) => line.className));
    return sorts.length > 0 && sorts.every((sort) => sort === "human");
  });
  await page.getByRole("searchbox").fill("loopback added");
  await until("one is left", async () => (await page.locator(".events li").count()) === 1);
  await page.getByRole("searchbox").fill("no such words");
  await page.getByText("No event fits.", { exact: false }).waitFor();
  assert.match(page.url(), /show=human/);
  await tap("Show all");
  await until("everything is back", async () => (await page.locator(".events li").count()) > 1);
});

test("nothing went wrong on the way", () => assert.deepEqual(page.errors, []));
