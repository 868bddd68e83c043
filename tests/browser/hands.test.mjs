// What hands do: buttons that are held and armed, the keyboard of the rack, the palette, single keys, and a form that is
// left by mistake.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { DESK, RACK, openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, rack, desk, glass;

before(async () => {
  station = await startStation();
  for (let at = 1; at <= 12; at++) {
    await station.add({ name: `ENC-${at}`, kind: "icmp", target: `icmp:127.0.0.${at}`, group: at > 8 ? "Remote" : "Encoders" });
  }
  browser = await openBrowser();
  rack = await openPage(await browser.newContext(RACK));
  desk = await openPage(await browser.newContext({ ...DESK, locale: "en-GB" }));
  for (const page of [rack, desk]) {
    await page.goto(await station.link());
    await page.locator(".tile").first().waitFor();
  }
  glass = await rack.context().newCDPSession(rack);
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

afterEach(() => {
  assert.deepEqual(rack.errors, []);
  assert.deepEqual(desk.errors, []);
});

const carriedOut = async (page) => Number(await page.locator(".presses").getAttribute("data-done"));
const press = (page, name) => page.locator(".presses .press").filter({ has: page.getByText(name, { exact: true }) });
const stage = (page, name) => press(page, name).getAttribute("data-stage");

/// Touches with these fingers until `held` has come true.
async function rest(fingers, held) {
  await glass.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers });
  await held();
  await glass.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

async function middle(target) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, id: 1 };
}

/// A press is not heeded right after another one.
const heeded = (page, name) => until(`${name} rests`, async () => (await stage(page, name)) === "rest");

test("a hold carries out its order once, and no shorter touch does", async () => {
  await rack.goto(`${station.origin}/gallery`);
  const point = await middle(press(rack, "Hold"));
  await rest([point], () => until("it fills", async () => (await stage(rack, "Hold")) === "filling"));
  assert.match(await press(rack, "Hold").innerText(), /let go too early/);
  await heeded(rack, "Hold");
  await rest([point], () => until("it is done", async () => (await stage(rack, "Hold")) === "done"));
  assert.equal(await carriedOut(rack), 1);
});

test("a finger that wanders, a second finger, and a scroll do nothing", async () => {
  const point = await middle(press(rack, "Hold"));
  await heeded(rack, "Hold");
  await glass.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await glass.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ ...point, x: point.x + 60 }] });
  await until("the finger slipped", async () => (await stage(rack, "Hold")) === "slipped");
  await glass.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await heeded(rack, "Hold");
  await glass.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await glass.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ ...point, y: point.y - 80 }] });
  await glass.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ ...point, y: point.y - 160 }] });
  await until("it was a scroll", async () => (await stage(rack, "Hold")) === "slipped");
  await glass.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await heeded(rack, "Hold");
  const again = await middle(press(rack, "Hold"));
  await rest([again, { x: again.x, y: again.y + 20, id: 2 }], () =>
    until("two fingers are one too many", async () => (await stage(rack, "Hold")) === "slipped"),
  );
  assert.equal(await carriedOut(rack), 1);
});

test("an armed order says what goes, and is held while it is lit", async () => {
  await press(rack, "Arm").tap();
  const sheet = rack.locator("dialog[open]");
  await sheet.getByText(/^Armed, \d s left$/).waitFor();
  await sheet.getByText("CAM 1").waitFor();
  const key = sheet.locator(".press.hold");
  await rest([await middle(key)], () => sheet.waitFor({ state: "hidden" }));
  assert.equal(await carriedOut(rack), 2);
});

test("a refusal is told in the station's words, and nothing turns green", async () => {
  const refused = press(rack, "Refused");
  await rest([await middle(refused)], () => until("it failed", async () => (await stage(rack, "Refused")) === "failed"));
  await rack.locator(".presses .trouble", { hasText: "The station did not answer" }).waitFor();
});

test("Enter twice holds, a key that is held down does not", async () => {
  await desk.goto(`${station.origin}/gallery`);
  const hold = press(desk, "Hold");
  await hold.focus();
  await desk.keyboard.press("Enter");
  await hold.getByText("Enter once more confirms").waitFor();
  await desk.keyboard.press("Escape");
  await hold.getByText("not confirmed").waitFor();
  await desk.keyboard.down("Enter");
  await hold.getByText("Enter once more confirms").waitFor();
  for (let again = 0; again < 5; again++) await desk.keyboard.down("Enter");
  await desk.keyboard.up("Enter");
  assert.equal(await carriedOut(desk), 0);
  await until("Enter counts", async () => {
    await desk.keyboard.press("Enter");
    return (await carriedOut(desk)) === 1;
  });
});

test("on the rack an address is typed with fingers, and the page stays in sight", async () => {
  await rack.goto(`${station.origin}/add`);
  const target = rack.getByLabel("Target");
  await target.tap();
  const keys = rack.locator(".frame > .keys-place .keys");
  await keys.waitFor();
  assert.equal(await target.getAttribute("inputmode"), "none");
  await keys.locator(".chip", { hasText: "tcp://" }).tap();
  for (const sign of "127.0.0.99:80") await keys.locator(".key", { hasText: new RegExp(`^${sign.replace(".", "\\.")}$`) }).tap();
  assert.equal(await target.inputValue(), "tcp://127.0.0.99:80");
  await rack.getByRole("radio", { name: /TCP/, checked: true }).waitFor();
  // The caret is where the finger put it, and letters come where it stands.
  await target.evaluate((entry) => entry.setSelectionRange(6, 15));
  await keys.locator(".key", { hasText: "abc" }).tap();
  await keys.getByRole("button", { name: "Capitals", includeHidden: true }).tap();
  for (const sign of ["A", "b"]) await keys.locator(".key", { hasText: new RegExp(`^${sign}$`) }).tap();
  assert.equal(await target.inputValue(), "tcp://Ab9:80");
  const entry = await target.boundingBox();
  const board = await keys.boundingBox();
  assert.ok(entry.y > 60 && entry.y + entry.height <= board.y, "the entry is not covered");
  const small = await keys.locator("button").evaluateAll((all) => all.map((key) => key.getBoundingClientRect()).filter((box) => box.width > 0 && Math.min(box.width, box.height) < 70));
  assert.deepEqual(small, []);
  await keys.locator(".key", { hasText: "Next" }).tap();
  await until("the next entry has the keys", () => rack.evaluate(() => document.activeElement.id === "entry-name"));
  await keys.locator(".key", { hasText: "Done" }).tap();
  await keys.waitFor({ state: "detached" });
});

test("leaving a form with entries asks first, and keeps them when told to", async () => {
  await rack.locator(".rail a", { hasText: "Wall" }).tap();
  const sheet = rack.locator("dialog[open]");
  await sheet.getByText("Not saved yet").waitFor();
  await sheet.getByRole("button", { name: "Keep editing" }).tap();
  assert.equal(await rack.getByLabel("Target").inputValue(), "tcp://Ab9:80");
  await rack.locator(".rail a", { hasText: "Wall" }).tap();
  await sheet.getByRole("button", { name: "Drop what I entered" }).tap();
  await rack.locator(".tile").first().waitFor();
});

test("a tile is dialled by its number", async () => {
  await rack.locator(".ribbon").getByRole("button", { name: "Find anything" }).tap();
  const sheet = rack.locator("dialog.palette");
  const keys = sheet.locator(".keys");
  await keys.waitFor();
  for (const sign of ["1", "0"]) await keys.locator(".key", { hasText: new RegExp(`^${sign}$`) }).tap();
  await sheet.getByRole("option", { selected: true, name: /ENC-10/ }).waitFor();
  await keys.locator(".key", { hasText: "Go" }).tap();
  await rack.getByRole("heading", { name: "ENC-10" }).waitFor();
});

test("the palette finds by name with the keyboard alone, and remembers", async () => {
  await desk.keyboard.press("Control+k");
  const entry = desk.getByRole("combobox");
  await entry.fill("127.0.0.7");
  await desk.getByRole("option", { name: /ENC-7/ }).waitFor();
  await desk.keyboard.press("Enter");
  await desk.getByRole("heading", { name: "ENC-7" }).waitFor();
  await desk.keyboard.press("Control+k");
  await desk.getByRole("option", { selected: true, name: /ENC-7/ }).waitFor();
  await entry.fill("nothing of the sort");
  await desk.getByText("Nothing is called like that.").waitFor();
  // The first Escape empties the entry, as the browser has it.
  await desk.keyboard.press("Escape");
  await desk.keyboard.press("Escape");
  await entry.waitFor({ state: "hidden" });
});

test("single keys lead, are listed, and are silent while somebody types", async () => {
  await desk.keyboard.press("g");
  await desk.keyboard.press("e");
  await desk.waitForURL(/\/events$/);
  await desk.keyboard.press("?");
  await desk.locator("dialog[open]").getByText("Change theme").waitFor();
  await desk.keyboard.press("Escape");
  const theme = () => desk.evaluate(() => document.documentElement.dataset.theme);
  const worn = await theme();
  await desk.keyboard.press("t");
  await until("another theme is worn", async () => (await theme()) !== worn);
  await desk.keyboard.press("n");
  await desk.waitForURL(/\/add$/);
  const now = await theme();
  await desk.getByLabel("Name on the wall").pressSequentially("test");
  assert.equal(await theme(), now);
  assert.equal(await desk.getByLabel("Name on the wall").inputValue(), "test");
  await desk.evaluate(() => localStorage.setItem("flywatch.shortcuts", "off"));
  await desk.getByLabel("Name on the wall").fill("");
  await desk.getByLabel("Name on the wall").blur();
  await desk.keyboard.press("t");
  await desk.keyboard.press("Control+k");
  await desk.getByRole("combobox").waitFor();
  assert.equal(await theme(), now);
  await desk.keyboard.press("Escape");
  await desk.evaluate(() => localStorage.removeItem("flywatch.shortcuts"));
});

test("a copy is set up alike, warns that somebody looks there already, and leads to the next one", async () => {
  const probes = async () => (await (await desk.context().request.get(`${station.origin}/api/v1/probes?limit=100`)).json()).items;
  const like = (await probes()).find((probe) => probe.name === "ENC-3");
  await desk.goto(`${station.origin}/add?like=${like.id}`);
  const target = desk.getByLabel("Target");
  await until("the copy is there", async () => (await target.inputValue()) === "icmp:127.0.0.3");
  assert.equal(await desk.getByLabel("Group").inputValue(), "Encoders");
  await desk.getByText("ENC-3 already looks there.").waitFor();
  await target.fill("icmp:127.0.0.33");
  await desk.getByRole("button", { name: "Try it" }).click();
  await desk.locator(".trial").getByText("It answers").waitFor();
  await desk.getByRole("button", { name: "Add, then another like it" }).click();
  await desk.getByText("127.0.0.33 was added.").waitFor();
  await until("the next one begins", async () => (await target.inputValue()) === "icmp:127.0.0.");
  assert.ok((await probes()).some((probe) => probe.name === "127.0.0.33" && probe.group === "Encoders"));
  await target.fill("");
});

test("a message that this screen does not understand is said once, and the screen stays", async () => {
  const page = await openPage(await browser.newContext(DESK));
  let sockets = 0;
  await page.routeWebSocket(/\/api\/v1\/live$/, (socket) => {
    sockets += 1;
    const way = socket.connectToServer();
    way.onMessage((message) => {
      socket.send(message);
      if (sockets === 1) socket.send('{"hologram":{"of":"tomorrow"}}');
    });
  });
  await page.goto(await station.link());
  await page.getByText("both are of different versions").waitFor();
  await page.locator(".ribbon").getByText("LIVE").waitFor();
  assert.equal(sockets, 1);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});
