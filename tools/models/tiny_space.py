"""Writes the tiny space of the tests of the module space, and what NumPy makes of it.

    pip install numpy onnx onnxruntime tokenizers
    python tools/models/tiny_space.py

Two image encoders of different sizes (the mean colour of 4 x 4 pixels; all values of 2 x 2 pixels),
a text encoder over a vocabulary of six words, a visual and a text tower that are random linear
maps, centres and a projection: every part that a bundle can have.
"""

import hashlib
import json
import pathlib
import shutil

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PROJECT = pathlib.Path(__file__).parents[2]
TESTS = PROJECT / "space/src/test/resources/io/reelspace/space"
SPACE = TESTS / "tiny"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "blue"]
random = np.random.default_rng(7)


def save(path, nodes, inputs, outputs, constants):
    path.parent.mkdir(parents=True, exist_ok=True)
    graph = helper.make_graph(
        nodes, path.stem,
        [helper.make_tensor_value_info(n, t, s) for n, t, s in inputs],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs],
        [numpy_helper.from_array(v, n) for n, v in constants.items()])
    onnx.save(helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def image_encoder(name, size, mean):
    folder = SPACE / "encoders" / name
    node = helper.make_node
    pool = node("ReduceMean", ["planes"], ["features"], axes=[2, 3], keepdims=0)
    flat = node("Flatten", ["planes"], ["features"], axis=1)
    save(folder / "model.onnx",
         [node("Cast", ["pixels"], ["floats"], to=TensorProto.FLOAT),
          node("Transpose", ["floats"], ["planes"], perm=[0, 3, 1, 2]), pool if mean else flat],
         [("pixels", TensorProto.UINT8, ["n", size, size, 3])],
         [("features", ["n", 3 if mean else 3 * size * size])], {})
    (folder / "preprocessor_config.json").write_text(json.dumps({
        "size": {"height": size, "width": size}, "resample": 2,
        "do_rescale": False, "do_normalize": False}))


def text_encoder():
    folder = SPACE / "encoders/words"
    table = random.standard_normal((len(WORDS), 5)).astype(np.float32)
    save(folder / "model.onnx",
         [helper.make_node("Gather", ["table", "input_ids"], ["states"], axis=0)],
         [("input_ids", TensorProto.INT64, ["n", "tokens"])],
         [("states", ["n", "tokens", 5])], {"table": table})
    token = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    (folder / "tokenizer.json").write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [dict(token, id=i, content=w, special=True)
                         for i, w in enumerate(WORDS[:4])],
        "normalizer": {"type": "BertNormalizer", "clean_text": True,
                       "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                       {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [], "special_tokens": {
                w: {"id": w, "ids": [WORDS.index(w)], "tokens": [w]} for w in ("[CLS]", "[SEP]")}},
        "decoder": None,
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100,
                  "vocab": {w: i for i, w in enumerate(WORDS)}}}))
    return table


def towers():
    visual = random.standard_normal((15, 6)).astype(np.float32)
    text = random.standard_normal((5, 6)).astype(np.float32)
    node = helper.make_node
    save(SPACE / "towers/visual.onnx",
         [node("ReduceMax", ["features"], ["most"], axes=[1], keepdims=0),
          node("MatMul", ["most", "weights"], ["embedding"])],
         [("features", TensorProto.FLOAT, ["n", "time", 15])],
         [("embedding", ["n", 6])], {"weights": visual})
    save(SPACE / "towers/text.onnx",
         [node("MatMul", ["features", "weights"], ["embedding"])],
         [("features", TensorProto.FLOAT, ["n", 5])], [("embedding", ["n", 6])],
         {"weights": text})
    return visual, text


def main():
    shutil.rmtree(SPACE, ignore_errors=True)
    image_encoder("mean", 4, True)
    image_encoder("all", 2, False)
    table = text_encoder()
    visual, text = towers()
    centres = {m: random.standard_normal(6).astype(np.float32) for m in ("visual", "text")}
    projection = random.standard_normal((6, 3)).astype(np.float32)
    (SPACE / "optimise").mkdir()
    for name, centre in centres.items():
        np.save(SPACE / f"optimise/{name}.npy", centre)
    np.save(SPACE / "optimise/projection.npy", projection)
    (SPACE / "README.md").write_text("# tiny\n")
    files = {
        str(f.relative_to(SPACE)): {
            "bytes": f.stat().st_size, "sha256": hashlib.sha256(f.read_bytes()).hexdigest()}
        for f in sorted(SPACE.rglob("*")) if f.is_file()}
    (SPACE / "space.json").write_text(json.dumps({
        "format": 1, "name": "tiny", "dimension": 3,
        "encoders": [{"id": "mean", "modality": "visual"}, {"id": "all", "modality": "visual"},
                     {"id": "words", "modality": "text"}],
        "towers": {"visual": "towers/visual.onnx", "text": "towers/text.onnx"},
        "optimise": {"centres": {m: f"optimise/{m}.npy" for m in centres},
                     "projection": "optimise/projection.npy"},
        "files": files}, indent=1) + "\n")

    # Frames of one colour each keep their values through any resize.
    colours = np.array([[10, 200, 30], [250, 20, 90]], np.float32)
    rows = np.concatenate([colours, np.repeat(colours, 4, axis=1)], axis=1)
    ids = [WORDS.index(w) for w in ("[CLS]", "red", "[UNK]", "[SEP]")]
    words = table[ids].mean(axis=0)
    words /= np.linalg.norm(words)

    def finish(values, modality):
        projected = (values - centres[modality]) @ projection
        return [float(v) for v in projected / np.linalg.norm(projected)]

    (TESTS / "tiny.json").write_text(json.dumps({
        "colours": colours.astype(int).tolist(), "features": rows.tolist(),
        "frames": finish(rows.max(axis=0) @ visual, "visual"),
        "text": "Red giraffe", "textEmbedding": finish(words @ text, "text")}) + "\n")


if __name__ == "__main__":
    main()
