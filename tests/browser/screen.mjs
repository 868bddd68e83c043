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
  page.setDefaultTimeout(15_000);
  return page;
}

/// Waits until `condition` holds; fails with `what` after a while.
export async function until(what, condition, deadlineMs = 20_000) {
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

/// Whether something sticks out at the right.
export function scrollsSideways(page) {
  return page.evaluate(() => {
    const work = document.querySelector(".work");
    return work.scrollWidth > work.clientWidth || document.documentElement.scrollWidth > innerWidth;
  });
}
