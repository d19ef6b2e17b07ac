"""The encoders of a space in Python's ONNX Runtime, as benchmarks/run encode.EncoderBenchmark.

    python3 benchmarks/encode/peer.py SPACE_FOLDER TEXTS

Needs numpy, onnxruntime and tokenizers. Frames are noise of the network's size; texts go one by one.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

FRAMES, ROUNDS = 64, 7
space, texts = Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8").splitlines()


def timed(what, items, work):
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start) / items)
    print(f"{what:32s} {statistics.median(times):6.2f} ms")


for encoder in json.loads((space / "space.json").read_text())["encoders"]:
    folder = space / "encoders" / encoder["id"]
    session = ort.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    inputs = session.get_inputs()
    if encoder["modality"] == "text":
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()

        def encode():
            for text in texts:
                encoding = tokenizer.encode(text)
                rows = {
                    "input_ids": encoding.ids,
                    "attention_mask": encoding.attention_mask,
                    "token_type_ids": encoding.type_ids,
                }
                session.run(None, {i.name: np.array([rows[i.name]], np.int64) for i in inputs})

        timed(encoder["id"], len(texts), encode)
        continue
    if encoder["modality"] != "visual":
        continue
    size = json.loads((folder / "preprocessor_config.json").read_text())["size"]
    frames = np.random.default_rng(1).integers(
        0, 256, (FRAMES, size["height"], size["width"], 3), np.uint8
    )
    kind = np.uint8 if inputs[0].type == "tensor(uint8)" else np.float32
    channels_last = inputs[0].shape[-1] == 3
    outputs = encoder.get("outputs") or None
    for batch in (1, 4, 8, 16, 32):

        def encode():
            for start in range(0, FRAMES, batch):
                part = frames[start : start + batch]
                part = part if channels_last else part.transpose(0, 3, 1, 2)
                session.run(outputs, {inputs[0].name: np.ascontiguousarray(part, kind)})

        timed(f"{encoder['id']}, batch {batch}", FRAMES, encode)
