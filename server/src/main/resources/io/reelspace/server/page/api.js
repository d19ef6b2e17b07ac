// Requests to the server. A failure is an Error with the server's own sentence.

export class Problem extends Error {
  constructor(detail, status, pointer) {
    super(detail);
    this.status = status;
    this.pointer = pointer;
  }
}

async function answered(response) {
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  if (response.status === 401) {
    location.reload(); // asks for the token
  }
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Not from this server, perhaps from a proxy.
  }
  const detail = problem.detail || `The server answered ${response.status}.`;
  throw new Problem(detail, response.status, problem.pointer);
}

async function request(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem("The server does not answer. Is reelspace serve still running?", 0);
  }
  return answered(response);
}

export const get = (url, signal) => request(url, { signal });

export const send = (method, url, body) =>
  request(url, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

export const upload = (file) =>
  request("/api/uploads", {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  });

export const thumbnail = (video, time, side = 320, version = "") =>
  `/api/thumbnails?video=${encodeURIComponent(video)}&time=${time.toFixed(3)}&side=${side}&v=${version}`;
