// A video that plays: as the file is, or as a stream that the server converts from any second on.

import { element } from "./dom.js";

/** A frame lasts this long until two frames were seen, in seconds. */
const USUAL_FRAME = 1 / 25;

export class Playback {
  /** @param ticked called while time goes on; @param failed called with a sentence */
  constructor(video, screen, ticked, failed) {
    this.details = video;
    this.direct = video.playback.kind === "file";
    this.still = video.playback.kind === "picture";
    this.screen = screen;
    this.ticked = ticked;
    this.failed = failed;
    this.offset = 0;
    this.frame = USUAL_FRAME;
  }

  open(start) {
    if (this.still) {
      const picture = this.details.playback.url;
      this.node = element("img", { src: picture, alt: this.details.name, onerror: () => this.unshown() });
      this.screen.replaceChildren(this.node);
      this.ticked();
      return;
    }
    this.node = element("video", { playsinline: true, preload: "auto" });
    this.node.addEventListener("timeupdate", this.ticked);
    this.node.addEventListener("play", this.ticked);
    this.node.addEventListener("pause", this.ticked);
    this.node.addEventListener("click", () => this.toggle());
    this.node.addEventListener("error", () => this.unplayed());
    this.screen.replaceChildren(this.node);
    this.load(start);
    this.watchFrames();
    this.node.play().catch(() => this.ticked()); // a browser may want a click first
  }

  load(start) {
    const { url } = this.details.playback;
    const time = Math.max(0, Math.min(start, this.details.duration));
    if (this.direct) {
      this.node.src = url;
      this.node.currentTime = time;
    } else {
      this.offset = time;
      this.node.src = `${url}?from=${time.toFixed(3)}`;
    }
  }

  /** Pictures that no browser shows are made a JPEG by the server. */
  unshown() {
    const jpeg = `/api/thumbnails?video=${this.details.id}&time=0&side=1280`;
    if (this.node.getAttribute("src") !== jpeg) {
      this.node.src = jpeg;
    } else {
      this.failed("The picture cannot be shown. Its file may be gone or damaged; index its folder again.");
    }
  }

  unplayed() {
    if (this.direct && !this.converted) {
      // The browser does not play what its header promised: converted then.
      this.converted = true;
      const time = this.time;
      this.direct = false;
      this.details.playback.url = `/media/${this.details.id}/stream`;
      this.load(time);
      this.node.play().catch(() => {});
      return;
    }
    this.failed("The video cannot be played. Its file may be gone or damaged; index its folder again.");
  }

  /** How long a frame lasts is learned from the frames that are shown. */
  watchFrames() {
    if (!this.node.requestVideoFrameCallback) {
      return;
    }
    let last = -1;
    const seen = (_, { mediaTime }) => {
      const step = mediaTime - last;
      if (last >= 0 && step > 0.002 && step < 0.2) {
        this.frame = step;
      }
      last = mediaTime;
      this.ticked();
      this.node.requestVideoFrameCallback(seen);
    };
    this.node.requestVideoFrameCallback(seen);
  }

  /** What is seen now: a video or a picture. */
  get shown() {
    return this.node;
  }

  get time() {
    return this.still || !this.node ? 0 : this.offset + this.node.currentTime;
  }

  get paused() {
    return this.still || !this.node || this.node.paused;
  }

  seek(time) {
    if (this.still) {
      return;
    }
    const wanted = Math.max(0, Math.min(time, this.details.duration - 0.05));
    const within = wanted - this.offset;
    const { buffered } = this.node;
    const there = this.direct || (buffered.length > 0 && within >= 0 && within <= buffered.end(buffered.length - 1));
    if (there) {
      this.node.currentTime = within;
    } else {
      const { paused } = this.node;
      this.load(wanted);
      if (!paused) {
        this.node.play().catch(() => {});
      }
    }
  }

  step(frames) {
    this.pause();
    this.seek(this.time + frames * this.frame);
  }

  toggle() {
    if (this.paused) {
      this.node.play?.();
    } else {
      this.pause();
    }
  }

  pause() {
    this.node.pause?.();
  }

  close() {
    if (!this.still && this.node) {
      this.node.pause();
      this.node.removeAttribute("src");
      this.node.load(); // ends what the server sends
    }
  }
}
