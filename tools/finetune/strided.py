"""A small network whose weights lie in memory in another order than their dimensions, for tests.

    pip install numpy onnx onnxscript torch
    python tools/finetune/strided.py train/src/test/resources/io/reelspace/train/tuning/strided

Weights that come from TensorFlow often do: the last dimension of a kernel is its first one there.
Writes `model.onnx` beside `model.pt`, and in `expected.json` what PyTorch makes of two inputs: the
features, the gradient of half the sum of their squares, and the features after one step of a tenth
of it.
"""

import argparse
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import common
from clip import export

SIZE = 6


def kernel(*shape):
    """Normal weights `[out, in, height, width]` that lie as `[height, width, in, out]`."""
    values = torch.randn(*[shape[d] for d in (2, 3, 1, 0)]) / np.sqrt(np.prod(shape[1:]))
    return nn.Parameter(values.permute(3, 2, 0, 1))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.whole = kernel(4, 3, 3, 3)
        self.depthwise = kernel(4, 1, 3, 3)
        self.pointwise = kernel(5, 4, 1, 1)
        self.bias = nn.Parameter(0.1 * torch.randn(5))

    def forward(self, pixels):
        x = torch.tanh(functional.conv2d(pixels, self.whole, padding=1))
        x = torch.tanh(functional.conv2d(x, self.depthwise, padding=1, groups=4))
        return functional.conv2d(x, self.pointwise, self.bias).mean((2, 3))


def numbers(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().reshape(-1).tolist()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    torch.manual_seed(0)
    network = Network()
    assert not network.whole.is_contiguous() and not network.pointwise.is_contiguous()
    pixels = torch.randn(2, 3, SIZE, SIZE)
    common.save(folder, network, {"forward": pixels},
                export(network, pixels, "pixel_values", "features"))
    features = network(pixels)
    (features.square().sum() / 2).backward()
    expected = {"pixels": numbers(pixels), "features": numbers(features),
                "gradients": {name: numbers(p.grad) for name, p in network.named_parameters()}}
    with torch.no_grad():
        for parameter in network.parameters():
            parameter -= 0.1 * parameter.grad
        expected["moved"] = numbers(network(pixels))
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    (folder / "preprocessor_config.json").write_text(json.dumps(
        {"do_resize": True, "size": {"height": SIZE, "width": SIZE}, "resample": 3,
         "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}) + "\n")


if __name__ == "__main__":
    main()
