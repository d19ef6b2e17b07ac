"""A clip encoder in Python's ONNX Runtime, pictures by Pillow, as benchmarks/run encode.ClipBenchmark.

    python3 benchmarks/encode/clips_peer.py ENCODER_FOLDER CLIPS ROUNDS

Needs numpy, pillow and onnxruntime.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

folder, count, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
config = json.loads((folder / "preprocessor_config.json").read_text())
target = config.get("crop_size", config["size"])
height, width = target["height"], target["width"]
edge = config["size"].get("shortest_edge")
mean = np.array(config["image_mean"], np.float32)
deviation = np.array(config["image_std"], np.float32)
clips = np.random.default_rng(1).integers(
    0, 256, (count, config["num_frames"], height * 8 // 7, width * 3 // 2, 3), np.uint8)
session = ort.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name


def prepared(picture):
    image = Image.fromarray(picture)
    if edge is None:
        return np.asarray(image.resize((width, height), Image.BILINEAR))
    short = min(image.size)
    image = image.resize((edge * image.width // short, edge * image.height // short), Image.BILINEAR)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return np.asarray(image.crop((left, top, left + width, top + height)))


def encode(batch):
    for start in range(0, count, batch):
        pixels = np.stack([[prepared(p) for p in clip] for clip in clips[start : start + batch]])
        values = (pixels.astype(np.float32) / 255 - mean) / deviation
        session.run(None, {name: np.ascontiguousarray(values.transpose(0, 4, 1, 2, 3))})


for batch in (1, 4, 8, 16, 32):
    session.run(None, {name: np.zeros((batch, 3, config["num_frames"], height, width), np.float32)})
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        encode(batch)
        times.append(time.perf_counter() - start)
    print(f"python    batch {batch:2d} {count / statistics.median(times):8.2f} clips/s", flush=True)
