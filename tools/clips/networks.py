"""Clip encoders as folders: networks of torchvision and C3D, with random weights, as ONNX.

    pip install torch torchvision onnx numpy 'pillow<13'
    python tools/clips/networks.py r3d_18|r2plus1d_18|c3d|mvit_v1_b FOLDER [CLIP.rgb WIDTH HEIGHT]

Writes `model.onnx` and `preprocessor_config.json`. With a clip (16 pictures of 8-bit RGB one after
another) `expected.json` holds what PyTorch makes of it, pictures prepared by Pillow and NumPy. The
networks are those of the papers; only their weights say nothing.

`fixtures.py` makes narrow ones of the same classes.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn
from torchvision.models import video
from torchvision.models.video import resnet

MEAN, DEVIATION = [0.43216, 0.394666, 0.37645], [0.22803, 0.22145, 0.216989]  # of Kinetics


def configuration(size, edge, frames=16):
    return {
        "do_center_crop": True, "do_normalize": True, "do_rescale": True, "do_resize": True,
        "size": {"shortest_edge": edge}, "crop_size": {"height": size, "width": size},
        "image_mean": MEAN, "image_std": DEVIATION, "rescale_factor": 1 / 255, "resample": 2,
        "num_frames": frames, "frame_rate": 15, "frame_stride": 1, "clip_overlap": 0.5}


class C3d(nn.Module):
    """Tran et al. 2015, up to the first fully connected layer (fc6), whose output is the features."""

    def __init__(self, width=64, features=4096, size=112, frames=16):
        super().__init__()
        w = width
        plan = [(3, w, 1), (w, 2 * w, 2), (2 * w, 4 * w, 0), (4 * w, 4 * w, 2), (4 * w, 8 * w, 0),
                (8 * w, 8 * w, 2), (8 * w, 8 * w, 0), (8 * w, 8 * w, 3)]
        layers = []
        for before, after, pool in plan:
            layers += [nn.Conv3d(before, after, 3, padding=1), nn.ReLU()]
            if pool:
                kernel = (1, 2, 2) if pool == 1 else (2, 2, 2)
                layers.append(nn.MaxPool3d(kernel, kernel, (0, 1, 1) if pool == 3 else 0))
        layers.append(nn.Flatten())
        self.body = nn.Sequential(*layers)
        with torch.no_grad():
            flat = self.body(torch.zeros(1, 3, frames, size, size)).shape[1]
        self.fc6 = nn.Sequential(nn.Linear(flat, features), nn.ReLU())
        for module in self.modules():  # so that random features are not nearly 0
            if isinstance(module, (nn.Conv3d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")

    def forward(self, clips):
        return self.fc6(self.body(clips))


def narrow(kind, divisor):
    """torchvision's R3D-18 or R(2+1)D-18 with a part of its channels."""
    r3d = kind == "r3d_18"
    channels = 64 // divisor

    class Stem(nn.Sequential):
        def __init__(self):
            if r3d:
                super().__init__(
                    nn.Conv3d(3, channels, (3, 7, 7), (1, 2, 2), (1, 3, 3), bias=False),
                    nn.BatchNorm3d(channels), nn.ReLU())
            else:
                super().__init__(
                    nn.Conv3d(3, 12, (1, 7, 7), (1, 2, 2), (0, 3, 3), bias=False),
                    nn.BatchNorm3d(12), nn.ReLU(),
                    nn.Conv3d(12, channels, (3, 1, 1), 1, (1, 0, 0), bias=False),
                    nn.BatchNorm3d(channels), nn.ReLU())

    class Narrow(resnet.VideoResNet):
        def _make_layer(self, block, conv, planes, blocks, stride=1):
            if planes == 64:
                self.inplanes = channels
            return super()._make_layer(block, conv, planes // divisor, blocks, stride)

    conv = resnet.Conv3DSimple if r3d else resnet.Conv2Plus1D
    return Narrow(resnet.BasicBlock, [conv] * 4, [2, 2, 2, 2], Stem)


def features(network):
    """The network without its last layer, in the state in which it is used."""
    if hasattr(network, "fc"):
        network.fc = nn.Identity()
    if hasattr(network, "head"):
        network.head = nn.Identity()
    # Statistics of normalisation that are not those of a new network.
    generator = torch.Generator().manual_seed(7)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm3d):
            n = module.num_features
            module.running_mean.copy_(torch.randn(n, generator=generator) * 0.1)
            module.running_var.copy_(torch.rand(n, generator=generator) + 0.5)
    return network.eval()


def full(kind):
    torch.manual_seed(1)
    return features(C3d() if kind == "c3d" else getattr(video, kind)(weights=None))


def save(network, folder, config, example):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "preprocessor_config.json").write_text(json.dumps(config, indent=2) + "\n")
    torch.onnx.export(
        network, (example,), folder / "model.onnx", input_names=["pixel_values"],
        output_names=["features"], dynamic_axes={"pixel_values": {0: "n"}, "features": {0: "n"}},
        opset_version=17, dynamo=False)


def prepared(pictures, config):
    """`[channels, frames, height, width]` as Pillow and NumPy prepare it."""
    edge, size = config["size"]["shortest_edge"], config["crop_size"]["height"]
    out = []
    for picture in pictures:
        image = Image.fromarray(picture)
        if image.size != (size, size):
            short = min(image.size)
            image = image.resize(
                (edge * image.width // short, edge * image.height // short), Image.BILINEAR)
            left, top = (image.width - size) // 2, (image.height - size) // 2
            image = image.crop((left, top, left + size, top + size))
        out.append((np.asarray(image) / 255 - config["image_mean"]) / config["image_std"])
    return torch.from_numpy(np.stack(out).transpose(3, 0, 1, 2).astype(np.float32))


def main():
    kind, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    size, edge = (224, 256) if kind.startswith("mvit") else (112, 128)
    config = configuration(size, edge)
    network = full(kind)
    save(network, folder, config, torch.zeros(1, 3, 16, size, size))
    if len(sys.argv) > 3:
        width, height = int(sys.argv[4]), int(sys.argv[5])
        pictures = np.fromfile(sys.argv[3], np.uint8).reshape(16, height, width, 3)
        with torch.no_grad():
            expected = network(prepared(pictures, config)[None])[0]
        (folder / "expected.json").write_text(json.dumps([float(v) for v in expected]))


if __name__ == "__main__":
    main()
