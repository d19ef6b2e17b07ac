"""Makes the oracle values of the evaluation's tests: space/src/test/resources/evaluate/*.json.

    pip install ranx==0.3.21 scipy numpy
    python tools/evaluate/fixtures.py space/src/test/resources/evaluate

Ranking metrics come from ranx, intervals and tests from SciPy, geometry from NumPy's SVD and direct
sums over all pairs. Scores are multiples of 1/16, so that ties are frequent. ranx leaves the order of
equal scores open; the convention of Reelspace (the right candidate comes last among equals) is put to
it by lowering the right candidates' scores by far less than one step.
"""

import json
import pathlib
import sys

import numpy as np
import scipy.stats
from ranx import Qrels, Run, evaluate

METRICS = {
    "R@1": "hit_rate@1",
    "R@5": "hit_rate@5",
    "R@10": "hit_rate@10",
    "MRR": "mrr",
    "mAP": "map",
    "mAP@10": "map@10",
    "nDCG@10": "ndcg@10",
}


def ranked(scores, relevant):
    """Scores with the right candidates last among equals."""
    scores = scores.astype(np.float64).copy()
    for q, right in enumerate(relevant):
        scores[q, right] -= 1e-6
    return scores


def ranx_metrics(scores, relevant):
    scores = ranked(scores, relevant)
    # candidates are named in shuffled order, so that no order of insertion helps
    order = np.random.default_rng(5).permutation(scores.shape[1])
    run = Run({f"q{q:04}": {f"c{c:04}": float(scores[q, c]) for c in order} for q in range(len(scores))})
    qrels = Qrels({f"q{q:04}": {f"c{c:04}": 1 for c in right} for q, right in enumerate(relevant)})
    values = evaluate(qrels, run, list(METRICS.values()), return_mean=False)
    return {name: [float(v) for v in values[ranx]] for name, ranx in METRICS.items()}


def best_ranks(scores, relevant):
    scores = ranked(scores, relevant)
    return [int(min(1 + (scores[q] > scores[q, c]).sum() for c in right))
            for q, right in enumerate(relevant)]


def ranking(rng, queries, candidates, most):
    """Random scores in steps of 1/16 and one to `most` right candidates a query, raised a little."""
    relevant = [sorted(int(c) for c in rng.choice(candidates, rng.integers(1, most + 1), False))
                for _ in range(queries)]
    scores = rng.normal(0, 0.35, (queries, candidates))
    for q, right in enumerate(relevant):
        scores[q, right] += 0.45
    scores = np.round(np.clip(scores, -1, 1) * 16) / 16
    best = best_ranks(scores, relevant)
    return {
        "sixteenths": (scores * 16).astype(int).tolist(),
        "relevant": relevant,
        "metrics": ranx_metrics(scores, relevant),
        "MdR": float(np.median(best)),
        "MnR": float(np.mean(best)),
    }


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def adjustments(rng):
    """Dual softmax and QB-Norm straight from their formulas, in float64 on the whole matrix."""
    queries, candidates, bank = 40, 30, 25
    hub = rng.normal(0, 0.15, candidates)
    relevant = [[int(rng.integers(candidates))] for _ in range(queries)]
    scores = rng.normal(0, 0.2, (queries, candidates)) + hub
    for q, (right,) in enumerate(relevant):
        scores[q, right] += 0.25
    scores = np.clip(scores, -1, 1).astype(np.float32).astype(np.float64)
    bank_scores = np.clip(rng.normal(0, 0.2, (bank, candidates)) + hub, -1, 1)
    bank_scores = bank_scores.astype(np.float32).astype(np.float64)

    dual = scores * softmax(30 * scores, axis=0)
    inverted = np.exp(20 * scores) / np.exp(20 * bank_scores).sum(axis=0)
    activated = np.isin(scores.argmax(axis=1), bank_scores.argmax(axis=1))
    qb = np.where(activated[:, None], inverted, scores)
    ranks = lambda s: [int(1 + (s[q] > s[q, r[0]]).sum()) for q, r in enumerate(relevant)]
    return {
        "scores": scores.tolist(),
        "bank": bank_scores.tolist(),
        "relevant": [r[0] for r in relevant],
        "raw": ranks(scores),
        "dualSoftmax30": ranks(dual),
        "qbNorm20": ranks(qb),
        "activated": int(activated.sum()),
    }


def geometry(rng):
    """Paired embeddings with a gap, a hub and a quickly falling spectrum."""
    videos, dim, captions = 60, 12, 2
    spectrum = 0.7 ** np.arange(dim)
    v = rng.normal(0, 1, (videos, dim)) * spectrum + 0.3
    owner = np.repeat(np.arange(videos), captions)
    t = v[owner] + rng.normal(0, 0.5, (videos * captions, dim)) * spectrum - 0.5
    v = v.astype(np.float32).astype(np.float64)
    t = t.astype(np.float32).astype(np.float64)
    nv = v / np.linalg.norm(v, axis=1, keepdims=True)
    nt = t / np.linalg.norm(t, axis=1, keepdims=True)

    def uniformity(x):
        d2 = ((x[:, None] - x[None]) ** 2).sum(-1)
        return float(np.log(np.exp(-2 * d2[np.triu_indices(len(x), 1)]).mean()))

    def effective_rank(x):
        s = np.linalg.svd(x, compute_uv=False)
        p = s / s.sum()
        return float(np.exp(-(p * np.log(p)).sum()))

    def occurrence(s, k):
        top = np.argsort(-s, axis=1)[:, :k]
        return np.bincount(top.ravel(), minlength=s.shape[1])

    s = nt @ nv.T
    both = np.concatenate([nt, nv])
    centred = both - both.mean(0)
    u, sv, axes = np.linalg.svd(centred, full_matrices=False)
    return {
        "texts": t.tolist(),
        "videos": v.tolist(),
        "videoOfText": owner.tolist(),
        "alignment": float(((nt - nv[owner]) ** 2).sum(1).mean()),
        "textUniformity": uniformity(nt),
        "videoUniformity": uniformity(nv),
        "modalityGap": float(np.linalg.norm(nt.mean(0) - nv.mean(0))),
        "videoHubness": float(scipy.stats.skew(occurrence(s, 10))),
        "neverRetrieved": float((occurrence(s, 10) == 0).mean()),
        "textHubness": float(scipy.stats.skew(occurrence(s.T, 10))),
        "textEffectiveRank": effective_rank(nt),
        "videoEffectiveRank": effective_rank(nv),
        "pca": np.abs(centred @ axes[:2].T).tolist(),
        "pcaExplained": (sv[:2] ** 2 / (sv ** 2).sum()).tolist(),
    }


def statistics(rng):
    """Ranks of two spaces on the same queries, some of which share a video."""
    def case(groups, per_group, shift):
        owner = np.repeat(np.arange(groups), per_group)
        first = 1 + rng.geometric(0.12, len(owner)) // 2
        second = np.maximum(1, first - rng.integers(-2 - shift // 2, 3 + shift, len(owner)))
        hit = lambda r: (r <= 5).astype(float)
        grouped = lambda r: hit(r).reshape(groups, per_group).sum(1)
        a, b = grouped(first), grouped(second)
        mean = lambda x, axis: x.mean(axis=axis) / per_group
        interval = scipy.stats.bootstrap((a,), mean, n_resamples=20000, method="percentile",
                                         rng=np.random.default_rng(3)).confidence_interval
        paired = scipy.stats.bootstrap((a, b), lambda x, y, axis: mean(y, axis) - mean(x, axis),
                                       paired=True, n_resamples=20000, method="percentile",
                                       rng=np.random.default_rng(4)).confidence_interval
        test = scipy.stats.permutation_test(
            (a, b), lambda x, y, axis: mean(y, axis) - mean(x, axis), permutation_type="samples",
            vectorized=True, n_resamples=np.inf if groups <= 12 else 50000,
            rng=np.random.default_rng(5))
        medians = scipy.stats.bootstrap((first,), np.median, n_resamples=20000,
                                        method="percentile",
                                        rng=np.random.default_rng(6)).confidence_interval
        return {
            "owner": owner.tolist(), "first": first.tolist(), "second": second.tolist(),
            "R@5": float(hit(first).mean()), "low": float(interval.low),
            "high": float(interval.high), "difference": float(hit(second).mean() - hit(first).mean()),
            "pairedLow": float(paired.low), "pairedHigh": float(paired.high),
            "p": float(test.pvalue), "medianLow": float(medians.low),
            "medianHigh": float(medians.high),
        }
    return {"few": case(11, 3, 1), "many": case(120, 2, 1), "single": case(150, 1, 0)}


def main(folder):
    rng = np.random.default_rng(20260101)
    fixtures = {
        "ranking-one.json": ranking(rng, 60, 48, 1),
        "ranking-several.json": ranking(rng, 40, 64, 14),
        "adjustments.json": adjustments(rng),
        "geometry.json": geometry(rng),
        "statistics.json": statistics(rng),
    }
    for name, content in fixtures.items():
        text = json.dumps(content, separators=(",", ":"))
        pathlib.Path(folder, name).write_text(text + "\n")
        print(name, len(text))


if __name__ == "__main__":
    main(sys.argv[1])
