// The keyboard outside of the player: a search, the grid, help.

import { byId, element } from "./dom.js";

const KEYS = [
  ["/", "search"],
  ["← → ↑ ↓", "go through the results"],
  ["Enter", "play"],
  ["m", "more like this"],
  ["g  b", "mark a result good, bad"],
  ["Space", "play, pause"],
  ["j  l", "five seconds back, on"],
  [",  .", "one frame back, on"],
  ["p  n", "moment before, next moment"],
  ["i  o", "mark the start and the end of a cut"],
  ["e", "export the cut"],
  ["r", "search for a region of the picture"],
  ["f", "full screen"],
  ["+  −", "zoom the map; arrows, Space and Enter there"],
  ["Esc", "close"],
];

export function openKeys() {
  const dialog = byId("keys");
  dialog.replaceChildren(
    element("h2", { id: "keys-title" }, "Keys"),
    element("dl", {}, KEYS.map(([key, does]) => element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, does)))),
    element("form", { method: "dialog" }, element("button", { class: "primary" }, "Close")),
  );
  dialog.showModal();
}

export function keyboard(composer) {
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "Escape" && typing) {
      byId("results").querySelector(".frame")?.focus();
      return;
    }
    if (typing) {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        byId("results").querySelector(".frame")?.focus();
      }
      return;
    }
    const card = document.activeElement.closest?.(".card");
    const press = (label) => card?.querySelector(`.actions [aria-label^="${label}"]`)?.click();
    const keys = {
      "/": () => composer.focus(),
      "?": openKeys,
      m: () => press("More like this"),
      g: () => press("Good result"),
      b: () => press("Bad result"),
      ArrowRight: () => move(card, 1),
      ArrowLeft: () => move(card, -1),
      ArrowDown: () => move(card, columns()),
      ArrowUp: () => move(card, -columns()),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
}

function columns() {
  return getComputedStyle(byId("results")).gridTemplateColumns.split(" ").length;
}

function move(card, by) {
  const cards = [...byId("results").querySelectorAll(".card")];
  const at = cards.indexOf(card);
  const next = at < 0 ? 0 : at + by;
  if (next < 0) {
    document.querySelector("#steps input")?.focus();
    return;
  }
  cards[Math.min(next, cards.length - 1)]?.querySelector(".frame")?.focus();
}
