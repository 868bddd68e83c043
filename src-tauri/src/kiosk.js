// A screen in a rack, worked by gloves: no cursor unless a mouse moves, and no gesture that a browser adds of its own.
(() => {
  const CURSOR_RESTS_MS = 3000;
  const calm = new CSSStyleSheet();
  calm.replaceSync(`
    * { -webkit-touch-callout: none; -webkit-user-select: none; user-select: none }
    input, textarea { -webkit-user-select: text; user-select: text }
  `);
  const hidden = new CSSStyleSheet();
  hidden.replaceSync("* { cursor: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, calm, hidden];

  let rest;
  const hide = () => (hidden.disabled = false);
  const listen = (name, act) => addEventListener(name, act, { capture: true, passive: false });
  listen("pointermove", ({ pointerType, movementX, movementY }) => {
    // Pages that move below a cursor at rest move it as well, by nothing.
    if (pointerType !== "mouse" || (movementX === 0 && movementY === 0)) return;
    hidden.disabled = true;
    clearTimeout(rest);
    rest = setTimeout(hide, CURSOR_RESTS_MS);
  });
  listen("pointerdown", ({ pointerType }) => pointerType === "touch" && hide());
  listen("contextmenu", (event) => event.preventDefault());
  // Fingers and wheels enlarge what the page lets them, never the page.
  listen("touchmove", (event) => event.touches.length > 1 && event.preventDefault());
  listen("wheel", (event) => event.ctrlKey && event.preventDefault());
})();
