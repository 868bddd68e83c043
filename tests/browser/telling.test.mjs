// Who is told of what, as a crew sets it up: by touch, with a real listener that is told and a real peer that is gone.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { PHONE, RACK, openBrowser, openPage, smallTargets, sticksOut, until } from "./screen.mjs";
import { freePort, startStation } from "./station.mjs";

let station, browser, context, page, hook;
const heard = [];

before(async () => {
  hook = createServer(async (request, answer) => {
    let body = "";
    for await (const part of request) body += part;
    heard.push({ headers: request.headers, message: JSON.parse(body) });
    answer.end("fine\n");
  }).listen(0, "127.0.0.1");
  await once(hook, "listening");
  station = await startStation();
  const gone = `tcp://127.0.0.1:${await freePort()}`;
  await station.add({ name: "Encoder", kind: "tcp", target: gone, every_ms: 500, timeout_ms: 400, group: "Encoders" });
  await station.add({ name: "Gateway", kind: "icmp", target: "icmp:127.0.0.1", every_ms: 500 });
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  page.expected.push(/status of (404|409|412|422)/);
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  await station?.remove();
  hook?.close();
});

const open = async (path) => {
  await page.goto(station.origin + path);
  await page.locator("main").waitFor();
};
const button = (name) => page.getByRole("button", { name, exact: true });
const fits = async () => {
  assert.deepEqual(await smallTargets(page, 70), []);
  assert.deepEqual(await sticksOut(page), []);
};

test("the settings lead to each page, and each says what it is for", async () => {
  for (const [link, words] of [
    ["Receivers", "No receivers yet."],
    ["Routes", "Nobody is told of anything yet."],
    ["Silences", "Nothing is kept quiet."],
    ["Own rules", "No rules of your own yet."],
  ]) {
    await open("/settings");
    await page.locator("main").getByRole("link", { name: link }).tap();
    await page.getByRole("heading", { name: words }).waitFor();
    await fits();
  }
});

test("a receiver is tried before it is saved; what is wrong is said at its entry", async () => {
  await open("/receivers/add");
  await page.getByRole("radio", { name: /^Webhook/ }).tap();
  await page.getByLabel("Name", { exact: true }).fill("Hook");
  await page.getByLabel("Address").fill("nonsense");
  await button("Send a test").tap();
  await page.locator(".field.wrong", { hasText: "Address" }).waitFor();
  await page.getByLabel("Address").fill(`http://127.0.0.1:${await freePort()}/`);
  await button("Send a test").tap();
  await page.locator(".outcome").getByText("Not delivered.").waitFor();
  await page.getByLabel("Address").fill(`http://127.0.0.1:${hook.address().port}/`);
  await page.getByLabel("Headers").fill("X-Crew: night\n");
  await button("Send a test").tap();
  await page.locator(".outcome").getByText("Delivered.", { exact: true }).waitFor();
  assert.equal(heard.at(-1).message.is_test, true);
  assert.equal(heard.at(-1).headers["x-crew"], "night");
  await fits();
  await button("Save").tap();
  await page.locator(".list").getByText("Hook", { exact: true }).waitFor();
  await page.locator(".list").getByText("No route tells it anything yet.").waitFor();
});

test("a kept secret stays when something else is changed", async () => {
  await page.locator(".list .item", { hasText: "Hook" }).tap();
  await page.getByRole("heading", { name: "Edit Hook" }).waitFor();
  assert.equal(await page.getByLabel("Headers").inputValue(), "");
  await button("Send a test").tap();
  await page.locator(".outcome").getByText("Delivered.", { exact: true }).waitFor();
  assert.equal(heard.at(-1).headers["x-crew"], "night");
});

test("a route is made by touch, tells, and the message stands on the page of its receiver", async () => {
  await open("/routes/add");
  await button("Save").tap();
  await page.locator(".field.wrong", { hasText: "Who is told" }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Crew");
  await page.getByRole("radio", { name: "Everything" }).tap();
  await button("Hook").tap();
  await button("Also tell others").tap();
  await page.locator(".later-row").getByRole("button", { name: "Hook" }).tap();
  await page.locator(".in-words").getByText("Everything → Hook; after 10 min also Hook").waitFor();
  await fits();
  await button("Save").tap();
  await page.locator(".list").getByText("Everything → Hook").waitFor();
  await page.getByLabel("Probe", { exact: true }).selectOption({ label: "Encoder" });
  await page.locator(".what-if").getByText("Crew tells Hook.").waitFor();
  // What was wrong before there was a route is not told by it: something else breaks.
  const gone = `tcp://127.0.0.1:${await freePort()}`;
  await station.add({ name: "Decoder", kind: "tcp", target: gone, every_ms: 500, timeout_ms: 400 });
  await until("the hook is told", () => heard.some(({ message }) => !message.is_test && message.title.includes("Decoder")));
  await open("/receiver/1");
  await page.locator(".deliveries").getByText("delivered").first().waitFor();
});

test("routes change places, are switched off, and then nobody is told", async () => {
  await open("/routes/add");
  await page.getByLabel("Name", { exact: true }).fill("Late");
  await button("Hook").tap();
  await button("Save").tap();
  await page.locator(".list").getByText("Late").waitFor();
  await button("Move Late earlier").tap();
  await until("it is first", async () => (await page.locator(".list .item b").allInnerTexts()).join() === "Late,Crew");
  for (const name of ["Late", "Crew"]) {
    await page.getByRole("switch", { name: `${name} on or off` }).tap();
    await until(`${name} is off`, async () => (await page.getByRole("switch", { name: `${name} on or off` }).getAttribute("aria-checked")) === "false");
  }
  await page.getByText("Every route is switched off").waitFor();
  await page.getByLabel("Probe", { exact: true }).selectOption({ label: "Encoder" });
  await page.getByText("Nobody would be told of this now.").waitFor();
  await fits();
});

test("a receiver in use is not deleted; a route is, and comes back", async () => {
  await open("/receiver/1");
  await button("Delete").tap();
  await page.locator(".toast").getByText("Hook is told by these routes: Crew, Late.").waitFor();
  await open("/route/2");
  await button("Delete").tap();
  await until("it has left the list", async () => !(await page.locator(".list").getByText("Late").count()));
  await page.locator(".toast").getByRole("button", { name: "Undo" }).tap();
  await page.locator(".list").getByText("Late").waitFor();
});

test("a silence shows what it keeps quiet, lasts as chosen, and ends when told to", async () => {
  await open("/silences?probe=1");
  await page.getByRole("heading", { name: "Add silence" }).waitFor();
  await page.getByText("Keeps 1 alert quiet now: Encoder").waitFor();
  await button("Save").tap();
  await page.locator(".field.wrong", { hasText: "Why" }).waitFor();
  await page.getByLabel("Why").fill("Rebuild");
  await button("4 h").tap();
  await fits();
  await button("Save").tap();
  await page.getByRole("heading", { name: "In force" }).waitFor();
  await page.locator(".list").getByText("probe Encoder").waitFor();
  await button("End now").tap();
  await page.locator("summary", { hasText: "Over" }).waitFor();
});

test("an own rule of two tests is read as a sentence, refused at its entry, and kept", async () => {
  await open("/rules/add");
  await page.getByLabel("Name", { exact: true }).fill("Slow and gone");
  await button("Gateway").tap();
  await page.locator(".rows").getByText("looks at 1 probe").waitFor();
  await page.locator("#entry-when-sort").selectOption("all of several tests are true");
  await page.locator("#entry-when-of-0-series").selectOption("icmp_rtt_seconds");
  await page.locator("#entry-when-of-0-limit").fill("50");
  await page.locator("#entry-when-of-1-sort").selectOption("no data comes");
  await page.locator("#entry-when-of-1-for_s").fill("soon");
  await button("Save").tap();
  await page.locator(".field.wrong", { has: page.locator("#entry-when-of-1-for_s") }).waitFor();
  await page.locator("#entry-when-of-1-for_s").fill("0");
  await button("Save").tap();
  await page.locator(".field.wrong", { has: page.locator("#entry-when-of-1-for_s") }).waitFor();
  await page.locator("#entry-when-of-1-for_s").fill("90");
  await page.locator(".in-words").getByText("is above 50 ms and nothing has come from it for 90").waitFor();
  await fits();
  await button("Save").tap();
  await page.locator(".list .item", { hasText: "Slow and gone" }).getByText("looks at 1 probe").waitFor();
  await page.locator(".list .item", { hasText: "Slow and gone" }).tap();
  await until("the limit is read back", async () => (await page.locator("#entry-when-of-0-limit").inputValue()) === "50");
});

test("a rule is tried on the past, over the value that it tests", async () => {
  await open("/rules/add");
  await page.locator("#entry-when-series").selectOption("icmp_rtt_seconds");
  await page.locator("#entry-when-limit").fill("0.0001");
  await button("Try on the last 7 days").tap();
  await page.locator(".on-the-past [role=status]").getByText(/It would (not )?have fired/).waitFor();
  await page.locator(".tried .limit-lines").waitFor({ state: "attached" });
  await fits();
});

test("leaving asks first when something was entered, and not when nothing was", async () => {
  for (const [path, list] of [["/receivers/add", "/receivers"], ["/routes/add", "/routes"], ["/silences/add", "/silences"], ["/rules/add", "/rules"]]) {
    await open(path);
    const asks = page.getByRole("dialog", { name: "Not saved yet" });
    await page.getByRole("link", { name: "Cancel" }).tap();
    await until("nothing was entered", () => new URL(page.url()).pathname === list);
    await open(path);
    await page.locator("#entry-name").fill("Half a name");
    await page.locator(".rail").getByRole("link", { name: /Events/ }).tap();
    await asks.getByRole("button", { name: "Keep editing" }).tap();
    assert.equal(await page.locator("#entry-name").inputValue(), "Half a name");
    await page.locator(".rail").getByRole("link", { name: /Events/ }).tap();
    await asks.getByRole("button", { name: "Drop what I entered" }).tap();
    await until("it goes", () => new URL(page.url()).pathname === "/events");
  }
});

test("a rule of a probe says where its values come from, is set here and taken back", async () => {
  await open("/probe/2");
  await page.getByRole("link", { name: /Alert rules/ }).tap();
  const rule = page.locator(".tuning", { hasText: "Cannot look" });
  await rule.locator(".item").tap();
  await rule.getByText("from the kind").first().waitFor();
  await rule.getByRole("radio", { name: "Minor" }).tap();
  await rule.getByLabel("It must be so for").fill("20");
  await fits();
  await button("Save").tap();
  await button("Saved.").waitFor();
  await page.reload();
  await rule.getByText("Minor · It must be so for 20 s").waitFor();
  await rule.locator(".item").tap();
  await rule.getByRole("button", { name: "As the kind has it" }).first().tap();
  await button("Save").tap();
  await button("Saved.").waitFor();
  await until("the severity is that of the kind", async () => !(await rule.locator(".item").innerText()).includes("Minor"));
});

test("a phone shows all of it, in German too", async () => {
  const phone = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
  const small = await openPage(phone);
  await small.addInitScript(() => localStorage.setItem("flywatch.language", "de"));
  for (const path of ["/receivers", "/receiver/1", "/routes", "/route/1", "/silences", "/silences/add", "/rules", "/rule/1", "/probe/2/rules", "/settings/rules"]) {
    await small.goto(station.origin + path);
    await small.locator("main :is(h1, h2)").first().waitFor();
    await small.locator(".ribbon .live").getByText("LIVE").waitFor({ state: "attached" });
    assert.deepEqual(await sticksOut(small), [], path);
    assert.deepEqual(await smallTargets(small, 48), [], path);
  }
  await small.getByRole("heading", { name: "Alarmregeln der ganzen Station" }).waitFor();
  assert.deepEqual(small.errors, []);
  await phone.close();
});

test("no page reported an error", () => assert.deepEqual(page.errors, []));
