// A real Chromium looking at a station, and what is asked of every page: no errors, targets large enough, no sideways scroll.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const RACK = { viewport: { width: 1280, height: 800 }, hasTouch: true, isMobile: true };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESK = { viewport: { width: 1920, height: 1080 } };

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function openBrowser(options = {}) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS, ...options });
}

/// A busy machine takes its time; what is there at once is not waited for.
const PATIENCE_MS = 60_000;

/// A page that notes every error. `expected` holds patterns of errors that a test provokes on purpose.
export async function openPage(context) {
  const page = await context.newPage();
  page.errors = [];
  page.expected = [];
  const note = (text) => {
    if (!page.expected.some((pattern) => pattern.test(text))) page.errors.push(text);
  };
  page.on("console", (message) => message.type() === "error" && note(message.text()));
  page.on("pageerror", (error) => note(error.stack ?? error.message));
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/// Waits until `condition` holds; fails with `what` after a while.
export async function until(what, condition, deadlineMs = PATIENCE_MS) {
  const end = Date.now() + deadlineMs;
  let last;
  while (Date.now() < end) {
    try {
      last = await condition();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${what}: still not so after ${deadlineMs} ms (${last})`);
}

/// What ECharts was given last on this page; undefined where it draws nothing.
export function chartOption(page) {
  return page.evaluate(() => window.echarts?.getInstanceByDom(document.getElementById("chart"))?.getOption());
}

/// How many numbers the line of the chart is drawn from: two for each point.
export async function chartNumbers(page) {
  const option = await chartOption(page);
  return option?.series?.find((series) => series.id === "mean")?.data?.length ?? 0;
}

/// Waits until the line of the chart has so many numbers; fails with what the page says and what the station answered.
export async function untilDrawn(page, what, least) {
  const answers = [];
  const note = (request, outcome) => request.url().includes("/api/v1/history") && answers.push(`${outcome} ${request.url()}`);
  const finished = async (request) => note(request, `${(await request.response())?.status()} ${request.timing().responseEnd} ms`);
  const failed = (request) => note(request, request.failure()?.errorText);
  page.on("requestfinished", finished);
  page.on("requestfailed", failed);
  try {
    await until(what, async () => (await chartNumbers(page)) >= least);
  } catch (error) {
    const said = await page.locator(".past").innerText();
    const option = JSON.stringify(await chartOption(page))?.slice(0, 600);
    error.message += `\nthe page says: ${said}\nthe station answered: ${answers.join("\n") || "nothing"}\nthe chart: ${option}`;
    throw error;
  } finally {
    page.off("requestfinished", finished);
    page.off("requestfailed", failed);
  }
}

/// The visible buttons and links that are narrower or lower than `least` CSS pixels.
export function smallTargets(page, least) {
  return page.evaluate((least) => {
    const seen = [...document.querySelectorAll("a, button, input")].filter((target) => target.checkVisibility());
    return seen
      .map((target) => [target, target.getBoundingClientRect()])
      .filter(([, box]) => Math.min(box.width, box.height) < least - 0.5)
      .map(([target, box]) => `${target.tagName} ${target.className} ${target.textContent.trim()} ${box.width}x${box.height}`);
  }, least);
}

/// What sticks out at the right and lets the page scroll sideways; empty when nothing does.
export function sticksOut(page) {
  return page.evaluate(() => {
    const work = document.querySelector(".work");
    const root = document.documentElement;
    if (work.scrollWidth <= work.clientWidth && root.scrollWidth <= root.clientWidth) return [];
    const widths = `${root.dataset.profile}: page ${root.scrollWidth} of ${root.clientWidth}, work ${work.scrollWidth} of ${work.clientWidth}`;
    const out = [...document.querySelectorAll("body *")]
      .map((element) => [element, element.getBoundingClientRect().right])
      .filter(([element, right]) => right > root.clientWidth + 0.5 && element.checkVisibility())
      .map(([element, right]) => `${element.tagName} ${element.className} to ${right}`);
    return [widths, ...out.slice(0, 12)];
  });
}

/// The way of the keyboard through a hold: Enter, and once more when the button asks for it and the time is up.
export async function confirmHold(page, hold, isDone) {
  await hold.focus();
  await until("it rests", async () => (await hold.getAttribute("data-stage")) === "rest");
  await page.keyboard.press("Enter");
  await until("it is carried out", async () => {
    if (await isDone()) return true;
    if ((await hold.count()) && (await hold.getAttribute("data-stage")) === "confirm") await page.keyboard.press("Enter");
    return false;
  });
}
