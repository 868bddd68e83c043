// Runs before anything is drawn: dresses the page as this screen last wore it, and shows a readable panel, never a
// blank page, when the program fails.
(() => {
  "use strict";
  const root = document.documentElement;

  // English, then German: what is said before the program with all other words is there, or when it is gone.
  const WORDS = {
    stopped: ["This screen stopped", "Dieser Bildschirm ist stehen geblieben"],
    advice: [
      "The station goes on watching; only this screen failed, and what it showed may be old. Reload it. " +
        "If it stops again, report the lines below.",
      "Die Station beobachtet weiter; nur dieser Bildschirm ist ausgefallen, und was er zeigte, kann überholt sein. " +
        "Neu laden. Bleibt er wieder stehen, die Zeilen unten melden.",
    ],
    reload: ["Reload", "Neu laden"],
    starting: ["Flywatch is starting …", "Flywatch startet …"],
    unloaded: ["The program could not be loaded:", "Das Programm ließ sich nicht laden:"],
  };
  window.bootWord = (name) => WORDS[name][root.lang === "de" ? 1 : 0];

  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      // A browser that keeps nothing still shows the screen.
      return null;
    }
  };
  const kept = (key, allowed, otherwise) => {
    const value = remembered(key);
    return allowed.includes(value) ? value : otherwise;
  };

  // Asked as media queries: `innerWidth` of a phone grows with what sticks out, and sizes of a rack would then stay for good.
  const isSmall = matchMedia("(max-width: 699px), (max-height: 599px)");
  const isTouched = matchMedia("(pointer: coarse)");
  const fitting = () => {
    if (isSmall.matches) return "phone";
    return isTouched.matches ? "rack" : "desk";
  };

  const dress = () => {
    const wish = matchMedia("(prefers-contrast: more)").matches ? "contrast" : "truck";
    root.dataset.theme = kept("flywatch.theme", ["truck", "day", "contrast", "night"], wish);
    const profile = kept("flywatch.profile", ["rack", "phone", "desk"], "auto");
    root.dataset.profile = profile === "auto" ? fitting() : profile;
    const spoken = navigator.language?.startsWith("de") ? "de" : "en";
    root.lang = kept("flywatch.language", ["en", "de"], spoken);
    root.dataset.hand = kept("flywatch.hand", ["left", "right"], "left");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches ? "less" : "system";
    root.dataset.motion = kept("flywatch.motion", ["less"], still);
    // A millimetre of this glass, as somebody measured it.
    const millimetre = Number.parseFloat(remembered("flywatch.mm"));
    if (millimetre >= 2 && millimetre <= 20) root.style.setProperty("--mm", `${millimetre}px`);
    else root.style.removeProperty("--mm");
  };
  dress();
  addEventListener("resize", dress);
  isSmall.addEventListener("change", dress);
  addEventListener("flywatch:dress", dress);
  addEventListener("DOMContentLoaded", () => {
    const wait = document.getElementById("wait");
    if (wait) wait.textContent = window.bootWord("starting");
  });

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
    title.textContent = window.bootWord("stopped");
    const advice = document.createElement("p");
    advice.textContent = window.bootWord("advice");
    const detail = document.createElement("pre");
    detail.textContent = String(what);
    const button = document.createElement("button");
    button.className = "btn go";
    button.textContent = window.bootWord("reload");
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
