// Loads the program. A module of its own, because the page allows no inline scripts.
import init from "/ui.js";

init({ module_or_path: "/ui_bg.wasm" }).then(
  () => document.getElementById("wait")?.remove(),
  (error) => window.screenFailed(`The program could not be loaded: ${error.message ?? error}`),
);
