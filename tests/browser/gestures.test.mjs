// A sleeve, a wiping cloth, a coil of cable on the glass: thousands of random touches give no order that touches service,
// and the screen is well afterwards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { fill } from "./pages.mjs";
import { RACK, openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

/// With GESTURES=10000 for the whole of it; every run of all tests takes its own random part.
const GESTURES = Number(process.env.GESTURES ?? 1_500);
/// After so many gestures another page is opened, so that every page gets its share.
const ON_ONE_PAGE = 250;
/// So many are on their way at once: a browser takes one for each picture it draws, and would take minutes otherwise.
const AT_ONCE = 8;
/// How many of them rest on the glass for a while, and how long at most.
const RESTING = 0.005;
const SHORT_OF_A_HOLD_MS = 900;
const LOST_AFTER_MS = 30_000;
const SEED = Number(process.env.SEED ?? Date.now() % 100_000);

let station, cast, browser, page;

before(async () => {
  station = await startStation();
  cast = await fill(station);
  browser = await openBrowser();
  page = await openPage(await browser.newContext(RACK));
  // What the touches enter is refused now and then, and is said so on screen.
  page.expected.push(/status of 4(04|09|12|22|28)/);
  // Nobody answers what the browser opens beside the page: files, lists, calendars. They would take every touch after the first.
  page.on("filechooser", () => {});
  await page.addInitScript(() => {
    const beside = "select, input[type=file], input[type=datetime-local]";
    for (const event of ["mousedown", "click"]) addEventListener(event, (event) => event.target.closest?.(beside) && event.preventDefault(), true);
  });
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  cast?.close();
  await station?.remove();
});

/// Numbers from 0 to 1, the same for the same seed (mulberry32).
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// One gesture of a careless hand, as what the glass tells in turn.
function gesture(roll) {
  const point = () => ({ x: Math.floor(roll() * RACK.viewport.width), y: Math.floor(roll() * RACK.viewport.height) });
  const start = (...touchPoints) => ["touchStart", touchPoints];
  const move = (...touchPoints) => ["touchMove", touchPoints];
  const [end, cancel] = [["touchEnd", []], ["touchCancel", []]];
  const sort = roll();
  const [one, other] = [point(), point()];
  const between = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  if (sort < 0.6) return [start(one), end];
  if (sort < 0.75) return [start(one), end, start(one), end];
  if (sort < 0.88) return [start(one), move(between), move(other), end];
  if (sort < 0.97) return [start(one, other), move(other, one), end];
  return [start(one), cancel];
}

/// A glass that takes gestures one after the other. `rested()` waits until it has taken all; false when the browser lost one,
/// as it now and then does while it goes from page to page.
function glassOf(session) {
  const underWay = [];
  const tell = (told) => Promise.all(told.map(([type, touchPoints]) => session.send("Input.dispatchTouchEvent", { type, touchPoints })));
  const isTaken = (telling) => Promise.race([telling.then(() => true), rest(LOST_AFTER_MS).then(() => false)]);
  const rested = async () => (await Promise.all(underWay.splice(0).map(isTaken))).every(Boolean);
  return {
    rested,
    take: async (told) => {
      const telling = tell(told);
      // One that was lost fails when the browser ends.
      telling.catch(() => {});
      underWay.push(telling);
      return underWay.length < AT_ONCE || isTaken(underWay.shift());
    },
    /// A press that ends before a hold counts.
    press: async (point, ms) => {
      if (!(await rested())) return false;
      const down = await isTaken(tell([["touchStart", [point]]]));
      await rest(ms);
      return down && isTaken(tell([["touchEnd", []]]));
    },
  };
}

test(`${GESTURES} random touches (SEED=${SEED})`, { timeout: 600_000 }, async () => {
  const carriedOut = [];
  page.on("response", (response) => {
    if (response.request().headers()["flywatch-hold"] && response.ok()) carriedOut.push(response.url());
  });
  const newGlass = async () => glassOf(await page.context().newCDPSession(page));
  let glass = await newGlass();
  const roll = dice(SEED);
  const point = () => ({ x: roll() * RACK.viewport.width, y: roll() * RACK.viewport.height });
  for (let done = 0; done < GESTURES; done += 1) {
    if (done % ON_ONE_PAGE === 0) {
      await glass.rested();
      await page.goto(station.origin + cast.paths[(done / ON_ONE_PAGE) % cast.paths.length]);
      await page.locator(".ribbon .live").waitFor();
    }
    const isTaken = roll() < RESTING ? await glass.press(point(), roll() * SHORT_OF_A_HOLD_MS) : await glass.take(gesture(roll));
    if (!isTaken) {
      await page.evaluate(() => "the page itself is awake");
      await page.reload();
      glass = await newGlass();
    }
  }
  await glass.rested();
  assert.deepEqual(carriedOut, [], "orders that touch service were given");
  assert.deepEqual(page.errors, []);
  await page.goto(station.origin);
  await until("the screen is live", async () => (await page.locator(".ribbon .live").innerText()).includes("LIVE"));
});
