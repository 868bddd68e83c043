// Every page that a screen can show, and a station with enough on it to fill them.

import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";

import { startEncoder } from "./encoder.mjs";
import { freePort } from "./station.mjs";

/// Names that break a careless screen.
export const ODD_NAMES = {
  long: `Stadium camera ${"left ".repeat(60)}`.slice(0, 200).trim(),
  html: `<img src=x onerror="document.title='broken in'"> & <b>bold</b>`,
  rightToLeft: "מצלמה 1 שמאל",
};

/// Has the station watch things in every state: well, past a limit, refused, switched off, with odd names.
/// Gives the pages that then exist, and ends its peers with `close()`.
export async function fill(station) {
  const web = createServer((_, answer) => answer.end("fine\n")).listen(0, "127.0.0.1");
  const encoder = createTcpServer((socket) => socket.on("error", () => {}).end("ready\r\n")).listen(0, "127.0.0.1");
  await Promise.all([once(web, "listening"), once(encoder, "listening")]);
  const closed = await freePort();
  const tcp = `tcp://127.0.0.1:${encoder.address().port}`;
  const probes = [
    { name: "Rack server", kind: "host", target: "host:", group: "Rack" },
    { name: "Gateway", kind: "icmp", target: "icmp:127.0.0.1", group: "Network", every_ms: 500 },
    { name: "Encoder 1", kind: "tcp", target: tcp, group: "Encoders" },
    { name: "Encoder 2", kind: "tcp", target: `tcp://127.0.0.1:${closed}`, group: "Encoders" },
    { name: "Encoder 3", kind: "tcp", target: tcp, group: "Encoders", enabled: false },
    {
      name: "Packager",
      kind: "http",
      target: `http://127.0.0.1:${web.address().port}/`,
      group: "Servers",
      limits: { http_total_seconds: { bad: "above", major: 0.000001, critical: null } },
    },
    ...Object.values(ODD_NAMES).map((name) => ({ name, kind: "tcp", target: tcp, group: "Names" })),
  ];
  for (const probe of probes) await station.add(probe);
  const port = await freePort();
  await station.add({ name: "Camera", kind: "mpegts", target: `mpegts://127.0.0.1:${port}`, group: "Cameras" });
  await station.addChannel({
    name: "PGM A",
    hops: [
      { name: "CAM", probes: [probes.length + 1] },
      { name: "SRT", probes: [4], way: "main" },
      { name: ODD_NAMES.rightToLeft, probes: [3], way: "backup" },
      { name: ODD_NAMES.html, probes: [4, 6] },
    ],
  });
  const hook = { url: `http://127.0.0.1:${web.address().port}/`, headers: "X-Crew: night" };
  await station.post("receivers", { name: ODD_NAMES.long, kind: "webhook", settings: hook });
  const matching = [{ label: "channel", value: "PGM A" }, { label: "probe", is: "matching", value: ".*" }];
  const escalate = [{ after_minutes: 10, receivers: [1] }];
  const hours = [{ days: ["monday"], from: 360, to: 1320 }];
  await station.post("routes", { name: ODD_NAMES.html, least: "critical", matching, phases: ["on_air"], hours, receivers: [1], escalate });
  await station.post("silences", { name: ODD_NAMES.long, matching, from: 1000, until: 4102444800000 });
  const failure = { test: "failure" };
  const slow = { test: "limit", series: { metric: "icmp_rtt_seconds" }, bad: "above", limit: 0.05 };
  await station.post("rules", { name: ODD_NAMES.rightToLeft, when: { test: "all", of: [failure, { test: "not", of: slow }] }, severity: "major" });
  await station.post("reports/line-up", { by: ODD_NAMES.rightToLeft, show: ODD_NAMES.html });
  const camera = startEncoder(`udp://127.0.0.1:${port}?pkt_size=1316`, "Camera");
  return {
    paths: [
      "/",
      "/?show=crit",
      "/glance",
      "/probe/1",
      "/probe/4",
      "/probe/7",
      `/probe/${probes.length + 1}`,
      "/probe/1/edit",
      "/add",
      "/discovery",
      "/devices",
      "/devices/add",
      "/alerts",
      "/alerts?show=shelved",
      "/alerts?show=past",
      "/alerts/health",
      "/alert/1",
      "/events",
      "/channels",
      "/channels/add",
      "/channel/1",
      "/streams",
      "/import",
      "/receivers",
      "/receivers/add",
      "/receiver/1",
      "/routes",
      "/routes/add",
      "/route/1",
      "/silences",
      "/silences/add",
      "/silence/1",
      "/rules",
      "/rules/add",
      "/rules/import",
      "/rule/1",
      "/probe/2/rules",
      "/channel/1/rules",
      "/settings/rules",
      "/phases",
      "/settings/phases",
      "/reports",
      "/reports/line-up",
      "/reports/1",
      "/settings",
      "/gallery",
      "/no-such-page",
    ],
    close: () => {
      web.close();
      encoder.close();
      return camera.stop();
    },
  };
}
