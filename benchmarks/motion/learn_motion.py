"""Learns a small 3D convolutional network that tells six motions of the camera apart.

    python learn_motion.py DATA OUT

It sees windows that move over photos of Flickr8k's `train` split (those that `films.py` makes films
of to test are of `dev`), 8 pictures of 32 x 32 at 7.5 a second, and is written to OUT as a clip
encoder: `features` are the 64 channels before its last layer, `logits` its six classes.
"""

import json
import pathlib
import random
import sys
import time

import numpy as np
import torch
from PIL import Image
from torch import nn

from films import FRAMES, WAYS, film, windows

SIDE, CLIP, STRIDE = 32, 8, 2
MEAN, DEVIATION = [0.45, 0.43, 0.40], [0.27, 0.26, 0.28]


class Motion(nn.Module):
    def __init__(self):
        super().__init__()
        layers, before = [], 3
        for after, stride, kernel in [(16, (1, 2, 2), (3, 5, 5)), (32, (1, 2, 2), 3), (64, 2, 3),
                                      (64, (2, 2, 2), 3)]:
            padding = tuple(k // 2 for k in kernel) if isinstance(kernel, tuple) else 1
            layers += [nn.Conv3d(before, after, kernel, stride, padding, bias=False),
                       nn.BatchNorm3d(after), nn.ReLU()]
            before = after
        self.body = nn.Sequential(*layers)
        self.classes = nn.Linear(64, len(WAYS))

    def forward(self, clips):
        features = self.body(clips).mean(dim=[2, 3, 4])
        return features, self.classes(features)


def clips(photos, count, rng):
    """A batch drawn anew: `[n, 3, 8, 32, 32]` and classes."""
    ways = list(WAYS)
    values, labels = [], []
    for _ in range(count):
        label = rng.randrange(len(ways))
        start = rng.randrange(FRAMES - STRIDE * (CLIP - 1))
        boxes = windows(ways[label], rng)[start : start + STRIDE * CLIP : STRIDE]
        values.append(film(photos[rng.randrange(len(photos))], boxes, SIDE))
        labels.append(label)
    pixels = (np.stack(values) / 255 - MEAN) / DEVIATION
    return (torch.from_numpy(pixels.transpose(0, 4, 1, 2, 3).astype(np.float32)),
            torch.tensor(labels))


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    torch.manual_seed(0)
    rng = random.Random(0)
    rows = [json.loads(r) for r in open(data / "flickr8k" / "captions.jsonl")]
    names = [r["image"] for r in rows if r["split"] == "train"]
    photos = [Image.open(data / "flickr8k" / "images" / n).convert("RGB") for n in
              rng.sample(names, 1500)]
    held = photos[:200]
    network = Motion()
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    start = time.time()
    for step in range(steps):
        values, labels = clips(photos[200:], 32, rng)
        loss = nn.functional.cross_entropy(network(values)[1], labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rate.step()
        if step % 100 == 99:
            network.eval()
            with torch.no_grad():
                values, labels = clips(held, 200, random.Random(1))
                right = (network(values)[1].argmax(1) == labels).float().mean()
            network.train()
            print(f"step {step + 1}: loss {loss:.3f}, right on held photos {right:.3f}, "
                  f"{time.time() - start:.0f} s", flush=True)
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network, (torch.zeros(1, 3, CLIP, SIDE, SIDE),), out / "model.onnx",
        input_names=["pixel_values"], output_names=["features", "logits"],
        dynamic_axes={n: {0: "n"} for n in ["pixel_values", "features", "logits"]},
        opset_version=17, dynamo=False)
    (out / "preprocessor_config.json").write_text(json.dumps({
        "size": {"height": SIDE, "width": SIDE}, "image_mean": MEAN, "image_std": DEVIATION,
        "rescale_factor": 1 / 255, "resample": 2, "num_frames": CLIP, "frame_rate": 15,
        "frame_stride": STRIDE, "clip_overlap": 0.5}, indent=2) + "\n")


if __name__ == "__main__":
    main()
