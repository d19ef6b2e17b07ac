// Elements without markup in strings: texts of videos are never taken for HTML.

/** element("button", { class: "x", onclick: f }, "text", child) */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else if (key === "class") {
      node.className = value;
    } else if (key in node && key !== "list" && typeof value !== "string") {
      node[key] = value;
    } else {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const PATHS = {
  like: "M8 4.5a7.5 7.5 0 1 0 8 0M12 2v9m-3.5-3.5L12 11l3.5-3.5",
  good: "M7 10v10H4V10zm0 0 4-7c1.5 0 2.3 1 2 2.500L12.300 9H18.500c1.300 0 2.200 1.200 1.900 2.400l-1.700 6.800c-.2 1-1.100 1.800-2.200 1.800H7",
  bad: "M7 14V4H4v10zm0 0 4 7c1.500 0 2.300-1 2-2.500L12.300 15H18.500c1.300 0 2.200-1.200 1.900-2.400l-1.700-6.800C18.500 4.800 17.600 4 16.500 4H7",
  not: "M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  play: "M8 5v14l11-7z",
  pause: "M8 5v14M16 5v14",
  back: "M17 5 8 12l9 7M6 5v14",
  forward: "M7 5l9 7-9 7M18 5v14",
  region: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z",
  cut: "M4 7a2.500 2.500 0 1 0 5 0 2.500 2.500 0 1 0-5 0M4 17a2.500 2.500 0 1 0 5 0 2.500 2.500 0 1 0-5 0M8.500 8.500 20 18M8.500 15.500 20 6",
  similar: "M4 5h9v7H4zM11 12v7h9v-7z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says its name. */
export const iconButton = (name, label, onclick, more = {}) =>
  element("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick, ...more }, icon(name));

export const byId = (id) => document.getElementById(id);

/** Says something for a few seconds. */
export function notice(text, kind = "") {
  const node = element("p", { class: `notice ${kind}` }, text);
  byId("notices").append(node);
  setTimeout(() => node.remove(), kind === "wrong" ? 9000 : 4000);
}
