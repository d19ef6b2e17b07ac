"""Writes what the tests of io.reelspace.optimise compare with: principal components, reduced
similarities, scalar quantisation and recall, all by NumPy and brute force.

    python tools/optimise/fixture.py > space/src/test/resources/optimise/reduction.json
"""

import json

import numpy as np

rng = np.random.default_rng(11)
CHANNELS, KEPT = 12, 5
MEDIA, CAPTIONS = 60, 2


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def embeddings(count):
    """Media and texts that share a few directions, each modality with a centre of its own."""
    shape = np.linspace(3, 0.2, CHANNELS)
    meaning = rng.normal(size=(count, CHANNELS)) * shape
    media = meaning + rng.normal(size=meaning.shape) * 0.6
    texts = np.repeat(meaning, CAPTIONS, axis=0)
    texts = texts + rng.normal(size=texts.shape) * 0.8
    return unit(texts + 0.9).round(4), unit(media - 0.7).round(4)


def recall(scores, k):
    right = np.repeat(np.arange(scores.shape[1]), CAPTIONS)
    ranks = (scores >= scores[np.arange(len(right)), right][:, None]).sum(axis=1)
    return float((ranks <= k).mean())


train_texts, train_media = embeddings(MEDIA)
texts, media = embeddings(MEDIA)

text_centre, media_centre = train_texts.mean(axis=0), train_media.mean(axis=0)
# Both modalities weigh the same: the mean of their covariances.
covariance = (
    np.cov(train_texts.T, bias=True) + np.cov(train_media.T, bias=True)
) / 2
values, vectors = np.linalg.eigh(covariance)
order = np.argsort(-values)
values, vectors = values[order], vectors[:, order]


def similarities(scale):
    projection = vectors[:, :KEPT] * scale
    return unit((texts - text_centre) @ projection) @ unit((media - media_centre) @ projection).T


one_row = np.cov(train_media.T)
single_values, single_vectors = np.linalg.eigh(one_row)
single = np.argsort(-single_values)


def levels(rows, bits, highest):
    top = 2**bits - 1
    codes = np.clip(np.floor((rows + highest) / (2 * highest) * top + 0.5), 0, top)
    return codes * 2 * highest / top - highest


def fitted(rows, bits):
    """The best of 64 ranges by squared error."""
    largest = np.abs(rows).max()
    tried = [largest] + [largest * i / 64 for i in range(1, 64)]
    errors = [((rows - levels(rows, bits, highest)) ** 2).sum() for highest in tried]
    return float(tried[int(np.argmin(errors))])


quantised = {}
for bits in (8, 4, 1):
    highest = fitted(train_media, bits)
    scores = texts @ levels(media, bits, highest).T
    rescored = scores.copy()
    for row in range(len(scores)):
        best = scores[row] >= np.sort(scores[row])[-10]
        rescored[row, best] = 1000 + texts[row] @ media[best].T
    quantised[str(bits)] = {
        "highest": highest,
        "first": levels(media[:2], bits, highest).tolist(),
        "recall": [recall(scores, 1), recall(scores, 10)],
        "rescored": [recall(rescored, 1), recall(rescored, 10)],
    }

print(
    json.dumps(
        {
            "kept": KEPT,
            "captions": CAPTIONS,
            "trainTexts": train_texts.tolist(),
            "trainMedia": train_media.tolist(),
            "texts": texts.tolist(),
            "media": media.tolist(),
            "textCentre": text_centre.tolist(),
            "mediaCentre": media_centre.tolist(),
            "shares": (values / values.sum()).tolist(),
            "mediaVariances": single_values[single].tolist(),
            "mediaFirstAxis": single_vectors[:, single[0]].tolist(),
            "similarities": similarities(1).round(7).tolist(),
            "whitened": similarities(1 / np.sqrt(values[:KEPT])).round(7).tolist(),
            "recall": [recall(texts @ media.T, 1), recall(texts @ media.T, 10)],
            "reducedRecall": [recall(similarities(1), 1), recall(similarities(1), 10)],
            "quantised": quantised,
        }
    )
)
