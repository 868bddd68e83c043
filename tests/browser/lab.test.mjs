// The lab (scripts/lab.sh): all is well on the wall, every fault is seen there and told on a page, and mended it is well again.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { DESK, openBrowser, openPage, until } from "./screen.mjs";
import { startStation } from "./station.mjs";

const SCRIPT = new URL("../../scripts/lab.sh", import.meta.url).pathname;
/// Not the lab that somebody may look at meanwhile, nor that of another test.
const NUMBER = 100 + (process.pid % 150);
const PATIENCE_MS = 120_000;
/// What came and went often, as things do that are broken on purpose, must be well for up to five minutes.
const MENDED_MS = 6 * 60_000;
const ENOUGH_FOR_A_BUSY_MACHINE = { timeout: 5 * PATIENCE_MS };

let station, browser, page;

async function lab(...words) {
  const { stdout } = await promisify(execFile)(SCRIPT, words, { env: { ...process.env, LAB_NUMBER: NUMBER } });
  return stdout;
}

before(async () => {
  await lab("up");
  station = await startStation();
  execFileSync(process.env.FLYWATCH_BIN, ["apply", "--yes", "--data", station.data, "-"], { input: await lab("document") });
  browser = await openBrowser();
  page = await openPage(await browser.newContext(DESK));
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(await station.link());
}, ENOUGH_FOR_A_BUSY_MACHINE);

after(async () => {
  await browser?.close();
  await station?.remove();
  await lab("down");
}, ENOUGH_FOR_A_BUSY_MACHINE);

const json = async (path) => (await page.request.get(`${station.origin}${path}`)).json();

/// A tile by its own name: what follows from something names that too.
const tile = (name, state) => page.locator(`.tile.${state}`).and(page.getByRole("link", { name: new RegExp(`^${name},`) }));

async function everythingIsOk() {
  await page.goto(station.origin);
  const all = (await (await page.request.get(`${station.origin}/api/v1/probes`)).json()).items.length;
  await until(
    `all ${all} tiles are OK`,
    async () => {
      const [ok, shown] = [await page.locator(".tile.ok").count(), await page.locator(".tile").count()];
      if (ok === all && shown === all) return true;
      return Promise.reject(new Error((await page.locator(".tile:not(.ok) .vh").allInnerTexts()).join("; ")));
    },
    MENDED_MS,
  );
}

test("everything in the lab is OK", ENOUGH_FOR_A_BUSY_MACHINE, everythingIsOk);

test("the page of a device shows its ports, and a touch the traffic of one", ENOUGH_FOR_A_BUSY_MACHINE, async () => {
  await page.goto(`${station.origin}/devices`);
  await page.getByText("SW 2", { exact: true }).click();
  const ports = page.locator(".port");
  await until("all ports are there", async () => (await ports.count()) === 6, PATIENCE_MS);
  await ports.filter({ hasText: "To cam1" }).click();
  await page.locator(".legend", { hasText: "cam1" }).waitFor();
});

/// Of each fault: the tiles that show it, how they look then, a sentence of their pages, and the port that is marked there.
const FAULTS = {
  encoder: [["CAM 1 stream", "crit", `No datagram came to the group 239.255.${NUMBER}.1 on port 5004 for 3 s; check the encoder`]],
  freeze: [["CAM 1 stream", "warn", /Bitrate is \d+\skb\/s; the limit is 400\skb\/s/]],
  loss: [
    ["CAM 1 stream", "warn", /packets are missing or in the wrong order, \d+ times in the last 10 s, on PID/i],
    ["CAM 2 stream", "warn", /\d+ RTP packets did not come in the last 10 s/],
    ["CAM 3 stream", "minor", /\d+ packets \(.*\) had to be sent again in the last 10 s/],
    ["CAM 4 stream", "minor", /\d+ packets \(.*\) had to be sent again in the last 10 s/],
  ],
  cable: [
    ["SW 2 ports", "warn", /cam2 has lost its link; check the cable and the other end/, "cam2"],
    ["CAM 2 stream", "crit", `No datagram came to the group 239.255.${NUMBER}.2 on port 5006 for 3 s`],
  ],
  switch: [
    ["SW 2 ping", "crit", `no answer from 198.18.${NUMBER}.2;`],
    ["SW 1 ports", "warn", /stage has lost its link; check the cable and the other end/, "stage"],
  ],
  uplink: [["INTERCOM ping", "crit", `198.18.${NUMBER}.31 is not there: nothing on its network answers for it`]],
  web: [["EDGE HLS", "crit", `198.18.${NUMBER}.21 answers, but nothing listens on port 80`]],
};

for (const [fault, signs] of Object.entries(FAULTS)) {
  test(`the fault ${fault} is on the wall and told on its page, and mended it is gone`, ENOUGH_FOR_A_BUSY_MACHINE, async () => {
    await lab("fault", fault);
    try {
      for (const [name, state, sentence, port] of signs) {
        await page.goto(station.origin);
        await tile(name, state).click();
        await page.locator(".story").getByText(sentence).first().waitFor();
        if (port) await page.locator(`.port.${state}`, { hasText: port }).waitFor();
      }
      assert.match(await lab("status"), new RegExp(`^${fault} +ON `, "m"));
    } finally {
      await lab("heal", fault);
    }
    await everythingIsOk();
  });
}

test("the switch that carries four streams loses its power: one incident with its cause; mended: one end", ENOUGH_FOR_A_BUSY_MACHINE, async (t) => {
  const told = [];
  const sink = createServer(async (request, answer) => {
    let body = "";
    for await (const part of request) body += part;
    told.push({ ...JSON.parse(body), heard: performance.now() });
    answer.end();
  }).listen(0, "127.0.0.1");
  t.after(() => sink.close());
  await once(sink, "listening");
  const quiet = async () => (await json("/api/v1/alerts?firing=true")).items.length === 0;
  await until("nothing fires", quiet, PATIENCE_MS);
  const receiver = await station.post("receivers", { name: "Crew", kind: "webhook", settings: { url: `http://127.0.0.1:${sink.address().port}/` } });
  await station.post("routes", { name: "All", least: "minor", receivers: [receiver.id] });
  const streams = ["CAM 1 stream", "CAM 2 stream", "CAM 3 stream", "CAM 4 stream"];
  const ordered = performance.now();
  try {
    await lab("fault", "switch");
    const incident = await until(
      "all four streams and the port are in one incident",
      async () => {
        const { items } = await json("/api/v1/alerts?firing=true");
        const [port] = items.filter((alert) => alert.rule === "snmp/snmp.link_down");
        const dead = items.filter((alert) => streams.includes(alert.subject.name) && alert.rule.endsWith("/failure"));
        return port && dead.length === 4 && items;
      },
      PATIENCE_MS,
    );
    const roots = incident.filter((alert) => !alert.cause);
    assert.deepEqual(roots.map((alert) => [alert.subject.name, alert.text]), [["SW 1 ports", "stage has lost its link; check the cable and the other end"]]);
    assert.equal(new Set(incident.map((alert) => alert.incident)).size, 1);
    const isPort = (message) => message.title.startsWith("SW 1 ports: stage has lost its link");
    const port = await until("the port is told", () => told.find(isPort), PATIENCE_MS);
    const after = (message) => `${((message.heard - ordered) / 1000).toFixed(1)} s`;
    t.diagnostic(`${after(told[0])} after the order to break it "${told[0].title}" was told, the cause after ${after(port)}`);
  } finally {
    await lab("heal", "switch");
  }
  await everythingIsOk();
  await until("its end is told", () => told.some((message) => message.news === "resolved"), PATIENCE_MS);
  const news = (what) => told.filter((message) => message.news === what).length;
  assert.deepEqual([news("raised"), news("resolved"), new Set(told.map((message) => message.thread)).size], [1, 1, 1], JSON.stringify(told));
});

test("every fault of the lab is among these", async () => {
  const told = (await lab("fault")).trim().split("\n").slice(1).map((line) => line.split(" ")[0]);
  assert.deepEqual(told, Object.keys(FAULTS));
  assert.deepEqual(page.errors, []);
});

test("a second lab does not take the place of one that is up; none is left behind", ENOUGH_FOR_A_BUSY_MACHINE, async () => {
  await assert.rejects(lab("up"), /it is up already/);
  await lab("down");
  await lab("down");
  assert.match(await lab("status"), /The lab is down/);
  const left = execFileSync("sh", ["-c", "ip netns; ip -brief link; ls /run"], { encoding: "utf8" });
  assert.doesNotMatch(left, new RegExp(`\\blab${NUMBER}\\b`));
});
