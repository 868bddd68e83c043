// German is whole: no word of the catalogue, and no sentence of the station about its kinds, is left in English.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { fill } from "./pages.mjs";
import { DESK, openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

const CATALOGUE = new URL("../../ui/src/text/", import.meta.url);
let station, cast, browser, context, page;

before(async () => {
  station = await startStation();
  cast = await fill(station);
  browser = await openBrowser();
  context = await browser.newContext(DESK);
  page = await openPage(context);
  await page.goto(await station.link());
  await page.evaluate(() => localStorage.setItem("flywatch.language", "de"));
});

after(async () => {
  await browser?.close();
  cast?.close();
  await station?.remove();
});

/// The English words of the catalogue that are other words in German; those with values in them are left out.
function catalogue() {
  const files = readdirSync(CATALOGUE).filter((name) => name.endsWith(".rs"));
  const pair = /= ("(?:[^"\\]|\\.)*")\s*\|\s*("(?:[^"\\]|\\.)*");/g;
  const pairs = files.flatMap((name) => [...readFileSync(new URL(name, CATALOGUE), "utf8").matchAll(pair)]);
  const texts = pairs.map(([, ...pair]) => pair.map((text) => JSON.parse(text.replaceAll("\\u{a0}", "\\u00a0").replaceAll("\\u{202f}", "\\u202f"))));
  const german = new Set(texts.map(([, text]) => text));
  return new Set(texts.map(([text]) => text).filter((text) => !german.has(text) && !text.includes("{")));
}

/// What the station says about its kinds.
async function sentences() {
  const { items } = await (await context.request.get(`${station.origin}/api/v1/kinds`)).json();
  const helps = items.flatMap((kind) => [kind, ...kind.fields, ...kind.metrics, ...kind.findings].map(({ help }) => help));
  return new Set(helps);
}

/// Every text on the page, and what screen readers say beside it.
const texts = () =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, style, noscript, [lang=en]")) found.push(walker.currentNode.data.trim());
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) found.push((element.getAttribute(name) ?? "").trim());
    return found.filter((text) => text);
  });

/// Goes to a page without loading the program anew.
async function open(path) {
  await page.evaluate((path) => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await page.locator("main").waitFor();
}

test("no page shows an English word of the catalogue", async () => {
  const english = catalogue();
  assert.ok(english.size > 150, `${english.size} words were read`);
  const said = await sentences();
  await page.goto(station.origin);
  await page.locator(".ribbon .live").getByText("LIVE").waitFor({ state: "attached" });
  for (const path of cast.paths) {
    await open(path);
    const left = (await texts()).filter((text) => english.has(text) || said.has(text));
    assert.deepEqual([...new Set(left)], [], path);
  }
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
});

test("every kind of probe has its form in German", async () => {
  const said = await sentences();
  await page.goto(`${station.origin}/add`);
  const kinds = page.locator(".kinds").getByRole("radio");
  await kinds.first().waitFor();
  for (let at = 0; at < (await kinds.count()); at += 1) {
    await kinds.nth(at).click();
    await until("the form is there", async () => (await page.locator(".field, .bounds").count()) > 3);
    assert.deepEqual((await texts()).filter((text) => said.has(text)), []);
  }
});

test("every sort of receiver has its form in German", async () => {
  const { items } = await (await context.request.get(`${station.origin}/api/v1/receivers/kinds`)).json();
  const said = new Set(items.flatMap((sort) => [sort, ...sort.fields].map(({ help }) => help)));
  const pairs = readFileSync(new URL("station/receivers.rs", CATALOGUE), "utf8");
  const unsaid = items.flatMap((sort) => [sort, ...sort.fields].map(({ title }) => title)).filter((title) => !pairs.includes(`("${title}", "`));
  assert.deepEqual(unsaid, [], "titles without German");
  await page.goto(`${station.origin}/receivers/add`);
  const sorts = page.locator(".sorts-of-receiver").getByRole("radio");
  await sorts.first().waitFor();
  assert.equal(await sorts.count(), items.length);
  for (let at = 0; at < items.length; at += 1) {
    await sorts.nth(at).click();
    await until("it is chosen", async () => (await sorts.nth(at).getAttribute("aria-checked")) === "true");
    assert.deepEqual((await texts()).filter((text) => said.has(text)), []);
  }
});

test("what is said before the program is there is German", async () => {
  await page.route("**/ui_bg.wasm", (route) => route.abort());
  page.expected.push(/Failed to load resource/, /ERR_FAILED/);
  await page.goto(station.origin);
  await page.getByRole("heading", { name: "Dieser Bildschirm ist stehen geblieben" }).waitFor();
  await page.getByRole("button", { name: "Neu laden" }).waitFor();
  await page.unroute("**/ui_bg.wasm");
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
