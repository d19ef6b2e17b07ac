// The whole archive as points: what looks alike lies close. A lasso becomes a filter.

import { get, thumbnail } from "./api.js";
import { byId, element, iconButton } from "./dom.js";
import { clock, many } from "./format.js";

/** More names than this do not fit into an address. */
const MOST_VIDEOS = 60;

const HELP = matchMedia("(hover: none)").matches
  ? "Draw around points to choose them; tap one to play it."
  : "Draw around points to choose them; click one to play it. The wheel zooms.";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export async function openMap(act) {
  const dialog = byId("map");
  dialog.replaceChildren(element("h2", { id: "map-title" }, "Map"), element("p", { class: "state" }, "Drawing the map …"));
  dialog.showModal();
  try {
    const answer = await get("/api/map");
    new SpaceMap(dialog, answer, act).show();
  } catch (failure) {
    dialog.replaceChildren(
      element("h2", { id: "map-title" }, "Map"),
      element("div", { class: "state" }, element("p", {}, failure.message)),
      element("form", { method: "dialog" }, element("button", {}, "Close")),
    );
  }
}

class SpaceMap {
  constructor(dialog, answer, act) {
    this.dialog = dialog;
    this.videos = answer.videos;
    this.points = answer.points; // [x, y, number of the video, start], x and y from 0 to 1
    this.act = act;
    this.lasso = [];
    this.chosen = new Set();
    this.view = { x: 0, y: 0, scale: 1 };
    this.current = null; // the point that the keyboard is at
    this.size = { width: 0, height: 0 };
  }

  show() {
    this.canvas = element("canvas", { tabIndex: 0, role: "application", "aria-label": `${many(this.points.length, "moment")} of ${many(this.videos.length, "video")}; what looks alike lies close` });
    this.tip = element("figure", { class: "tip", hidden: true }, element("img", { alt: "" }), element("figcaption"));
    this.use = element("button", { type: "button", class: "primary", disabled: true, onclick: () => this.filter() }, "Use as filter");
    this.said = element("p", { role: "status" }, this.points.length < 3 ? "The map needs a few videos more." : HELP);
    this.dialog.replaceChildren(
      element("div", { class: "row" }, element("h2", { id: "map-title" }, "Map"), this.said, element("span", { class: "grow" }), this.use, iconButton("close", "Close", () => this.dialog.close())),
      element("div", { class: "plane" }, this.canvas, this.tip),
    );
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(this.canvas);
    this.dialog.addEventListener("close", () => this.resize.disconnect(), { once: true });
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    this.canvas.addEventListener("pointerup", () => this.end());
    this.canvas.addEventListener("pointerleave", () => {
      this.tip.hidden = true;
    });
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(this.at(event), Math.exp(-event.deltaY / 400));
    }, { passive: false });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  place([x, y]) {
    const { width, height } = this.size;
    const edge = 24;
    return [
      edge + (x * this.view.scale + this.view.x) * (width - 2 * edge),
      edge + (y * this.view.scale + this.view.y) * (height - 2 * edge),
    ];
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    this.size = this.canvas.getBoundingClientRect(); // asked once, not for each of thousands of points
    const { width, height } = this.size;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.dialog);
    const [plain, bright] = [style.getPropertyValue("--dim"), style.getPropertyValue("--accent")];
    const size = this.points.length > 3000 ? 2 : this.points.length > 400 ? 3 : 5;
    for (const chosen of [false, true]) {
      context.fillStyle = chosen ? bright : plain;
      context.globalAlpha = chosen ? 1 : 0.55;
      for (const point of this.points) {
        if (this.chosen.has(point[2]) === chosen) {
          const [x, y] = this.place(point);
          context.beginPath();
          context.arc(x, y, size, 0, 2 * Math.PI);
          context.fill();
        }
      }
    }
    context.globalAlpha = 1;
    if (this.current) {
      context.strokeStyle = style.getPropertyValue("--text");
      context.lineWidth = 2;
      context.beginPath();
      context.arc(...this.place(this.current), size + 4, 0, 2 * Math.PI);
      context.stroke();
    }
    if (this.lasso.length > 1) {
      context.strokeStyle = bright;
      context.beginPath();
      this.lasso.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      context.closePath();
      context.stroke();
    }
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  nearest([x, y]) {
    let best = null;
    let least = 14 * 14;
    for (const point of this.points) {
      const [px, py] = this.place(point);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) {
        least = distance;
        best = point;
      }
    }
    return best;
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.lasso = [this.at(event)];
    this.drawing = true;
  }

  move(event) {
    const at = this.at(event);
    if (this.drawing) {
      this.lasso.push(at);
      this.tip.hidden = true;
      this.draw();
      return;
    }
    this.showTip(this.nearest(at), at);
  }

  showTip(point, at) {
    this.tip.hidden = !point;
    if (point) {
      const video = this.videos[point[2]];
      const [picture, caption] = this.tip.children;
      const source = thumbnail(video.id, point[3], 160, video.version);
      if (picture.getAttribute("src") !== source) {
        picture.src = source;
      }
      caption.textContent = `${video.name} ${clock(point[3])}`;
      const { width, height } = this.size;
      this.tip.style.left = `${Math.min(at[0] + 14, width - 180)}px`;
      this.tip.style.top = `${Math.min(at[1] + 14, height - 130)}px`;
    }
  }

  end() {
    this.drawing = false;
    const [first] = this.lasso;
    const small = this.lasso.every(([x, y]) => Math.abs(x - first[0]) < 5 && Math.abs(y - first[1]) < 5);
    if (small) {
      const point = this.nearest(first);
      if (point) {
        this.play(point);
        return;
      }
    }
    this.choose(new Set(small ? [] : this.points.filter((point) => within(this.place(point), this.lasso)).map((point) => point[2])), small ? [] : this.lasso);
  }

  play(point) {
    this.dialog.close();
    this.act.open(this.videos[point[2]], [], { start: point[3] });
  }

  choose(chosen, lasso) {
    this.chosen = chosen;
    this.lasso = lasso;
    const size = this.chosen.size;
    this.use.disabled = size === 0 || size > MOST_VIDEOS;
    this.said.textContent =
      size === 0
        ? "Nothing chosen. Draw around points."
        : size > MOST_VIDEOS
          ? `${many(size, "video")} chosen; a filter takes at most ${MOST_VIDEOS}. Draw around fewer.`
          : `${many(size, "video")} chosen`;
    this.draw();
  }

  /** Arrows go from point to point, Space chooses its video, Enter plays it, + and - zoom. */
  key(event) {
    const { width, height } = this.size;
    const at = this.current ? this.place(this.current) : [width / 2, height / 2];
    if (WAYS[event.key]) {
      this.step(at, WAYS[event.key]);
    } else if (event.key === "+" || event.key === "-") {
      this.zoom(at, event.key === "+" ? 1.5 : 1 / 1.5);
    } else if (event.key === "Enter" && this.current) {
      this.play(this.current);
    } else if (event.key === " " && this.current) {
      const chosen = new Set(this.chosen);
      chosen.delete(this.current[2]) || chosen.add(this.current[2]);
      this.choose(chosen, []);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** To the nearest point in a direction; what lies aside of it counts twice. */
  step(from, [right, down]) {
    let least = Infinity;
    let next = null;
    for (const point of this.points) {
      const [x, y] = this.place(point);
      const [u, v] = [x - from[0], y - from[1]];
      const ahead = u * right + v * down;
      const distance = ahead + 2 * Math.abs(u * down + v * right);
      if (ahead > 0.5 && distance < least) {
        least = distance;
        next = point;
      }
    }
    if (next) {
      this.current = next;
      this.draw();
      this.showTip(next, this.place(next));
      this.said.textContent = `${this.videos[next[2]].name} ${clock(next[3])}. Space chooses it, Enter plays it.`;
    }
  }

  /** By a factor, about a place. */
  zoom([x, y], by) {
    const { width, height } = this.size;
    const scale = Math.min(40, Math.max(1, this.view.scale * by));
    const [u, v] = [(x - 24) / (width - 48), (y - 24) / (height - 48)];
    this.view.x = scale === 1 ? 0 : u - ((u - this.view.x) / this.view.scale) * scale;
    this.view.y = scale === 1 ? 0 : v - ((v - this.view.y) / this.view.scale) * scale;
    this.view.scale = scale;
    this.draw();
  }

  filter() {
    const paths = [...this.chosen].map((number) => `path = ${quoted(this.videos[number].path)}`);
    this.dialog.close();
    this.act.filter(paths.join(" or "));
  }
}

const quoted = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/** Whether a point lies within a polygon (even-odd rule). */
function within([x, y], polygon) {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i];
    const [xj, yj] = polygon[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
      inside = !inside;
    }
  }
  return inside;
}
