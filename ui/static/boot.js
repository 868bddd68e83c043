// Runs before anything is drawn: dresses the page as this screen last wore it, and shows a readable panel, never a
// blank page, when the program fails.
(() => {
  "use strict";
  const root = document.documentElement;

  const kept = (key, allowed, otherwise) => {
    let value = null;
    try {
      value = localStorage.getItem(key);
    } catch {
      // A browser that keeps nothing still shows the screen.
    }
    return allowed.includes(value) ? value : otherwise;
  };

  const fitting = () => {
    if (Math.min(innerWidth, innerHeight) < 600 || innerWidth < 700) return "phone";
    return matchMedia("(pointer: coarse)").matches ? "rack" : "desk";
  };

  const dress = () => {
    const wish = matchMedia("(prefers-contrast: more)").matches ? "contrast" : "truck";
    root.dataset.theme = kept("flywatch.theme", ["truck", "day", "contrast", "night"], wish);
    const profile = kept("flywatch.profile", ["rack", "phone", "desk"], "auto");
    root.dataset.profile = profile === "auto" ? fitting() : profile;
  };
  dress();
  addEventListener("resize", dress);
  addEventListener("flywatch:dress", dress);

  let failed = false;
  window.screenFailed = (what) => {
    if (failed) return;
    failed = true;
    const panel = document.createElement("div");
    panel.className = "failed";
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-labelledby", "failed-title");
    const title = document.createElement("h1");
    title.id = "failed-title";
    title.textContent = "This screen stopped";
    const advice = document.createElement("p");
    advice.textContent =
      "The station goes on watching; only this screen failed, and what it showed may be old. Reload it. " +
      "If it stops again, report the lines below.";
    const detail = document.createElement("pre");
    detail.textContent = String(what);
    const button = document.createElement("button");
    button.className = "btn go";
    button.textContent = "Reload";
    button.addEventListener("click", () => location.reload());
    panel.append(title, advice, detail, button);
    const show = () => {
      document.body.append(panel);
      button.focus();
    };
    if (document.body) show();
    else addEventListener("DOMContentLoaded", show);
  };

  addEventListener("error", (event) => {
    // A script, style or font that did not load has no message; only the program itself is fatal.
    if (event.message) window.screenFailed(event.error?.stack ?? event.message);
  });
  addEventListener("unhandledrejection", (event) => {
    window.screenFailed(event.reason?.stack ?? event.reason);
  });
})();
