// Loads the program. A module of its own, because the page allows no inline scripts.
import init from "/ui.js";

init({ module_or_path: "/ui_bg.wasm" }).then(
  () => document.getElementById("wait")?.remove(),
  (error) => window.screenFailed(`${window.bootWord("unloaded")} ${error.message ?? error}`),
);

// Only pages with a chart wait for what draws it. A failed try is forgotten: the next page tries again.
let charts;
window.loadCharts = () =>
  (charts ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/echarts.min.js";
    script.onload = () => resolve();
    script.onerror = () => {
      charts = undefined;
      reject(new Error("echarts.min.js did not load"));
    };
    document.head.append(script);
  }));
