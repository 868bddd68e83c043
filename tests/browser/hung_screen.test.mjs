// Old data can never look live: when the program that draws the screen hangs, the picture veils itself.
// A hung page answers no debugger, so a real display is looked at from outside.

import { after, before, test } from "node:test";

import { startDisplay } from "../display.mjs";
import { openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

const HUNG_MS = 20_000;
let station, display, browser;

before(async () => {
  station = await startStation();
  display = await startDisplay();
  browser = await openBrowser({ headless: false, env: display.env });
});

after(async () => {
  await browser?.close();
  display?.stop();
  await station?.remove();
});

/// The picture in the middle of the display, as a small grey raster.
function look() {
  const crop = ["-crop", "1000x400+140+250", "-resize", "100x40!", "-colorspace", "Gray", "-depth", "8", "gray:-"];
  return display.look(...crop);
}

function difference(one, other) {
  return one.reduce((sum, dot, index) => sum + Math.abs(dot - other[index]), 0) / one.length;
}

test("the picture is veiled while the page hangs, and clear again afterwards", async () => {
  const page = await openPage(await browser.newContext({ viewport: { width: 1280, height: 660 } }));
  await page.goto(await station.link());
  await page.goto(`${station.origin}/settings`);
  await page.locator(".ribbon .live").getByText("LIVE").waitFor();
  // What it asks the station for comes in after the first picture.
  await until("the page is still", () => difference(look(), look()) < 1);
  const clear = look();
  const hung = page.evaluate((ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  }, HUNG_MS);
  await until("the veil falls over the hung page", async () => difference(clear, look()) > 5, HUNG_MS - 5_000);
  await hung;
  await until("the veil is lifted", async () => difference(clear, look()) < 1);
});
