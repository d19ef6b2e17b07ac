"""Precision, recall and F1 of detected cuts against the known ones, as a Markdown table.

    python score.py VIDEOS NAME=RESULT.json...

A detected cut is right when it lies within 0.1 s of a hard cut, or within a transition and 0.25 s
before and after it; every known boundary takes one detected cut, the closest, and every further one
is wrong.
"""

import json
import pathlib
import sys

HARD, GRADUAL = 0.1, 0.25


def match(truth, found):
    tolerance = HARD if truth["kind"] == "hard" else GRADUAL
    left = sorted(found)
    right = 0
    for cut in truth["cuts"]:
        near = [f for f in left if cut["from"] - tolerance <= f <= cut["until"] + tolerance]
        if near:
            left.remove(min(near, key=lambda f: abs(f - cut["pts"])))
            right += 1
    return right


def rates(right, found, known):
    precision = right / found if found else 0.0
    recall = right / known
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return precision, recall, f1


def main():
    videos = pathlib.Path(sys.argv[1])
    results = {}
    for argument in sys.argv[2:]:
        name, path = argument.split("=")
        results[name] = json.loads(pathlib.Path(path).read_text())
    names = sorted(next(iter(results.values())))
    print("| video | " + " | ".join(f"{name}: P / R / **F1**, s" for name in results) + " |")
    print("| --- |" + " --- |" * len(results))
    sums = {}
    for video in names:
        truth = json.loads((videos / video).with_suffix(".json").read_text())
        cells = []
        for name, result in results.items():
            found = result[video]["cuts"]
            counts = match(truth, found), len(found), len(truth["cuts"])
            seconds = result[video]["seconds"]
            for group in (truth["kind"], "all"):
                total = sums.setdefault((group, name), [0, 0, 0, 0.0])
                for i, value in enumerate((*counts, seconds)):
                    total[i] += value
            cells.append(cell(counts, seconds))
        print(f"| {video} | " + " | ".join(cells) + " |")
    for group in dict.fromkeys(group for group, _ in sums):
        cells = [cell(sums[group, name][:3], sums[group, name][3]) for name in results]
        print(f"| **{group}** | " + " | ".join(cells) + " |")


def cell(counts, seconds):
    precision, recall, f1 = rates(*counts)
    return f"{precision:.3f} / {recall:.3f} / **{f1:.3f}**, {seconds:.1f}"


if __name__ == "__main__":
    main()
