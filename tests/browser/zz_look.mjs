import { RACK, PHONE, DESK, openBrowser, openPage } from "./screen.mjs";
import { startStation } from "./station.mjs";
const station = await startStation();
const browser = await openBrowser();
try {
  await station.add({ name: "Gateway", kind: "icmp", target: "icmp:127.0.0.1", group: "Network", every_ms: 500 });
  const post = async (path, body) => { try { return await station.post(path, body); } catch (e) { console.log(path, e.message); } };
  const shots = process.argv.slice(2);
  let first = true;
  for (const [name, options] of [["rack", RACK], ["desk", DESK], ["phone", PHONE]]) {
    const page = await openPage(await browser.newContext(options));
    await page.goto(await station.link());
    for (const path of ["/phases", "/settings/phases", "/", "/settings"]) {
      await page.goto(station.origin + path);
      await page.locator(".ribbon .live time").first().waitFor(); await page.waitForTimeout(1500);
      await page.screenshot({ path: `/tmp/shots/${name}${path.replaceAll("/", "_")}${first ? "_none" : ""}.png`, fullPage: false });
    }
    if (first) {
      const r = await page.request.post(station.origin + "/api/v1/phases", { data: { phase: "line_up", show: "Cup final, second leg", by: "Ann" } });
      console.log(r.status(), await r.text());
      const r2 = await page.request.post(station.origin + "/api/v1/phases", { data: { phase: "on_air", by: "Ann" } });
      console.log(r2.status());
      for (const path of ["/phases", "/", "/glance"]) {
        await page.goto(station.origin + path);
        await page.locator(".ribbon .live time").first().waitFor(); await page.waitForTimeout(1500);
        await page.screenshot({ path: `/tmp/shots/${name}${path.replaceAll("/", "_")}.png` });
      }
      first = false;
    }
    console.log(page.errors);
  }
} finally {
  await browser.close();
  await station.remove();
}
