"""A linear probe on clip features: which of six motions does a film show?

    python probe.py FFMPEG WORK ENCODER_FOLDER OUTPUT [FILMS]

One clip from the start of each film, the first FILMS (300) films of `train` to fit a logistic
regression, all of `test` to test. Films of a pair show the same pictures, so frames alone give one half of
the direction and, of six, what the kind of motion leaves in single pictures.
"""

import json
import pathlib
import subprocess
import sys

import numpy as np
import onnxruntime
import torch

ffmpeg, work, folder, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4]
films = int(sys.argv[5]) if len(sys.argv) > 5 else 300
config = json.loads((folder / "preprocessor_config.json").read_text())
height, width = config["size"]["height"], config["size"]["width"]
frames = config["num_frames"]
rate = config.get("frame_rate", 30) / config.get("frame_stride", 1)
session = onnxruntime.InferenceSession(folder / "model.onnx")
takes = session.get_inputs()[0]


def row(path):
    raw = subprocess.run(
        [ffmpeg, "-v", "error", "-i", path, "-vf", f"fps={rate},scale={width}:{height}", "-f", "rawvideo",
         "-pix_fmt", "rgb24", "-frames:v", str(frames), "-"], check=True, capture_output=True).stdout
    pixels = np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)[None]
    if takes.type != "tensor(uint8)":
        pixels = ((pixels / 255 - config["image_mean"]) / config["image_std"]).transpose(0, 4, 1, 2, 3)
        pixels = np.ascontiguousarray(pixels, np.float32)
    values = session.run([output], {takes.name: pixels})[0][0]
    return values.mean(0) if values.ndim == 2 else values


rows = [json.loads(line) for line in open(work / "films.jsonl")]
names = ["down", "in", "left", "out", "right", "up"]
sets = {}
for split, count in [("train", films), ("test", 10**9)]:
    own = [r["video"] for r in rows if r["split"] == split][:count]
    labels = [names.index(v[v.rindex("-") + 1 : -4]) for v in own]
    sets[split] = np.stack([row(work / v) for v in own]), torch.tensor(labels)
mean, deviation = sets["train"][0].mean(0), sets["train"][0].std(0) + 1e-6
x, y = {}, {}
for split, (values, labels) in sets.items():
    x[split], y[split] = torch.from_numpy(((values - mean) / deviation).astype(np.float32)), labels
probe = torch.nn.Linear(x["train"].shape[1], 6)
optimiser = torch.optim.AdamW(probe.parameters(), 0.01, weight_decay=1.0)
for _ in range(300):
    loss = torch.nn.functional.cross_entropy(probe(x["train"]), y["train"])
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
logits = probe(x["test"]).detach()
right = (logits.argmax(1) == y["test"]).float().mean()
opposite = torch.tensor([5, 3, 4, 1, 2, 0])[y["test"]]
own = logits.gather(1, y["test"][:, None])
pairs = (own > logits.gather(1, opposite[:, None])).float().mean()
print(f"{folder.name} {output}: right of six {right:.3f}, right of two opposite {pairs:.3f}, "
      f"{len(x['train'])} films to fit, {len(x['test'])} to test")
