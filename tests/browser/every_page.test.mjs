// Every page, on every size of screen, in every theme: readable by all, within reach of a finger, nothing cut off.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { fill } from "./pages.mjs";
import { DESK, PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SIZES = [
  // The least height and width of what is tapped, and of letters, in CSS pixels: 12 mm and 3.9 mm on the rack. Colours are the
  // same on every size, so that one of them is enough for all themes.
  { name: "rack", size: RACK, target: 70, text: 22.5, themes: ["day", "contrast", "night"] },
  { name: "desk", size: DESK, target: 24, text: 11, themes: ["day"] },
  { name: "phone", size: PHONE, target: 48, text: 12, themes: ["day"] },
];

let station, cast, browser, letIn;

before(async () => {
  station = await startStation();
  cast = await fill(station);
  browser = await openBrowser();
  const context = await browser.newContext();
  await (await context.newPage()).goto(await station.link());
  letIn = await context.storageState();
  await context.close();
});

after(async () => {
  await browser?.close();
  cast?.close();
  await station?.remove();
});

/// What axe finds of weight, as short sentences.
async function findings(page, run) {
  const { violations } = await page.evaluate((run) => window.axe.run(document, run), run);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ""}`));
}

/// Texts that are smaller than `least`, each once.
function smallTexts(page, least) {
  return page.evaluate((least) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = new Set();
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !holder.checkVisibility() || holder.closest(".vh, script, noscript, svg")) continue;
      const size = parseFloat(getComputedStyle(holder).fontSize);
      if (size < least) small.add(`${size.toFixed(1)} px: ${walker.currentNode.data.trim().slice(0, 40)}`);
    }
    return [...small];
  }, least);
}

async function wear(page, theme) {
  await page.evaluate((theme) => {
    localStorage.setItem("flywatch.theme", theme);
    dispatchEvent(new Event("flywatch:dress"));
  }, theme);
  await until(theme, () => page.evaluate((theme) => document.documentElement.dataset.theme === theme, theme));
}

for (const { name, size, target, text, themes } of SIZES) {
  test(`on the ${name}`, async (t) => {
    const context = await browser.newContext({ ...size, storageState: letIn, reducedMotion: "reduce" });
    for (const path of cast.paths) {
      await t.test(path, async () => {
        const page = await openPage(context);
        await page.goto(station.origin + path);
        await page.locator(".ribbon .live").getByText("LIVE").waitFor({ state: "attached" });
        await page.locator("main").waitFor();
        await page.evaluate(AXE);
        await wear(page, "truck");
        assert.deepEqual(await findings(page, { runOnly: STANDARDS }), []);
        for (const theme of themes) {
          await wear(page, theme);
          assert.deepEqual(await findings(page, { runOnly: { type: "rule", values: ["color-contrast"] } }), [], theme);
        }
        assert.deepEqual(await smallTargets(page, target), []);
        assert.deepEqual(await smallTexts(page, text), []);
        assert.deepEqual(await sticksOut(page), []);
        assert.equal(await page.evaluate(() => document.title.includes("broken in")), false);
        assert.deepEqual(page.errors, []);
        await page.close();
      });
    }
    await context.close();
  });
}
