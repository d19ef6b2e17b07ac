// The page: an address is a search, a search is an answer, an answer is a grid of videos.

import { get, upload } from "./api.js";
import { byId, element, notice } from "./dom.js";
import { many } from "./format.js";
import { card, rangeOf } from "./card.js";
import { Composer, takeFiles } from "./compose.js";
import * as query from "./query.js";
import { openIngest } from "./ingest.js";
import { openMap } from "./map.js";
import { keyboard, openKeys } from "./keys.js";
import { closePlayer, openPlayer } from "./player.js";

const TOP = 120;
const PAGE = 60;

let search = query.parse(location.search);
let running = new AbortController();
let status = { videos: 0, readOnly: false };

const composer = new Composer(search, () => go());

/** Searches for what the form says, under an address of its own. */
function go() {
  const parameters = query.write(search);
  const address = parameters ? `/?${parameters}` : "/";
  if (location.pathname + location.search !== address) {
    history.pushState(null, "", address);
  }
  show();
}

async function show() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  composer.show(search);
  document.title = query.isEmpty(search) ? "Reelspace" : `${query.words(search)} · Reelspace`;
  byId("more").replaceChildren();
  byId("summary-actions").replaceChildren();
  const waiting = setTimeout(() => busy(), 150);
  try {
    if (query.isEmpty(search)) {
      await showLibrary(signal);
    } else {
      await showResults(signal);
    }
  } catch (failure) {
    if (failure.name !== "AbortError") {
      showFailure(failure);
    }
  } finally {
    clearTimeout(waiting);
    if (!signal.aborted) {
      byId("results").removeAttribute("aria-busy");
    }
  }
}

function busy() {
  byId("results").setAttribute("aria-busy", "true");
  if (byId("results").children.length === 0) {
    byId("results").replaceChildren(...Array.from({ length: 8 }, () => element("div", { class: "card ghost", "aria-hidden": "true" })));
  }
}

async function showResults(signal) {
  const answer = await get(query.address(search, TOP), signal);
  const groups = new Map();
  for (const match of answer.matches) {
    groups.set(match.video, [...(groups.get(match.video) || []), match]);
  }
  const range = rangeOf(answer.matches);
  const cards = [...groups]
    .filter(([id]) => answer.videos[id])
    .map(([id, hits]) => card(answer.videos[id], hits, act, search, range));
  byId("results").replaceChildren(...cards);
  byId("summary").textContent =
    cards.length === 0 ? "" : `${many(answer.matches.length, "moment")} in ${many(cards.length, "video")}`;
  const marked = search.good.length + search.bad.length;
  byId("summary-actions").replaceChildren(
    ...answer.warnings.map((warning) => element("p", { class: "warning" }, warning)),
    limitSwitch(answer),
    ...(marked > 0 ? [element("button", { type: "button", class: "quiet text", onclick: () => change({ good: [], bad: [] }) }, `Forget ${many(marked, "mark")}`)] : []),
  );
  if (cards.length === 0) {
    await showNothing(signal, answer.minScore > 0);
  }
}

/** Words that are said have no limit; whatever else is far from the search is shown when asked for. */
function limitSwitch(answer) {
  if (query.wantedSteps(search).length === 0 || answer.matches.length === 0 || (search.least === "" && answer.minScore <= 0)) {
    return "";
  }
  const [least, text] = search.least === "" ? ["0", "Show weaker results too"] : ["", "Hide weaker results"];
  return element("button", { type: "button", class: "quiet text", onclick: () => change({ least }) }, text);
}

async function showNothing(signal, limited = false) {
  status = await get("/api/status", signal);
  if (status.videos === 0) {
    showFirst();
    return;
  }
  const filtered = search.filter.trim() !== "";
  const described = query.wantedSteps(search).length > 0;
  state(
    "Nothing found",
    filtered
      ? "No video passes the filter and matches. Loosen the filter, or take it away."
      : described
        ? "Nothing here is clearly like this. Say it in other words, or leave out a part."
        : "Nobody says these words. Try fewer, or describe what is to be seen.",
    element(
      "div",
      { class: "row" },
      filtered ? element("button", { type: "button", class: "primary", onclick: () => change({ filter: "" }) }, "Take the filter away") : null,
      described && limited ? element("button", { type: "button", class: filtered ? "" : "primary", onclick: () => change({ least: "0" }) }, "Show what comes nearest") : null,
    ),
  );
}

async function showLibrary(signal) {
  const filter = search.filter.trim() ? `&filter=${encodeURIComponent(search.filter.trim())}` : "";
  const load = (offset) => get(`/api/videos?order=added&limit=${PAGE}&offset=${offset}${filter}`, signal);
  const answer = await load(0);
  status = await get("/api/status", signal);
  if (status.videos === 0) {
    byId("summary").textContent = "";
    showFirst();
    return;
  }
  byId("summary").textContent = `${many(answer.total, "video")}, newest first`;
  if (answer.total === 0) {
    await showNothing(signal);
    return;
  }
  byId("results").replaceChildren(...answer.videos.map((video) => card(video, [], act, search)));
  more(answer, load);
}

/** The next page comes when the end of this one is near. */
function more(answer, load) {
  const shown = answer.offset + answer.videos.length;
  if (shown >= answer.total) {
    byId("more").replaceChildren();
    return;
  }
  const button = element("button", { type: "button" }, "Show more");
  const next = async () => {
    watch.disconnect();
    try {
      const following = await load(shown);
      byId("results").append(...following.videos.map((video) => card(video, [], act, search)));
      more(following, load);
    } catch (failure) {
      if (failure.name !== "AbortError") {
        notice(failure.message, "wrong");
      }
    }
  };
  const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && next(), { rootMargin: "800px" });
  button.addEventListener("click", next);
  byId("more").replaceChildren(button);
  watch.observe(button);
}

function showFirst() {
  state(
    "No videos yet",
    status.readOnly
      ? "This server only shows what is indexed. Index a folder where it runs: reelspace index FOLDER"
      : "Add a folder with videos. They are looked at where they lie; nothing is copied or sent away.",
    status.readOnly ? null : element("button", { type: "button", class: "primary", onclick: () => openIngest(act) }, "Add a folder"),
  );
}

function showFailure(failure) {
  byId("summary").textContent = "";
  state(
    failure.status === 0 ? "No answer" : failure.status === 503 ? "Not now" : "This search does not work",
    failure.message,
    failure.pointer ? element("pre", {}, failure.pointer) : null,
    element("button", { type: "button", onclick: () => show() }, "Try again"),
  );
}

function state(title, text, ...more) {
  byId("results").replaceChildren(element("div", { class: "state" }, element("h2", {}, title), element("p", {}, text), ...more));
}

function change(changes) {
  Object.assign(search, changes);
  go();
}

/** What the parts of the page may do. */
const act = {
  get readOnly() {
    return status.readOnly;
  },
  refresh: () => show(),
  open(video, hits, hit) {
    history.pushState(null, "", `#${video.id}@${(hit ? hit.start : 0).toFixed(2)}`);
    openPlayer(video, hits, hit ? hit.start : 0, act);
  },
  similar(id) {
    closePlayer();
    search = query.emptySearch();
    search.steps[0].push({ kind: "moment", value: id });
    go();
    scrollTo({ top: 0 });
  },
  without(id) {
    const step = search.steps[0];
    step.push({ kind: "moment", value: id, weight: "-0.15" });
    go();
  },
  mark(id, good) {
    const [to, from] = good ? [search.good, search.bad] : [search.bad, search.good];
    const there = to.indexOf(id);
    if (there >= 0) {
      to.splice(there, 1);
    } else {
      to.push(id);
      const other = from.indexOf(id);
      if (other >= 0) {
        from.splice(other, 1);
      }
    }
    if (query.wantedSteps(search).length > 1) {
      notice("Marks work with one step only. Leave out “then”, or search for a step alone.", "wrong");
      search.good = [];
      search.bad = [];
      return;
    }
    go();
  },
  region(video, time, region) {
    closePlayer();
    search = query.emptySearch();
    search.steps[0].push({ kind: "image", value: `frame:${video.id}@${time.toFixed(3)}`, region: region.join(",") });
    go();
  },
  filterTag: (tag) => change({ filter: `tag = ${/^[\p{L}\p{N}_-]+$/u.test(tag) ? tag : JSON.stringify(tag)}` }),
  filter: (filter) => change({ filter }),
};

async function take(files) {
  if (files.length === 0) {
    notice("Drop a picture or a video to search for what looks like it.", "wrong");
    return;
  }
  closePlayer();
  for (const file of files.slice(0, 3)) {
    try {
      notice(`Sending ${file.name || "the picture"} …`);
      const sent = await upload(file);
      const step = search.steps[search.steps.length - 1];
      step.push({ kind: sent.kind, value: `upload:${sent.id}` });
    } catch (failure) {
      notice(failure.message, "wrong");
      return;
    }
  }
  go();
}

/** A link to a moment: #VIDEO@SECONDS. */
async function openLinked() {
  const linked = /^#([0-9a-f]{16})@([0-9.]+)$/.exec(location.hash);
  if (!linked) {
    closePlayer();
    return;
  }
  try {
    const video = await get(`/api/videos/${linked[1]}`);
    openPlayer(video, [], Number(linked[2]), act);
  } catch (failure) {
    notice(failure.message, "wrong");
  }
}

addEventListener("popstate", () => {
  const address = query.parse(location.search);
  if (query.write(address) !== query.write(search)) {
    search = address;
    composer.saidOpen = composer.filterOpen = false;
    show();
  }
  openLinked();
});
byId("open-ingest").addEventListener("click", () => openIngest(act));
byId("open-map").addEventListener("click", () => openMap(act));
byId("open-keys").addEventListener("click", openKeys);
takeFiles(take);
keyboard(composer);
show().then(openLinked);
