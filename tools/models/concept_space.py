"""Builds the space `concept`: zero-shot, by the names of the ImageNet classes.

    pip install numpy onnx onnxruntime timm tokenizers torch torchvision
    python tools/models/concept_space.py ../shared/data/flickr8k/captions.jsonl

writes the space below `base/src/main/resources/io/reelspace/base`. The visual tower is ConSE
(Norouzi et al., "Zero-shot learning by convex combination of semantic embeddings", ICLR 2014):
softmax over the 1,000 class logits of a frame, the ten likeliest classes, the mean of their text
vectors weighted by probability, the mean over frames. Beyond the paper:

- a class stands at the mean of its name's vector and of its name's with its WordNet definition,
  which ties it to more general words ("... a breed of dog");
- logits are divided by 1.5, for the network is surer of one class than a scene allows;
- what all classes, and all captions, have in common is subtracted (in part) on either side.

The captions (of training photos) serve for their mean only. What each step brought is in
`docs/benchmarks/encoders.md`.
"""

import argparse
import hashlib
import importlib.util
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torchvision.models._meta import _IMAGENET_CATEGORIES

import sentences

RESOURCES = pathlib.Path(__file__).parents[2] / "base/src/main/resources/io/reelspace/base"
FEATURES, CLASSES, LIKELIEST = 1280, 1000, 10
TEMPERATURE, COMMON = 1.5, 0.7
METRICS = {}


def definitions():
    """The WordNet definition of each class, from the files of the package `timm`."""
    folder = pathlib.Path(importlib.util.find_spec("timm").origin).parent / "data/_info"
    of = dict(
        line.split("\t")
        for line in (folder / "imagenet_synset_to_definition.txt").read_text().splitlines())
    return [of[synset] for synset in (folder / "imagenet_synsets.txt").read_text().split()]


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def class_vectors(text):
    names = [f"a photo of a {name}" for name in _IMAGENET_CATEGORIES]
    defined = [f"{name}, {meaning}" for name, meaning in zip(names, definitions())]
    return unit(text.encode(names) + text.encode(defined))


def caption_mean(text, captions):
    rows = [json.loads(line) for line in captions.open()]
    train = [row["captions"][0] for row in rows if row["split"] == "train"]
    return text.encode(train).mean(axis=0)


def tower(vectors):
    """`features` [videos, time, 2280] (features, then logits) to `embedding` [videos, 384]."""
    constants = {
        "begin": np.array([FEATURES], np.int64),
        "end": np.array([FEATURES + CLASSES], np.int64),
        "channel": np.array([2], np.int64),
        "temperature": np.float32(TEMPERATURE),
        "k": np.array([LIKELIEST], np.int64),
        "classes": vectors.astype(np.float32),
        "time": np.array([1], np.int64),
        "class": np.array([2], np.int64),
        "last": np.array([-1], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Slice", ["features", "begin", "end", "channel"], ["logits"]),
        node("Div", ["logits", "temperature"], ["softened"]),
        node("Softmax", ["softened"], ["probabilities"], axis=-1),
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
    for folder in (RESOURCES / "encoders/efficientnet-lite0",
                   RESOURCES / "encoders/all-minilm-l6-v2", RESOURCES / "spaces/concept"):
        root = RESOURCES if folder.parent.name == "encoders" else folder
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.name != "space.json":
                found[str(file.relative_to(root))] = file.read_bytes()
    text = sentences.MiniLm()
    found["encoders/all-minilm-l6-v2/model.onnx"] = text.model
    found["encoders/all-minilm-l6-v2/tokenizer.json"] = text.tokenizer_json
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
        "optimise": {"centres": {
            "visual": "optimise/visual-centre.npy", "text": "optimise/text-centre.npy"}},
        "files": {
            path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in files().items()
        },
        "training": {
            "method": "ConSE, no training",
            "likeliest": LIKELIEST,
            "temperature": TEMPERATURE,
            "centre": f"{COMMON} of the mean of all classes (visual), of Flickr8k train captions (text)",
        },
        "metrics": METRICS,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("captions", type=pathlib.Path, help="Flickr8k's captions.jsonl")
    arguments = parser.parse_args()
    text = sentences.MiniLm()
    vectors = class_vectors(text)
    space = RESOURCES / "spaces/concept"
    for folder in ("towers", "optimise"):
        (space / folder).mkdir(parents=True, exist_ok=True)
    onnx.save(tower(vectors), space / "towers/visual.onnx")
    centres = {"visual": vectors.mean(axis=0), "text": caption_mean(text, arguments.captions)}
    for modality, centre in centres.items():
        np.save(space / f"optimise/{modality}-centre.npy", (COMMON * centre).astype(np.float32))
    (space / "space.json").write_text(json.dumps(manifest(), indent=2) + "\n")


if __name__ == "__main__":
    main()
