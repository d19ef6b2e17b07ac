"""Writes the oracle of the stage `canonical`: regularised CCA by NumPy's own decompositions.

    pip install numpy
    python tools/canonical/fixture.py
"""

import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).parents[2] / "train/src/test/resources/io/reelspace/train"
VIDEOS, DIMENSION = 60, 3
RIDGE, EXPONENT = (2.0, 0.3), (0.75, 0.5)

random = np.random.default_rng(3)
hidden = random.standard_normal((VIDEOS, 4))
videos = hidden @ random.standard_normal((4, 7)) + 0.4 * random.standard_normal((VIDEOS, 7))
counts = random.integers(1, 4, VIDEOS)
owners = np.repeat(np.arange(VIDEOS), counts)
texts = hidden[owners] @ random.standard_normal((4, 5))
texts += 0.5 * random.standard_normal(texts.shape)
videos, texts = videos.astype(np.float32), texts.astype(np.float32)


def ridged(moments, ridge):
    return moments + ridge * np.trace(moments) / len(moments) * np.eye(len(moments))


x, t = videos.astype(np.float64), texts.astype(np.float64)
means = np.stack([t[owners == v].mean(axis=0) for v in range(VIDEOS)])
sxx, stt, sxt = x.T @ x / VIDEOS, t.T @ t / len(t), x.T @ means / VIDEOS
factor = np.linalg.cholesky(ridged(sxx, RIDGE[0]))
values, vectors = np.linalg.eigh(ridged(stt, RIDGE[1]))
whitening = vectors @ np.diag(values ** -0.5) @ vectors.T
u, s, v = np.linalg.svd(np.linalg.solve(factor, sxt @ whitening), full_matrices=False)
maps = [
    np.linalg.solve(factor.T, u[:, :DIMENSION]) * s[:DIMENSION] ** EXPONENT[0],
    whitening @ v[:DIMENSION].T * s[:DIMENSION] ** EXPONENT[1],
]
outputs = [rows @ each / np.sqrt((rows @ each).var(axis=0).mean()) for rows, each in zip((x, t), maps)]
# signs of the directions are free; they are the same on both sides
(OUT / "canonical.json").write_text(json.dumps({
    "videos": videos.tolist(), "owners": owners.tolist(), "texts": texts.tolist(),
    "mappedVideos": outputs[0].round(7).tolist(), "mappedTexts": outputs[1].round(7).tolist(),
}) + "\n")
