"""Makes videos of photos over which a window moves, so that only motion tells pairs of them apart.

    python films.py FFMPEG DATA OUT

Each photo gives two videos that go opposite ways: left and right, up and down, in and out. Photos of
`train` are learned from, those of `dev` are for testing. OUT gets `films/` and `films.jsonl`, a
manifest whose captions are the photo's own with the motion behind ("..., the camera pans left").
Films for training have the motion alone as a further caption. The two films of a pair show the very
same windows, one of them in the opposite order.
"""

import json
import pathlib
import random
import subprocess
import sys

import numpy as np
from PIL import Image

SIDE, FRAMES, RATE = 112, 30, 15
WAYS = {
    "left": "the camera pans left", "right": "the camera pans right",
    "up": "the camera tilts up", "down": "the camera tilts down",
    "in": "the camera zooms in", "out": "the camera zooms out"}
OPPOSITES = [("left", "right"), ("up", "down"), ("in", "out")]


def windows(way, rng):
    """`[frames, 4]`: left, top, right, bottom as shares of the photo."""
    t = np.linspace(0, 1, FRAMES)
    if way in ("in", "out"):
        large, small = rng.uniform(0.85, 1), rng.uniform(0.4, 0.65)
        side = large + (small - large) * t
        x, y = (rng.uniform(0.35, 0.65) for _ in range(2))
        left, top = x - side * x, y - side * y
        boxes = np.stack([left, top, left + side, top + side], 1)
        return boxes if way == "in" else boxes[::-1]
    side = rng.uniform(0.45, 0.65)
    path = rng.uniform(0.6, 1) * (1 - side)
    start, across = rng.uniform(0, 1 - side - path), rng.uniform(0, 1 - side)
    along = start + path * t
    drift = np.clip(across + rng.uniform(-0.05, 0.05) * t, 0, 1 - side)
    left, top = (along, drift) if way in ("left", "right") else (drift, along)
    boxes = np.stack([left, top, left + side, top + side], 1)
    return boxes if way in ("right", "down") else boxes[::-1]


def film(photo, boxes, side=SIDE):
    """`[frames, side, side, 3]`."""
    scale = np.array([photo.width, photo.height] * 2)
    return np.stack([
        np.asarray(photo.resize((side, side), Image.BILINEAR, tuple(box * scale))) for box in boxes])


def encode(ffmpeg, pictures, path):
    subprocess.run(
        [ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIDE}x{SIDE}",
         "-r", str(RATE), "-i", "-", "-c:v", "mpeg4", "-q:v", "4", path],
        input=pictures.tobytes(), check=True)


def main():
    ffmpeg, data, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    (out / "films").mkdir(parents=True, exist_ok=True)
    rows = [json.loads(r) for r in open(data / "flickr8k" / "captions.jsonl")]
    rng = random.Random(11)
    manifest = []
    for split, name, count in [("train", "train", 600), ("dev", "test", 150)]:
        photos = rng.sample([r for r in rows if r["split"] == split], count)
        for i, row in enumerate(photos):
            photo = Image.open(data / "flickr8k" / "images" / row["image"]).convert("RGB")
            forward, backward = OPPOSITES[i % 3]
            boxes = windows(forward, rng)
            for way, path in [(forward, boxes), (backward, boxes[::-1])]:
                file = f"films/{name}-{i:04d}-{way}.mp4"
                encode(ffmpeg, film(photo, path), out / file)
                manifest.append({
                    "video": file, "split": name,
                    "captions": [f"{c.rstrip(' .')}, {WAYS[way]}" for c in row["captions"]]
                    + ([WAYS[way]] if split == "train" else [])})
    with open(out / "films.jsonl", "w") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in manifest)


if __name__ == "__main__":
    main()
