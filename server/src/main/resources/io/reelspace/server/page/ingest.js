// Adding folders: one field, and how each job goes, with the reason of every failure.

import { get, send } from "./api.js";
import { byId, element } from "./dom.js";
import { clock, dateAndTime, many } from "./format.js";

let source = null;
let watched = null;

export async function openIngest(act) {
  const dialog = byId("ingest");
  const path = element("input", { id: "ingest-path", type: "text", placeholder: "/home/ada/Videos", required: true, spellcheck: "false", autofocus: true });
  const prune = element("input", { type: "checkbox", id: "ingest-prune" });
  const wrong = element("p", { class: "wrong", role: "alert" });
  const jobs = element("div", { class: "jobs" });
  const form = element(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        wrong.textContent = "";
        try {
          const job = await send("POST", "/api/ingest", { paths: [path.value], prune: prune.checked });
          jobs.prepend(jobNode(job));
          watch(job.id, act);
        } catch (failure) {
          wrong.textContent = failure.message;
        }
      },
    },
    element("label", { for: "ingest-path" }, "Folder or file on the machine that serves"),
    element("div", { class: "row" }, path, element("button", { class: "primary" }, "Add")),
    element("label", { class: "check" }, prune, " Remove videos whose file is gone"),
    wrong,
  );
  dialog.replaceChildren(
    element("h2", { id: "ingest-title" }, "Add videos"),
    act.readOnly ? element("p", {}, "This server was started with --read-only. Index on its machine with: reelspace index FOLDER") : form,
    jobs,
    element("form", { method: "dialog" }, element("button", {}, "Close")),
  );
  dialog.showModal();
  try {
    const known = await get("/api/ingest");
    jobs.replaceChildren(...known.jobs.map(jobNode));
    const active = known.jobs.find((job) => job.state === "running" || job.state === "waiting");
    if (active) {
      watch(active.id, act);
    }
  } catch (failure) {
    wrong.textContent = failure.message;
  }
}

function watch(id, act) {
  if (source && watched === id) {
    return;
  }
  source?.close();
  watched = id;
  source = new EventSource(`/api/ingest/${id}/events`);
  source.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    const before = byId("ingest").querySelector(`[data-job="${job.id}"]`);
    if (before) {
      const open = before.querySelector("details")?.open;
      const after = jobNode(job);
      before.replaceWith(after);
      if (open) {
        after.querySelector("details").open = true;
      }
    }
    if (["done", "stopped", "failed"].includes(job.state)) {
      source.close();
      source = null;
      act.refresh();
    }
  });
  source.onerror = () => {
    source?.close();
    source = null;
  };
}

const STATES = { waiting: "Waits", running: "Runs", done: "Done", stopped: "Stopped", failed: "Failed" };

function jobNode(job) {
  const over = ["done", "stopped", "failed"].includes(job.state);
  const finished = job.done + job.failed;
  const counts = [
    `${many(job.done, "video")} indexed`,
    job.unchanged ? `${job.unchanged} unchanged` : null,
    job.removed ? `${job.removed} removed` : null,
    job.failed ? `${job.failed} failed` : null,
  ].filter(Boolean);
  return element(
    "section",
    { class: `job ${job.state}`, "data-job": job.id },
    element("h3", {}, job.paths.join(", ")),
    element("p", { class: "dim" }, `${STATES[job.state]} · ${counts.join(", ")} · ${dateAndTime(job.asked)}`),
    job.reason ? element("p", { class: "wrong" }, job.reason) : null,
    over ? null : element("progress", { max: Math.max(1, job.pending), value: job.pending ? finished : undefined, "aria-label": `${finished} of ${job.pending} videos` }),
    job.current.map((video) =>
      element("p", { class: "now" }, `${video.path.split("/").pop()} `, element("span", { class: "dim" }, video.duration ? `${clock(video.seconds)} of ${clock(video.duration)}` : clock(video.seconds)))),
    list("failed", job.failures),
    list("indexed in part", job.warnings),
    over ? null : element("button", { type: "button", onclick: () => send("DELETE", `/api/ingest/${job.id}`) }, "Stop"),
  );
}

function list(what, entries) {
  return entries.length === 0
    ? null
    : element(
        "details",
        { open: entries.length <= 3 },
        element("summary", {}, `${many(entries.length, "file")} ${what}`),
        element("ul", {}, entries.map((entry) => element("li", {}, element("b", {}, entry.path.split("/").pop()), ` ${entry.reason}`))),
      );
}
