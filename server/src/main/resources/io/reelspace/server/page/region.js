// A rectangle drawn on a picture, in pixels of the picture.

import { element } from "./dom.js";

/** The rectangle [x, y, width, height], or null when it was given up. */
export function drawRegion(screen, shown, video) {
  return new Promise((resolve) => {
    const box = element("div", { class: "box", hidden: true });
    const hint = element("p", { class: "hint" }, "Draw a rectangle around what to search for. Esc gives up.");
    const layer = element("div", { class: "draw", tabIndex: 0, role: "application", "aria-label": "Draw a rectangle: arrows move it, shift with arrows sizes it, Enter searches" }, box, hint);
    // By keyboard: the middle of the picture, moved and sized by arrows.
    const keyed = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
    let from = null;
    const picture = () => {
      const outer = screen.getBoundingClientRect();
      const scale = Math.min(outer.width / video.width, outer.height / video.height);
      const width = video.width * scale;
      const height = video.height * scale;
      return { left: (outer.width - width) / 2, top: (outer.height - height) / 2, width, height, outer };
    };
    const end = (region) => {
      layer.remove();
      removeEventListener("keydown", key, true);
      resolve(region);
    };
    const inside = (event) => {
      const { left, top, width, height, outer } = picture();
      return {
        x: Math.min(1, Math.max(0, (event.clientX - outer.left - left) / width)),
        y: Math.min(1, Math.max(0, (event.clientY - outer.top - top) / height)),
      };
    };
    const show = (region) => {
      const { left, top, width, height } = picture();
      box.hidden = false;
      box.style.left = `${left + region.x * width}px`;
      box.style.top = `${top + region.y * height}px`;
      box.style.width = `${region.width * width}px`;
      box.style.height = `${region.height * height}px`;
    };
    const pixels = (region) => {
      const x = Math.floor(region.x * video.width);
      const y = Math.floor(region.y * video.height);
      const width = Math.min(video.width - x, Math.max(8, Math.round(region.width * video.width)));
      const height = Math.min(video.height - y, Math.max(8, Math.round(region.height * video.height)));
      return [x, y, width, height];
    };
    const between = (a, b) => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });
    const key = (event) => {
      const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      event.stopPropagation();
      if (event.key === "Escape") {
        event.preventDefault();
        end(null);
      } else if (event.key === "Enter") {
        event.preventDefault();
        end(pixels(keyed));
      } else if (arrows[event.key]) {
        event.preventDefault();
        const [x, y] = arrows[event.key].map((direction) => direction * 0.05);
        if (event.shiftKey) {
          keyed.width = Math.min(1 - keyed.x, Math.max(0.05, keyed.width + x));
          keyed.height = Math.min(1 - keyed.y, Math.max(0.05, keyed.height + y));
        } else {
          keyed.x = Math.min(1 - keyed.width, Math.max(0, keyed.x + x));
          keyed.y = Math.min(1 - keyed.height, Math.max(0, keyed.y + y));
        }
        show(keyed);
      }
    };
    layer.addEventListener("pointerdown", (event) => {
      from = inside(event);
      layer.setPointerCapture(event.pointerId);
    });
    layer.addEventListener("pointermove", (event) => from && show(between(from, inside(event))));
    layer.addEventListener("pointerup", (event) => {
      if (!from) {
        return;
      }
      const region = between(from, inside(event));
      from = null;
      if (region.width * video.width >= 8 && region.height * video.height >= 8) {
        end(pixels(region));
      }
    });
    addEventListener("keydown", key, true);
    screen.append(layer);
    layer.focus();
    show(keyed);
  });
}
