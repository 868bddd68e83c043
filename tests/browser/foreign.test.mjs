// Rules of Prometheus: pasted, looked through in words, chosen, made.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PHONE, RACK, openBrowser, openPage, sticksOut, smallTargets, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

let station, browser, context, page;

before(async () => {
  station = await startStation();
  await station.add({ name: "Gateway", kind: "icmp", target: "icmp:127.0.0.1", enabled: false });
  browser = await openBrowser();
  context = await browser.newContext(RACK);
  page = await openPage(context);
  page.expected.push(/status of 422/);
  await page.goto(await station.link());
});

after(async () => {
  await browser?.close();
  await station?.remove();
});

const RULES = `groups:
  - name: flypack
    rules:
      - alert: GatewaySlow
        expr: flywatch_icmp_rtt_seconds{probe="Gateway"} > 0.05
        for: 30s
        labels: {severity: critical}
      - alert: NobodyAnswers
        expr: probe_success{job="ping"} == 0
        annotations: {description: "Look at {{ $labels.instance }}."}
      - alert: TooManyGoroutines
        expr: go_goroutines > 1000
      - record: job:up:count
        expr: count(up) by (job)
`;
const looked = (text, at = page) => at.locator(".looked").getByText(text).waitFor();
const paste = (text, at = page) => at.locator("#pasted").fill(text);
const rules = async () => (await (await context.request.get(`${station.origin}/api/v1/rules`)).json()).items;

test("rules are looked through in words, chosen and made", async () => {
  await page.goto(`${station.origin}/rules`);
  await page.getByRole("link", { name: "Import Prometheus rules" }).tap();
  await page.getByRole("heading", { name: "Import Prometheus rules" }).waitFor();
  await paste(RULES);
  await looked("2 of 4 rules can be taken over.");
  const slow = page.getByRole("checkbox", { name: /Gateway slow/ });
  await slow.getByText("is above 50 ms").waitFor();
  await slow.getByText("looks at 1 probe").waitFor();
  await page.getByText("Placeholders in its text became plain words").waitFor();
  const left = page.locator(".left-out");
  assert.match(await left.nth(0).innerText(), /TooManyGoroutines[\s\S]*no metric like `go_goroutines`/);
  assert.match(await left.nth(1).innerText(), /job:up:count[\s\S]*records a value/);
  assert.deepEqual(await sticksOut(page), []);
  assert.equal((await rules()).length, 0, "nothing is made by looking");

  await page.getByRole("checkbox", { name: /Nobody answers/ }).tap();
  await page.getByRole("button", { name: "Import 1 rule" }).tap();
  await looked("1 rule is made and works.");
  assert.deepEqual((await rules()).map((rule) => [rule.name, rule.raise_after_ms, rule.on.probes]), [["Gateway slow", 30000, [1]]]);
  await page.getByRole("link", { name: "To the rules" }).tap();
  await page.locator(".list .item", { hasText: "Gateway slow" }).waitFor();
});

test("what is no rule file says so with its line, and nothing can be made of it", async () => {
  await page.goto(`${station.origin}/rules/import`);
  await paste("groups:\n  - name: x\n    rules: 5\n");
  await looked("Line 3:");
  await paste("what is this?");
  await looked("this is no rule file of Prometheus");
  await page.locator("input[type=file]").setInputFiles({ name: "huge.yml", mimeType: "", buffer: Buffer.alloc(300_000, "# x\n") });
  await looked("larger than 256 KiB");
  await page.locator("input[type=file]").setInputFiles({ name: "odd.yml", mimeType: "", buffer: Buffer.from([0xff, 0xfe, 0x00, 0x80]) });
  await looked("no text");
  assert.equal(await page.getByRole("button", { name: /^Import \d/ }).count(), 0);
  await page.getByRole("button", { name: "Clear" }).tap();
  await until("nothing is said", async () => (await page.locator(".looked").innerText()) === "");
});

test("a phone shows it, in German", async () => {
  const phone = await browser.newContext({ ...PHONE, storageState: await context.storageState() });
  const small = await openPage(phone);
  await small.addInitScript(() => localStorage.setItem("flywatch.language", "de"));
  await small.goto(`${station.origin}/rules/import`);
  await small.getByRole("heading", { name: "Prometheus-Regeln importieren" }).waitFor();
  await paste(RULES, small);
  await looked("2 von 4 Regeln lassen sich übernehmen.", small);
  await small.getByRole("button", { name: "2 Regeln importieren" }).waitFor();
  assert.deepEqual(await sticksOut(small), []);
  assert.deepEqual(await smallTargets(small, 48), []);
  assert.deepEqual(small.errors, []);
  await phone.close();
  assert.deepEqual(page.errors, []);
});
