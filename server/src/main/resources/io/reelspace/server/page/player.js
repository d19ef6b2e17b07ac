// The player: the video from the second that was chosen, its hits, frames one by one, a cut, a
// region to search for.

import { get, send } from "./api.js";
import { byId, element, icon, iconButton, notice } from "./dom.js";
import { line } from "./card.js";
import { bytes, clock, date, score } from "./format.js";
import { Playback } from "./playback.js";
import { drawRegion } from "./region.js";

let current = null;

export function closePlayer() {
  const dialog = byId("player");
  if (dialog.open) {
    dialog.close();
  }
}

/** @param hits moments that are marked; @param start in seconds */
export async function openPlayer(video, hits, start, act) {
  const dialog = byId("player");
  current?.stop();
  current = null;
  dialog.replaceChildren(element("p", { class: "state" }, "Opening …"));
  if (!dialog.open) {
    dialog.showModal();
  }
  dialog.onclose = () => {
    current?.stop();
    current = null;
    dialog.replaceChildren();
    if (location.hash) {
      history.replaceState(null, "", location.pathname + location.search);
    }
  };
  try {
    const details = await get(`/api/videos/${video.id}`);
    current = new Player(dialog, details, hits, act);
    current.show(start);
  } catch (failure) {
    dialog.replaceChildren(
      element("div", { class: "state" }, element("h2", {}, "This video does not open"), element("p", {}, failure.message),
        element("form", { method: "dialog" }, element("button", {}, "Close"))),
    );
  }
}

class Player {
  constructor(dialog, video, hits, act) {
    this.dialog = dialog;
    this.video = video;
    this.hits = [...hits].sort((a, b) => a.start - b.start);
    this.act = act;
    this.from = null;
    this.to = null;
  }

  show(start) {
    const { video } = this;
    this.screen = element("div", { class: "screen" });
    this.playback = new Playback(video, this.screen, () => this.tick(), (text) => this.fail(text));
    this.head = element("span", { class: "head" });
    this.span = element("span", { class: "span", hidden: true });
    this.timeline = line(video, this.hits, { open: (_, __, hit) => this.seek(hit.start) });
    this.timeline.append(this.span, this.head);
    this.timeline.classList.add("large");
    this.timeline.addEventListener("pointerdown", (event) => this.scrub(event));
    this.time = element("output", { class: "time", "aria-label": "Time" });
    this.cutRow = element("div", { class: "cut" });
    this.dialog.replaceChildren(
      element("div", { class: "stage" }, this.screen, this.timeline, this.controls(), this.cutRow),
      this.side(),
      iconButton("close", "Close (Esc)", () => this.dialog.close(), { class: "quiet leave" }),
    );
    this.onkey = (event) => this.key(event);
    this.dialog.addEventListener("keydown", this.onkey);
    this.playback.open(start);
    this.showCut();
    this.screen.tabIndex = -1;
    this.screen.focus();
  }

  stop() {
    this.dialog.removeEventListener("keydown", this.onkey);
    this.playback.close();
  }

  controls() {
    this.toggle = iconButton("pause", "Play or pause (space)", () => this.playback.toggle(), { class: "quiet toggle" });
    this.toggle.append(icon("play"));
    const still = this.playback.still;
    return element(
      "div",
      { class: "controls" },
      still ? null : iconButton("back", "One frame back (,)", () => this.playback.step(-1)),
      still ? null : this.toggle,
      still ? null : iconButton("forward", "One frame on (.)", () => this.playback.step(1)),
      this.time,
      element("span", { class: "grow" }),
      still ? null : element("button", { type: "button", class: "quiet text", title: "Start of a cut (i)", onclick: () => this.mark("from") }, "In"),
      still ? null : element("button", { type: "button", class: "quiet text", title: "End of a cut (o)", onclick: () => this.mark("to") }, "Out"),
      iconButton("region", "Search for a region of the picture (r)", () => this.region()),
      iconButton("similar", "More like this moment", () => this.act.similar(`${this.video.id}@${this.segmentAt().toFixed(3)}`)),
    );
  }

  side() {
    const { video } = this;
    this.list = element(
      "ol",
      { class: "moments" },
      this.hits.map((hit) =>
        element("li", {},
          element("button", { type: "button", onclick: () => this.seek(hit.start), "data-start": String(hit.start) },
            element("span", {}, `${clock(hit.start)} – ${clock(hit.end)}`),
            element("span", { class: "dim" }, score(hit.score)),
            hit.said ? element("q", {}, hit.said.text) : hit.found === "audio" ? element("span", { class: "dim" }, "heard") : null))),
    );
    const facts = [
      `${video.width} × ${video.height}`,
      clock(video.duration),
      bytes(video.bytes),
      video.recorded ? `recorded ${date(video.recorded)}` : `added ${date(video.added)}`,
      ...video.languages,
    ];
    return element(
      "aside",
      { class: "side", "aria-label": "About this video" },
      element("h2", { title: video.path }, video.name),
      element("p", { class: "dim" }, facts.join(" · ")),
      element("p", { class: "path dim" }, video.path),
      this.tags(),
      video.warnings.map((warning) => element("p", { class: "warning" }, warning)),
      this.hits.length > 0 ? element("h3", {}, "Moments found") : null,
      this.list,
      video.lines.length > 0 ? element("h3", {}, "Words") : null,
      element("ol", { class: "moments words" }, video.lines.slice(0, 400).map((said) =>
        element("li", {}, element("button", { type: "button", onclick: () => this.seek(said.start) }, element("span", { class: "dim" }, clock(said.start)), element("span", {}, said.text))))),
    );
  }

  tags() {
    const { video, act } = this;
    const node = element("div", { class: "tags" });
    const change = async (add, remove) => {
      try {
        video.tags = (await send("PUT", `/api/videos/${video.id}/tags`, { add, remove })).tags;
        draw();
      } catch (failure) {
        notice(failure.message, "wrong");
      }
    };
    const draw = () => {
      const field = element("input", { type: "text", "aria-label": "Add a tag", placeholder: "add a tag" });
      const form = element("form", { onsubmit: (event) => { event.preventDefault(); if (field.value.trim()) { change([field.value], []); } } }, field);
      node.replaceChildren(
        ...video.tags.map((tag) => element("span", { class: "tag" }, tag, act.readOnly ? null : iconButton("close", `Take the tag ${tag} away`, () => change([], [tag])))),
        ...(act.readOnly ? [] : [form]),
      );
    };
    draw();
    return node;
  }

  fail(text) {
    this.screen.replaceChildren(element("div", { class: "state" }, element("h2", {}, "It does not play"), element("p", {}, text)));
  }

  /** The start of the indexed segment that is shown now. */
  segmentAt() {
    const now = this.playback.time;
    const before = this.video.segments.filter((segment) => segment.start <= now + 0.001);
    return (before[before.length - 1] || this.video.segments[0] || { start: 0 }).start;
  }

  seek(time) {
    this.playback.seek(time);
    this.tick();
  }

  scrub(event) {
    if (event.target.closest(".hit")) {
      return;
    }
    const to = (move) => {
      const box = this.timeline.getBoundingClientRect();
      this.seek(Math.min(1, Math.max(0, (move.clientX - box.left) / box.width)) * this.video.duration);
    };
    to(event);
    if (this.playback.direct) {
      this.timeline.setPointerCapture(event.pointerId);
      this.timeline.onpointermove = to;
      this.timeline.onpointerup = () => {
        this.timeline.onpointermove = null;
      };
    }
  }

  tick() {
    const now = this.playback.time;
    this.head.style.left = `${(now / this.video.duration) * 100}%`;
    this.time.textContent = `${clock(now, true)} / ${clock(this.video.duration)}`;
    this.dialog.classList.toggle("paused", this.playback.paused);
    for (const button of this.list.querySelectorAll("button")) {
      const start = Number(button.dataset.start);
      const hit = this.hits.find((candidate) => candidate.start === start);
      button.toggleAttribute("aria-current", hit && now >= hit.start - 0.05 && now < hit.end);
    }
  }

  mark(side) {
    this[side] = this.playback.time;
    if (this.from !== null && this.to !== null && this.from >= this.to) {
      this[side === "from" ? "to" : "from"] = null;
    }
    this.showCut();
  }

  showCut() {
    const { from, to, video } = this;
    const start = from ?? 0;
    const end = to ?? video.duration;
    const chosen = from !== null || to !== null;
    this.span.hidden = !chosen;
    this.span.style.left = `${(start / video.duration) * 100}%`;
    this.span.style.width = `${((end - start) / video.duration) * 100}%`;
    this.link = chosen
      ? element("a", { class: "primary", href: `/media/${video.id}/cut?from=${start.toFixed(3)}&to=${end.toFixed(3)}`, download: "", title: "Export the cut (e)" }, "Export the cut")
      : null;
    this.cutRow.replaceChildren(
      ...(chosen
        ? [
            element("span", {}, `${clock(start, true)} – ${clock(end, true)}`),
            element("span", { class: "dim" }, clock(end - start, true)),
            this.link,
            element("button", { type: "button", class: "quiet text", onclick: () => { this.from = this.to = null; this.showCut(); } }, "Forget"),
          ]
        : []),
    );
  }

  async region() {
    this.playback.pause();
    const region = await drawRegion(this.screen, this.playback.shown, this.video);
    if (region) {
      this.act.region(this.video, this.playback.time, region);
    }
  }

  near(by) {
    const now = this.playback.time;
    const next = by > 0
      ? this.hits.find((hit) => hit.start > now + 0.1)
      : [...this.hits].reverse().find((hit) => hit.start < now - 1);
    if (next) {
      this.seek(next.start);
    }
  }

  key(event) {
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const onButton = event.target.matches("button, a");
    const keys = {
      " ": onButton ? null : () => this.playback.toggle(),
      k: () => this.playback.toggle(),
      j: () => this.seek(this.playback.time - 5),
      l: () => this.seek(this.playback.time + 5),
      ArrowLeft: () => this.seek(this.playback.time - 5),
      ArrowRight: () => this.seek(this.playback.time + 5),
      ",": () => this.playback.step(-1),
      ".": () => this.playback.step(1),
      p: () => this.near(-1),
      n: () => this.near(1),
      i: () => this.mark("from"),
      o: () => this.mark("to"),
      e: () => this.link?.click(),
      r: () => this.region(),
      f: () => (document.fullscreenElement ? document.exitFullscreen() : this.screen.requestFullscreen()),
    };
    const does = keys[event.key];
    if (does && !(this.playback.still && event.key !== "r")) {
      event.preventDefault();
      event.stopPropagation();
      does();
    }
  }
}
