// The search form: a row for each step, with a field for each text and a tile for each picture.

import { byId, element, iconButton } from "./dom.js";
import { thumbnail } from "./api.js";
import { clock } from "./format.js";
import { wantedSteps } from "./query.js";

/** What a picture, clip or moment of a search is shown as. */
function pictureOf(part) {
  const [scheme, rest] = [part.value.slice(0, part.value.indexOf(":")), part.value.slice(part.value.indexOf(":") + 1)];
  if (scheme === "upload") {
    return `/api/uploads/${encodeURIComponent(rest)}/picture`;
  }
  const reference = part.kind === "moment" ? part.value : rest;
  const at = reference.lastIndexOf("@");
  const video = at < 0 ? reference : reference.slice(0, at);
  return thumbnail(video, at < 0 ? Number(part.from || 0) : parseFloat(reference.slice(at + 1)));
}

function labelOf(part) {
  if (part.kind === "moment") {
    return "More like this";
  }
  const what = part.kind === "video" ? "Clip" : part.region ? "Region" : "Picture";
  return part.from ? `${what} from ${clock(Number(part.from))}` : what;
}

export class Composer {
  /** @param search what is edited; @param changed called when it is to be searched for */
  constructor(search, changed) {
    this.search = search;
    this.changed = changed;
    byId("search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    for (const button of document.querySelectorAll("[data-compose]")) {
      button.addEventListener("click", () => this.compose(button.dataset.compose));
    }
  }

  show(search) {
    this.search = search;
    this.render();
  }

  submit() {
    this.search.good = [];
    this.search.bad = [];
    this.search.least = "";
    this.changed();
  }

  compose(kind) {
    const last = this.search.steps[this.search.steps.length - 1];
    if (kind === "picture") {
      byId("file").click();
      return;
    }
    if (kind === "not") {
      last.push({ kind: "not", value: "" });
      this.render();
      this.focusLast("[data-kind=not] input");
    } else if (kind === "then") {
      if (this.search.steps.length < 3) {
        this.search.steps.push([]);
      }
      this.render();
      this.focusLast("[data-kind=text] input");
    } else {
      this[`${kind}Open`] = true;
      this.render();
      byId(kind).focus();
    }
  }

  focusLast(selector) {
    [...byId("steps").querySelectorAll(selector)].pop()?.focus();
  }

  focus() {
    const field = byId("steps").querySelector("input");
    field?.focus();
    field?.select();
  }

  render() {
    const rows = this.search.steps.map((step, number) => this.row(step, number));
    if (this.search.steps.length > 1) {
      rows.push(this.field("within", "Within", "30s", "longest time between two steps"));
    }
    if (this.search.said || this.saidOpen) {
      rows.push(this.field("said", "Said", "words that are said or written", "in subtitles and titles"));
    }
    if (this.search.filter || this.filterOpen) {
      rows.push(this.field("filter", "Filter", "duration < 60 and tag = holiday", "path, name, duration, resolution, added, recorded, language, tag"));
    }
    byId("steps").replaceChildren(...rows);
    const many = wantedSteps(this.search).length;
    document.querySelector("[data-compose=then]").disabled = this.search.steps.length >= 3 || (many === 0 && this.search.steps.length > 1);
  }

  row(step, number) {
    let text = step.find((part) => part.kind === "text");
    if (!text) {
      text = { kind: "text", value: "" };
      step.unshift(text);
    }
    const label = number === 0 ? "What is to be seen" : "What comes then";
    const tiles = step.filter((part) => !["text", "not"].includes(part.kind)).map((part) => this.tile(step, part));
    const field = this.input(text, label, number === 0 ? "Describe what is to be seen" : "and then …");
    if (number === 0) {
      field.id = "text";
    }
    const parts = step.filter((part) => part !== text && part.kind === "text").map((part) => this.removable(step, part, "and"));
    const nots = step.filter((part) => part.kind === "not").map((part) => this.removable(step, part, "not"));
    const go = number === 0 ? element("button", { type: "submit", class: "go", "aria-label": "Search" }, "Search") : this.remover(() => this.search.steps.splice(number, 1), "Leave out this step");
    return element(
      "div",
      { class: "step" },
      number > 0 ? element("span", { class: "word" }, "then") : null,
      tiles,
      element("span", { class: "field", "data-kind": "text" }, field),
      parts,
      nots,
      go,
    );
  }

  input(part, label, placeholder) {
    return element("input", {
      type: "text",
      "aria-label": label,
      placeholder,
      value: part.value,
      spellcheck: "true",
      enterkeyhint: "search",
      oninput: (event) => {
        part.value = event.target.value;
      },
    });
  }

  removable(step, part, word) {
    return element(
      "span",
      { class: "field chip", "data-kind": part.kind },
      element("span", { class: "word" }, word),
      this.input(part, word === "not" ? "What is not to be seen" : "What is also to be seen", "cars"),
      this.remover(() => step.splice(step.indexOf(part), 1), `Leave out ${part.value || "this"}`),
    );
  }

  remover(remove, label) {
    return iconButton("close", label, () => {
      remove();
      this.render();
      this.submit();
    });
  }

  tile(step, part) {
    const label = labelOf(part);
    return element(
      "span",
      { class: "tile", title: label },
      element("img", { src: pictureOf(part), alt: label, onerror: (event) => event.target.classList.add("missing") }),
      this.remover(() => step.splice(step.indexOf(part), 1), `Leave out: ${label}`),
    );
  }

  field(name, label, placeholder, hint) {
    return element(
      "label",
      { class: "step extra" },
      element("span", { class: "word" }, label),
      element("input", {
        id: name,
        type: "text",
        placeholder,
        value: this.search[name],
        title: hint,
        spellcheck: "false",
        oninput: (event) => {
          this.search[name] = event.target.value;
        },
      }),
      element("small", {}, hint),
    );
  }
}

/** Files that are dropped anywhere, pasted, or chosen. */
export function takeFiles(take) {
  const drop = byId("drop");
  let depth = 0;
  const files = (list) => [...list].filter((file) => /^(image|video)\//.test(file.type) || file.type === "");
  addEventListener("dragenter", (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      depth++;
      drop.hidden = false;
    }
  });
  addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    drop.hidden = depth === 0;
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    drop.hidden = true;
    take(files(event.dataTransfer.files));
  });
  addEventListener("paste", (event) => {
    const pasted = files(event.clipboardData?.files || []);
    if (pasted.length > 0) {
      event.preventDefault();
      take(pasted);
    }
  });
  byId("file").addEventListener("change", (event) => {
    take(files(event.target.files));
    event.target.value = "";
  });
}
