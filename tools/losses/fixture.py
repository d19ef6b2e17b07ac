"""Writes the values that the loss tests compare with.

Every loss is computed here from its formula, pair by pair in plain loops, with PyTorch's autograd
for the gradients. Needs PyTorch. Run from the root of the project:

    python tools/losses/fixture.py > train/src/test/resources/io/reelspace/train/loss/losses.json
"""

import json
import math

import torch
import torch.nn.functional as F


def unit(x):
    return x / x.norm(dim=1, keepdim=True)


def info_nce(s, p, smoothing):
    def direction(s, p):
        rows = []
        for i in range(s.shape[0]):
            negatives = [s[i, k] for k in range(s.shape[1]) if p[i, k] == 0]
            terms = []
            for j in range(s.shape[1]):
                if p[i, j] == 0:
                    continue
                logits = torch.stack([s[i, j]] + negatives)
                target = torch.zeros(1, dtype=torch.long)
                terms.append(
                    F.cross_entropy(logits[None], target, label_smoothing=smoothing))
            if terms:
                rows.append(torch.stack(terms).mean())
        return torch.stack(rows).mean()
    return (direction(s, p) + direction(s.T, p.T)) / 2


def sigmoid(cos, p, scale, bias):
    total = 0
    for i in range(cos.shape[0]):
        for j in range(cos.shape[1]):
            z = 1 if p[i, j] else -1
            total = total - F.logsigmoid(z * (scale * cos[i, j] + bias))
    return total / cos.shape[0]


def contrastive(v, t, p, margin):
    pull, push = [], []
    for i in range(v.shape[0]):
        for j in range(t.shape[0]):
            d = (v[i] - t[j]).norm()
            if p[i, j]:
                pull.append(d ** 2 / 2)
            else:
                push.append(torch.clamp(margin - d, min=0) ** 2 / 2)
    return torch.stack(pull).mean() + torch.stack(push).mean()


def triplet(cos, p, margin, hardest):
    def direction(cos, p):
        terms = []
        for i in range(cos.shape[0]):
            negatives = [cos[i, k] for k in range(cos.shape[1]) if p[i, k] == 0]
            for j in range(cos.shape[1]):
                if p[i, j] == 0:
                    continue
                below = [n for n in negatives if n < cos[i, j]]
                if hardest:
                    n = max(negatives)
                else:
                    n = max(below) if below else min(negatives)
                terms.append(torch.clamp(margin - cos[i, j] + n, min=0))
        return torch.stack(terms).mean()
    return direction(cos, p) + direction(cos.T, p.T)


def mil_nce(s, p):
    rows = []
    for i in range(s.shape[0]):
        own = [j for j in range(s.shape[1]) if p[i, j]]
        positive = torch.stack([s[i, j] for j in own])
        negative = [s[i, j] for j in range(s.shape[1]) if not p[i, j]]
        negative += [s[k, j] for j in own for k in range(s.shape[0]) if not p[k, j]]
        everything = torch.cat([positive, torch.stack(negative)])
        rows.append(torch.logsumexp(everything, 0) - torch.logsumexp(positive, 0))
    return torch.stack(rows).mean()


def case(name, owners, videos, dimension, generator):
    v = torch.randn(videos, dimension, generator=generator, dtype=torch.float64)
    t = torch.randn(len(owners), dimension, generator=generator, dtype=torch.float64)
    # texts near their video, so that no loss is all zero or all the same
    t = t + 1.5 * v[torch.tensor(owners)]
    p = torch.zeros(videos, len(owners))
    for j, i in enumerate(owners):
        p[i, j] = 1
    scale, bias = 7.5, -3.0
    losses = {
        "info-nce": lambda v, t: info_nce(scale * v @ t.T, p, 0.0),
        "info-nce-smoothed": lambda v, t: info_nce(scale * v @ t.T, p, 0.1),
        "sigmoid": lambda v, t: sigmoid(v @ t.T, p, scale, bias),
        "contrastive": lambda v, t: contrastive(v, t, p, 1.2),
        "triplet-hardest": lambda v, t: triplet(v @ t.T, p, 0.3, True),
        "triplet-semi-hard": lambda v, t: triplet(v @ t.T, p, 0.3, False),
        "mil-nce": lambda v, t: mil_nce(scale * v @ t.T, p),
        "matryoshka-info-nce": lambda v, t: sum(
            w * info_nce(scale * unit(v[:, :d]) @ unit(t[:, :d]).T, p, 0.0)
            for d, w in ((2, 0.5), (dimension, 1.0))),
    }
    values = {}
    for key, loss in losses.items():
        a, b = v.clone().requires_grad_(), t.clone().requires_grad_()
        value = loss(unit(a), unit(b))
        value.backward()
        values[key] = {
            "loss": value.item(),
            "videoGradient": a.grad.flatten().tolist(),
            "textGradient": b.grad.flatten().tolist(),
        }
    return {
        "name": name, "videos": v.flatten().tolist(), "texts": t.flatten().tolist(),
        "dimension": dimension, "owners": owners, "scale": scale, "bias": bias,
        "losses": values,
    }


def rounded(x):
    if isinstance(x, float):
        return round(x, 9)
    if isinstance(x, list):
        return [rounded(y) for y in x]
    if isinstance(x, dict):
        return {k: rounded(y) for k, y in x.items()}
    return x


generator = torch.Generator().manual_seed(11)
cases = [
    case("one text a video", [0, 1, 2, 3, 4], 5, 4, generator),
    case("several texts a video", [0, 0, 1, 1, 1, 2, 3], 4, 6, generator),
]
print(json.dumps(rounded(cases)))
