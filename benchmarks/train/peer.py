"""The towers of benchmarks/run train.TrainingSpeed in PyTorch: prints steps per second and processor seconds per step.

    python3 benchmarks/train/peer.py CASE THREADS WARM_UP STEPS [settled]

With "settled" what the modules without weights at the start of a tower make of the inputs is worked
out before the clock starts, as Reelspace does; without it they run at every step.
Needs torch. Sizes, optimiser and loss are those of the recipes among the benchmarks' resources;
features and weights are drawn at random. Written for speed: inputs are not sequences where there is
one step, AdamW is PyTorch's fused one, the average of weights is a single call for all of them, and
attention is PyTorch's own fused kernel.
"""

import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

case, threads, warm_up, steps = sys.argv[1], *map(int, sys.argv[2:5])
settled = sys.argv[5:] == ["settled"]
torch.set_num_threads(threads)
torch.manual_seed(1)


class Residual(nn.Module):
    """L x + W2 dropout(gelu(W1 norm(x))); L is the identity itself in a residual MLP."""

    def __init__(self, channels, hidden, rate, direct):
        super().__init__()
        self.direct = nn.Linear(channels, channels) if direct else nn.Identity()
        self.inner = nn.Sequential(
            nn.LayerNorm(channels), nn.Linear(channels, hidden), nn.GELU(), nn.Dropout(rate),
            nn.Linear(hidden, channels),
        )  # fmt: skip

    def forward(self, x):
        return self.direct(x) + self.inner(x)


class Standardise(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("scale", torch.ones(channels))

    def forward(self, x):
        return (x - self.mean) * self.scale


class Fixed(nn.Module):
    """The fixed map of canonical correlation."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.register_buffer("map", torch.randn(inputs, outputs) / math.sqrt(inputs))

    def forward(self, x):
        return x @ self.map


class Prepare(nn.Module):
    """Features and logits of both encoders, softmax and powers, as recipes/base.yaml begins."""

    def __init__(self):
        super().__init__()
        exponents = [torch.full((1280,), 0.5), torch.full((1000,), 0.25)] * 2
        self.register_buffer("exponents", torch.cat(exponents))

    def forward(self, x):
        a, b, _, c, d, _ = x.split([1280, 1000, 1000] * 2, -1)
        x = torch.cat([a, b.softmax(-1), c, d.softmax(-1)], -1)
        return x.abs().pow(self.exponents) * x.sign()


class ClassNames(nn.Module):
    """The names of the ten likeliest classes, weighted."""

    def __init__(self):
        super().__init__()
        self.register_buffer("names", torch.randn(1000, 768) / math.sqrt(768))

    def forward(self, x):
        _, a, b, _, c, d = x.split([1280, 1000, 1000] * 2, -1)
        weights = 0.375 * (a.softmax(-1) + c.softmax(-1)) + 0.125 * (b + d)
        values, classes = weights.topk(10, -1)
        kept = torch.zeros_like(weights).scatter_(-1, classes, values)
        return F.normalize(kept @ self.names, dim=-1)


class Centre(nn.Module):
    """Without the mean of the names, each of two parts of length one, then the whole."""

    def __init__(self):
        super().__init__()
        self.register_buffer("centre", torch.randn(768) / 100)

    def forward(self, x):
        x = F.normalize((x - self.centre).view(-1, 2, 384), dim=-1)
        return F.normalize(x.reshape(-1, 768), dim=-1)


class Clamp(nn.Module):
    def forward(self, x):
        return x.clamp(-6, 6)


class Attention(nn.Module):
    def __init__(self, channels, heads, rate):
        super().__init__()
        self.heads, self.rate = heads, rate
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.join = nn.Linear(channels, channels)

    def forward(self, x):
        batch, time_, channels = x.shape
        parts = self.qkv(self.norm(x)).view(batch, time_, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        joined = F.scaled_dot_product_attention(*parts, attn_mask=mask, dropout_p=self.rate)
        joined = self.join(joined.transpose(1, 2).reshape(batch, time_, channels))
        return x + F.dropout(joined, self.rate)


class Positions(nn.Module):
    def __init__(self, time_, channels):
        super().__init__()
        rate = torch.exp(-math.log(10_000) * 2 * torch.arange(channels // 2) / channels)
        angles = torch.arange(time_)[:, None] * rate
        self.register_buffer("table", torch.cat([angles.sin(), angles.cos()], 1))

    def forward(self, x):
        return x + self.table


class Normalise(nn.Module):
    def forward(self, x):
        return F.normalize(x, dim=-1)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(1)


def residual(channels, rate):
    return [nn.Dropout(rate), Residual(channels, 512, 0.3, True), Normalise()]


def mlp(inputs):
    return [nn.Linear(inputs, 1024), Residual(1024, 1024, 0.1, False), nn.Linear(1024, 512)]


class Side(nn.Module):
    """Towers as pairs of their fixed and their learned modules, side by side with weights."""

    def __init__(self, *towers, weights=(1.0,)):
        super().__init__()
        self.fixed = nn.ModuleList(nn.Sequential(*fixed) for fixed, _ in towers)
        self.learned = nn.ModuleList(nn.Sequential(*learned) for _, learned in towers)
        self.factors = [math.sqrt(w) for w in weights]

    def settle(self, x):
        with torch.no_grad():
            return [tower(x) for tower in self.fixed]

    def forward(self, parts):
        parts = [tower(x) for tower, x in zip(self.learned, parts)]
        if len(parts) == 1:
            return parts[0]
        return torch.cat([f * F.normalize(x, dim=-1) for f, x in zip(self.factors, parts)], -1)


mask = torch.ones(128, 1, 1, 16, dtype=torch.bool)
layers = [m for _ in range(2) for m in (Attention(512, 8, 0.1), Residual(512, 1024, 0.1, False))]
halves = (0.79, 0.21)
examples, batch, frames, text_channels, video, text = {
    "residual": lambda: (
        4096, 1024, (384,), 384, Side(([], residual(384, 0.2))), Side(([], residual(384, 0.1))),
    ),
    "base": lambda: (
        4800, 2400, (6560,), 768,
        Side(
            ([Prepare(), Standardise(4560), Clamp(), Fixed(4560, 512)], residual(512, 0.2)),
            ([ClassNames()], []), weights=halves,
        ),
        Side(
            ([Standardise(768), Fixed(768, 512)], residual(512, 0.1)),
            ([Centre()], []), weights=halves,
        ),
    ),
    "mlp": lambda: (
        4096, 1024, (2280,), 384, Side(([Standardise(2280)], mlp(2280))),
        Side(([Standardise(384)], mlp(384))),
    ),
    "transformer": lambda: (
        1024, 128, (16, 512), 384,
        Side(([], [Positions(16, 512), *layers, nn.LayerNorm(512), Mean()])),
        Side(([], [nn.Linear(384, 512)])),
    ),
}[case]()  # fmt: skip
videos, texts = torch.randn(examples, *frames), torch.randn(examples, text_channels)
known_videos, known_texts = video.settle(videos), text.settle(texts)
log_scale = nn.Parameter(torch.tensor(math.log(20.0)))
weights = [log_scale, *video.parameters(), *text.parameters()]
matrices = [w for w in weights if w.dim() >= 2]
vectors = [w for w in weights if w.dim() < 2]
optimiser = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
    lr=5e-4, betas=(0.9, 0.98), fused=True,
)  # fmt: skip
averages = [w.detach().clone() for w in weights]
targets = torch.arange(batch)


def step(rows):
    if settled:
        v, t = [x[rows] for x in known_videos], [x[rows] for x in known_texts]
    else:
        v, t = video.settle(videos[rows]), text.settle(texts[rows])
    v, t = F.normalize(video(v), dim=-1), F.normalize(text(t), dim=-1)
    scores = log_scale.exp() * (v @ t.T)
    loss = (F.cross_entropy(scores, targets) + F.cross_entropy(scores.T, targets)) / 2
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(weights, 1.0)
    optimiser.step()
    with torch.no_grad():
        torch._foreach_lerp_(averages, weights, 0.05)
        log_scale.clamp_(max=math.log(100))
    return loss.item()


done, start, processor = 0, 0.0, 0.0
while done < warm_up + steps:
    for rows in torch.randperm(examples).split(batch):
        if done == warm_up:
            start, processor = time.perf_counter(), time.process_time()
        if done < warm_up + steps:
            step(rows)
            done += 1
print(steps / (time.perf_counter() - start), (time.process_time() - processor) / steps)
