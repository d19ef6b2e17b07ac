// A search as the page holds it, and as the parameters of an address: the same as /api/search takes.
//
// A search is { steps, within, good, bad, said, filter, least }; least is the lowest score that is
// shown, empty for the limit of the space; a step is a list of parts
// { kind: "text" | "not" | "image" | "video" | "moment", value, region, from, to, weight }.

const PARTS = new Set(["text", "not", "image", "video", "moment"]);

export const emptySearch = () => ({ steps: [[]], within: "", good: [], bad: [], said: "", filter: "", least: "" });

export function parse(parameters) {
  const search = emptySearch();
  for (const [name, value] of new URLSearchParams(parameters)) {
    const step = search.steps[search.steps.length - 1];
    const last = step[step.length - 1];
    if (PARTS.has(name)) {
      step.push({ kind: name, value });
    } else if (["region", "from", "to", "weight"].includes(name) && last) {
      last[name] = value;
    } else if (name === "then") {
      search.steps.push(value ? [{ kind: "text", value }] : []);
    } else if (name === "good" || name === "bad") {
      search[name].push(value);
    } else if (name === "within" || name === "said" || name === "filter") {
      search[name] = value;
    } else if (name === "min-score") {
      search.least = value;
    }
  }
  return search;
}

const filled = (step) => step.filter((part) => part.value.trim() !== "");

/** Steps with something in them. */
export const wantedSteps = (search) => search.steps.map(filled).filter((step) => step.length > 0);

export const isEmpty = (search) => wantedSteps(search).length === 0 && search.said.trim() === "";

export function write(search) {
  const parameters = new URLSearchParams();
  const steps = wantedSteps(search);
  steps.forEach((step, number) => {
    if (number > 0) {
      parameters.append("then", "");
    }
    for (const part of step) {
      parameters.append(part.kind, part.value.trim());
      for (const name of ["region", "from", "to", "weight"]) {
        if (part[name]) {
          parameters.append(name, part[name]);
        }
      }
    }
  });
  if (steps.length === 1) {
    search.good.forEach((id) => parameters.append("good", id));
    search.bad.forEach((id) => parameters.append("bad", id));
  }
  if (steps.length > 1 && search.within) {
    parameters.append("within", search.within);
  }
  appendLimits(parameters, search);
  return parameters.toString();
}

function appendLimits(parameters, search) {
  for (const [name, value] of [["said", search.said], ["filter", search.filter], ["min-score", search.least]]) {
    if (value.trim()) {
      parameters.append(name, value.trim());
    }
  }
}

/** Where the server answers a search: more like a single moment leaves that moment out. */
export function address(search, top) {
  const steps = wantedSteps(search);
  const alone = steps.length === 1 && steps[0].length === 1 && steps[0][0].kind === "moment";
  if (alone && search.good.length + search.bad.length === 0) {
    const parameters = new URLSearchParams({ top });
    appendLimits(parameters, search);
    return `/api/moments/${encodeURIComponent(steps[0][0].value)}/like?${parameters}`;
  }
  return `/api/search?${write(search)}&top=${top}`;
}

/** The search in a few words, for the title. */
export function words(search) {
  const names = { image: "a picture", video: "a clip", moment: "more like this" };
  const steps = wantedSteps(search).map((step) =>
    step.map((part) => (part.kind === "not" ? `not ${part.value}` : names[part.kind] || part.value)).join(", "));
  const said = search.said.trim() ? [`“${search.said.trim()}”`] : [];
  return [steps.join(", then "), ...said].filter(Boolean).join(" ");
}
