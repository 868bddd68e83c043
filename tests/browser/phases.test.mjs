// Phases of the show: declared by hand, marked on every page, and what is locked in them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { RACK, confirmHold, openBrowser, openPage, sticksOut, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, page;

before(async () => {
  station = await startStation();
  await station.add({ name: "Gateway", kind: "icmp", target: "icmp:127.0.0.1" });
  browser = await openBrowser();
  page = await openPage(await browser.newContext(RACK));
  // A lock is refused with 423, which the browser writes down.
  page.expected.push(/423 \(Locked\)/);
  await page.goto(await station.link());
  await page.goto(`${station.origin}/phases`);
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

const phase = (name) => page.locator(".one-phase", { has: page.getByRole("heading", { name, exact: true }) });
const mark = () => page.locator(".ribbon .phase");

async function declare(name) {
  const order = phase(name).getByRole("button");
  await confirmHold(page, order, () => phase(name).locator(".is-now").isVisible());
}

test("as long as nobody has declared a phase, that is said, and nothing is marked", async () => {
  await page.getByText("Nobody has said what the show is doing").waitFor();
  assert.equal(await mark().count(), 0);
});

test("a phase is declared in somebody's name and marked on every page", async () => {
  const who = page.getByRole("dialog");
  await confirmHold(page, phase("line-up").getByRole("button"), () => who.isVisible());
  await who.getByRole("textbox").fill("Ann");
  await who.getByRole("button", { name: "That is me" }).click();
  await phase("line-up").getByText(/since .*, Ann/).waitFor();
  assert.match(await mark().innerText(), /LINE-UP/);
  await page.goto(`${station.origin}/events`);
  await page.getByText("the show is in line-up, declared by Ann").first().waitFor();
  assert.match(await mark().innerText(), /LINE-UP/);
  assert.deepEqual(await sticksOut(page), []);
});

test("the name of the show stays from phase to phase", async () => {
  await page.goto(`${station.origin}/phases`);
  await page.locator("#entry-show").fill("Cup final");
  await page.getByRole("button", { name: "Save the name" }).click();
  await declare("on air");
  await page.locator(".before").getByText("Cup final").first().waitFor();
  assert.equal(await page.locator("#entry-show").inputValue(), "Cup final");
  assert.match(await mark().innerText(), /ON AIR/);
});

test("on air nothing is deleted, and the screen says why", async () => {
  const answer = await page.request.delete(`${station.origin}/api/v1/probes/1`);
  assert.equal(answer.status(), 423);
  assert.match((await answer.json()).detail, /^The show is on air, and deleting anything is locked meanwhile/);
});

test("what a phase changes is set, and holds at once", async () => {
  await page.goto(`${station.origin}/settings/phases`);
  const air = page.locator("form.otherwise .panel", { has: page.getByRole("heading", { name: "on air", exact: true }) });
  await air.getByRole("button", { name: "deleting" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("The phases are saved").waitFor();
  assert.equal((await page.request.delete(`${station.origin}/api/v1/probes/1`)).status(), 204);
});

test("to leave the air takes a hold that the station has measured", async () => {
  const tapped = await page.request.post(`${station.origin}/api/v1/phases`, { data: { phase: "down" } });
  assert.equal(tapped.status(), 428);
  await page.goto(`${station.origin}/phases`);
  await declare("off air");
  assert.match(await mark().innerText(), /OFF AIR/);
  assert.deepEqual(page.errors, []);
});
