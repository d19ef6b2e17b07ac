// A video of the results: a picture that the pointer scrubs, a line of time with its hits, and what
// can be done with it.

import { element, iconButton } from "./dom.js";
import { thumbnail } from "./api.js";
import { clock, many, score } from "./format.js";

const COLUMNS = 5;
const ROWS = 5;

/** Sheets are costly to make: only where the pointer stays for a moment. */
const HOVER_MILLIS = 120;

/**
 * @param act what the page does: open(video, hits, hit), mark(id, good), similar(id), ...
 * @param range lowest and highest score of all results: the better a hit, the brighter its mark
 */
export function card(video, hits, act, marks, range) {
  const best = hits[0];
  const start = best ? best.start : 0;
  const picture = element("img", {
    src: thumbnail(video.id, start, 320, video.version),
    alt: "",
    loading: "lazy",
    decoding: "async",
    onerror: () => frame.classList.add("missing"),
  });
  const scrub = element("span", { class: "scrub" });
  const time = element("span", { class: "at" }, best ? clock(start) : clock(video.duration));
  const frame = element(
    "button",
    {
      type: "button",
      class: "frame",
      "aria-label": best ? `Play ${video.name} from ${clock(start)}` : `Play ${video.name}`,
      onclick: () => act.open(video, hits, best),
    },
    picture,
    scrub,
    time,
  );
  frame.style.aspectRatio = "16 / 9";
  hover(frame, scrub, time, video, best ? clock(start) : clock(video.duration));
  const node = element(
    "article",
    { class: "card", "data-video": video.id },
    frame,
    hits.length > 0 ? line(video, hits, act, range, (hit) => preview(picture, time, video, hit || best)) : element("div", { class: "line none" }),
    element(
      "div",
      { class: "caption" },
      element("h2", { title: video.path }, video.name),
      element("p", { class: "dim" }, hits.length > 0 ? `${many(hits.length, "moment")} in ${clock(video.duration)}` : clock(video.duration)),
      tagsOf(video, act),
      said(hits),
    ),
    hits.length > 0 ? actions(video, best, act, marks) : null,
  );
  return node;
}

function preview(picture, time, video, hit) {
  picture.src = thumbnail(video.id, hit.start, 320, video.version);
  time.textContent = clock(hit.start);
}

function tagsOf(video, act) {
  return video.tags.length === 0
    ? null
    : element(
        "p",
        { class: "tags" },
        video.tags.map((tag) =>
          element("button", { type: "button", class: "tag", title: `Only videos tagged ${tag}`, onclick: () => act.filterTag(tag) }, tag)),
      );
}

function said(hits) {
  const first = hits.find((hit) => hit.said);
  if (first) {
    return element("p", { class: "said" }, `“${first.said.text}” `, element("span", { class: "dim" }, clock(first.said.start)));
  }
  const heard = hits.find((hit) => hit.found === "audio");
  return heard ? element("p", { class: "said" }, "heard ", element("span", { class: "dim" }, clock(heard.start))) : null;
}

/** Moves through the frames of the sheet with the pointer. */
function hover(frame, scrub, time, video, label) {
  let wanted;
  let ready = false;
  const show = (event) => {
    const box = frame.getBoundingClientRect();
    const part = Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width));
    const number = Math.floor(part * COLUMNS * ROWS);
    scrub.style.backgroundPosition = `${((number % COLUMNS) / (COLUMNS - 1)) * 100}% ${(Math.floor(number / COLUMNS) / (ROWS - 1)) * 100}%`;
    time.textContent = clock(part * video.duration);
    scrub.style.setProperty("--at", `${part * 100}%`);
  };
  const load = () => {
    const sheet = new Image();
    sheet.onload = () => {
      scrub.style.backgroundImage = `url("${sheet.src}")`;
      scrub.style.aspectRatio = `${sheet.naturalWidth} / ${sheet.naturalHeight}`;
      scrub.classList.toggle("wide", sheet.naturalWidth / sheet.naturalHeight > 16 / 9);
      ready = true;
    };
    sheet.src = `/api/videos/${video.id}/sheet?v=${video.version}`;
  };
  frame.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "touch" || video.duration < 1) {
      return;
    }
    frame.classList.add("hovered");
    if (!ready) {
      wanted = setTimeout(load, HOVER_MILLIS);
    }
    show(event);
  });
  frame.addEventListener("pointermove", (event) => event.pointerType === "touch" || video.duration < 1 || show(event));
  frame.addEventListener("pointerleave", () => {
    clearTimeout(wanted);
    frame.classList.remove("hovered");
    time.textContent = label;
  });
}

/** The lowest and the highest score. */
export function rangeOf(hits) {
  const scores = hits.map((hit) => hit.score);
  return [Math.min(...scores), Math.max(...scores)];
}

/** All hits on the line of the video's time, the better the brighter. */
export function line(video, hits, act, [low, top] = rangeOf(hits), preview = () => {}) {
  const marks = hits.map((hit) => {
    const strength = top === low ? 1 : 0.22 + (0.78 * (hit.score - low)) / (top - low);
    const mark = element("button", {
      type: "button",
      class: "hit",
      tabIndex: -1,
      "aria-label": `${clock(hit.start)} to ${clock(hit.end)}, score ${score(hit.score)}`,
      title: `${clock(hit.start)} – ${clock(hit.end)}   ${score(hit.score)}`,
      onclick: () => act.open(video, hits, hit),
      onpointerenter: () => preview(hit),
      onpointerleave: () => preview(null),
    });
    mark.style.left = `${(hit.start / video.duration) * 100}%`;
    mark.style.width = `max(6px, ${((hit.end - hit.start) / video.duration) * 100}%)`;
    mark.style.setProperty("--strength", strength);
    return mark;
  });
  return element("div", { class: "line", role: "group", "aria-label": `Moments of ${video.name}` }, marks);
}

/** The mark that lies on a hit: a search with marks may draw the borders of a moment otherwise. */
function markOn(hit, marks) {
  return marks.find((id) => {
    const [video, range] = id.split("@");
    const [start, end] = (range ?? "0").split("-").map(Number);
    return video === hit.video && (!range || (start < hit.end && (end ?? start + 0.001) > hit.start));
  });
}

function actions(video, hit, act, marks) {
  const goodMark = markOn(hit, marks.good);
  const badMark = markOn(hit, marks.bad);
  const good = goodMark !== undefined;
  const bad = badMark !== undefined;
  return element(
    "div",
    { class: "actions" },
    iconButton("similar", "More like this", () => act.similar(hit.id)),
    iconButton("not", "But not this", () => act.without(hit.id)),
    iconButton("good", good ? "Good result, marked" : "Good result: more of it", () => act.mark(goodMark ?? hit.id, true), { "aria-pressed": String(good) }),
    iconButton("bad", "Bad result: less of it", () => act.mark(badMark ?? hit.id, false), { "aria-pressed": String(bad) }),
  );
}
