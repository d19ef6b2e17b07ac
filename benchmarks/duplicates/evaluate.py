"""Precision and recall of `reelspace duplicates` on what make.py made.

    python3 benchmarks/duplicates/evaluate.py OUT INDEX [--thresholds 0.8,0.85,0.9,0.95]

OUT is the folder of make.py, INDEX an index of OUT/videos. A pair is right when both videos come from
the same clip. Intervals are compared as intersection over union of what the copy shows, in the clip's
time, with what the answer says, for pairs of a copy and its clip. The threshold with the best F1 on
the half "chosen on" is the one for the half "reported". Only the standard library is needed.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def iou(a, b):
    common = max(0.0, min(a[1], b[1]) - max(a[0], b[0]))
    union = max(a[1], b[1]) - min(a[0], b[0])
    return common / union if union > 0 else 0.0


def pairs_of(index, threshold):
    """{frozenset of two names: (interval by name, similarity)} and the seconds that it took."""
    start = time.monotonic()
    done = subprocess.run(
        [str(ROOT / "reelspace"), "duplicates", "--index", index, "--min-similarity", str(threshold), "--json"],
        capture_output=True, text=True,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    found = {}
    grouped = set()
    for group in json.loads(done.stdout):
        names = sorted({Path(part["video"]).name for part in group["parts"]})
        grouped |= {frozenset(two) for two in itertools.combinations(names, 2)}
        for pair in group["pairs"]:
            one, other = Path(pair["one"]["video"]).name, Path(pair["other"]["video"]).name
            found[frozenset((one, other))] = {
                one: (pair["one"]["start"], pair["one"]["end"]),
                other: (pair["other"]["start"], pair["other"]["end"]),
            }
    return found, grouped, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("index")
    parser.add_argument("--thresholds", default="0.75,0.8,0.85,0.9,0.925,0.95,0.97")
    options = parser.parse_args()
    truth = [json.loads(line) for line in open(options.out / "truth.jsonl")]
    clip_of = {row["copy"]: row["clip"] for row in truth}
    half_of = {row["clip"]: row["half"] for row in truth}
    rows = {row["copy"]: row for row in truth}
    videos = sorted(file.name for file in (options.out / "videos").iterdir())
    for number, name in enumerate(name for name in videos if name not in clip_of and name not in half_of):
        half_of[name] = ("chosen on", "reported")[number % 2]  # clips without copies
    half = lambda name: half_of[clip_of.get(name, name)]
    source = lambda name: clip_of.get(name, name)
    positive = defaultdict(set)
    for one, other in itertools.combinations(videos, 2):
        if source(one) == source(other):
            positive[half(one)].add(frozenset((one, other)))

    best = (-1.0, None)
    for threshold in map(float, options.thresholds.split(",")):
        found, grouped, seconds = pairs_of(options.index, threshold)
        line = {"threshold": threshold, "seconds": round(seconds, 1)}
        for name in ("chosen on", "reported"):
            for kind, pairs in (("pairs", set(found)), ("grouped", grouped)):
                mine = {pair for pair in pairs if any(half(video) == name for video in pair)}
                right = mine & positive[name]
                wrong = {pair for pair in mine if len({source(video) for video in pair}) > 1}
                precision = len(right) / max(1, len(right) + len(wrong))
                recall = len(right) / len(positive[name])
                f1 = 2 * precision * recall / max(1e-9, precision + recall)
                line[f"{name}, {kind}"] = [round(precision, 4), round(recall, 4), round(f1, 4)]
                if name == "chosen on" and kind == "grouped" and f1 > best[0]:
                    best = (f1, threshold)
        print(json.dumps(line), flush=True)
    threshold = best[1]
    found, grouped, _ = pairs_of(options.index, threshold)
    print(f"threshold chosen on one half: {threshold}")
    by_kind = defaultdict(list)
    for row in truth:
        if row["half"] == "reported":
            pair = found.get(frozenset((row["copy"], row["clip"])))
            by_kind[row["kind"]].append(iou(pair[row["clip"]], (row["start"], row["end"])) if pair else None)
    for kind, values in by_kind.items():
        hits = [value for value in values if value is not None]
        mean = f"{statistics.mean(hits):.3f}" if hits else "-"
        print(f"{kind}: {len(hits)} of {len(values)} found with their clip, mean IoU {mean}")
    wrong = sorted(sorted(pair) for pair in grouped if len({source(video) for video in pair}) > 1)
    clips = sorted({tuple(sorted(map(source, pair))) for pair in wrong})
    print("clips that were taken for copies of each other:", clips)


if __name__ == "__main__":
    main()
