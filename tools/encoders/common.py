"""What the families share: photos, texts, vocabularies, and how fixtures are written."""

import functools
import io
import json
import pathlib
import warnings

import numpy as np
import onnx
import torch
from PIL import Image
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

warnings.filterwarnings("ignore")
torch.backends.mha.set_fastpath_enabled(False)  # has no form in ONNX

PROJECT = pathlib.Path(__file__).parents[2]
FOLDER = PROJECT / "encode/src/test/resources/io/reelspace/encode/families"

TEXTS = [
    "a man in a suit talks in a car",
    "Two DOGS run on the beach, near the water!",
    "x",
    "  spaces\tand\nlines  ",
    "a cat \U0001f63a and a flag \U0001f3f3\ufe0f\u200d\U0001f308",
    "naïve café Ångström, 12 straße",
    "Ein Hund läuft über die grüne Wiese",
    "собака бежит по пляжу",
    "一只狗在沙滩上奔跑 한국어",
    "it's the dogs' ball; they'll say: \"don't\" (1,000 times)",
    "a very long text that says the same thing again and again " * 6,
]

CORPUS = TEXTS + [
    "a dog runs over a green meadow and a man rides a bicycle on the street of the city",
    "skyscrapers at night, a computer screen with a terminal, a rabbit comes out of its burrow",
    "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs",
    "ein Mann fährt mit dem Fahrrad durch die Stadt, eine Katze schläft auf dem Sofa",
    "человек едет на велосипеде по улице города",
]


def photos():
    """Names and pictures; small, large, wide and tall."""
    return [(p.name, Image.open(p).convert("RGB")) for p in sorted((FOLDER / "photos").glob("*.png"))]


def folder(family):
    path = FOLDER / family
    path.mkdir(parents=True, exist_ok=True)
    return path


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def floats(row):
    return [round(float(v), 6) for v in np.asarray(row).reshape(-1)]


def unit(rows):
    rows = np.asarray(rows, np.float64)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def export(module, inputs, path, names, outputs, dynamic):
    """Exports a module as ONNX; the axes in `dynamic` are left open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    with torch.no_grad():
        torch.onnx.export(
            module.eval(), tuple(inputs), data, input_names=names, output_names=outputs,
            dynamic_axes=dynamic, opset_version=17, dynamo=False)
    model = onnx.load_from_string(data.getvalue())
    for node in model.graph.node:
        node.ClearField("doc_string")
    onnx.save(model, path)


@functools.cache  # ties are broken by chance
def bpe_merges(vocab_size):
    """Merges as CLIP has them, over bytes with an end-of-word mark, learned from the corpus."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size, end_of_word_suffix="</w>", show_progress=False)
    tokenizer.train_from_iterator(CORPUS * 3, trainer)
    return [tuple(m) if not isinstance(m, str) else tuple(m.split(" "))
            for m in json.loads(tokenizer.to_str())["model"]["merges"]]


def clip_vocabulary(merges, specials):
    """Bytes, bytes that end a word, merges, specials: the order of OpenAI's CLIP."""
    from open_clip.tokenizer import bytes_to_unicode

    vocab = list(bytes_to_unicode().values())
    vocab = vocab + [v + "</w>" for v in vocab] + ["".join(m) for m in merges] + specials
    return {v: i for i, v in enumerate(dict.fromkeys(vocab))}


def expected(path, texts, ids, text_rows, photo_rows, **more):
    write_json(path, {
        "texts": [
            {"text": t, "ids": [int(i) for i in row], "embedding": floats(vector)}
            for t, row, vector in zip(texts, ids, text_rows)],
        "photos": [
            {"name": name, "embedding": floats(vector)}
            for (name, _), vector in zip(photos(), photo_rows)],
        **more,
    })
