#!/usr/bin/env python3
"""Trains one recipe on features of `reelspace features extract`, and on the same of Spark.

    python3 -m venv VENV && VENV/bin/pip install pyarrow numpy
    VENV/bin/python benchmarks/spark/features.py --spark SPARK_HOME --flickr8k FOLDER --cache FOLDER

SPARK_HOME is a Spark 4.2, for example that within PyPI's pyspark; the jar is made by
mvn -Pspark-jar -pl spark -am package -DskipTests. The photos are of the split train: most to learn
from, some held out; two videos of the sample clips are beside them. Prints how the two stores and
the two runs differ, and fails where they do.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import numpy
import pyarrow.dataset

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPACE = "fast"
VIEWS = 2
VIDEOS = {"dog.mp4": "a brown dog in the snow", "car.mp4": "a car on a road"}
RECIPE = """
name: small
data:
  dataset: {media}/captions.jsonl
  train: [train]
  features: {features}
  views: {{count: {views}, seed: 0}}
  encoders:
    visual:
      - {{name: lite0, encoder: efficientnet-lite0-int8, outputs: [features, logits, cells]}}
    text:
      - {{name: minilm, encoder: all-minilm-l6-v2}}
seed: 7
dimension: 64
video:
  modalities:
    - name: learned
      features: [lite0]
      tower:
        - select: {{ranges: [{{channels: 1280}}]}}
        - standardise: {{floor: 0.02}}
        - canonical: {{dimension: 64, ridge: 5}}
        - residual: {{hidden: 64, dropout: 0.3}}
        - normalise
        - mean-pooling
text:
  modalities:
    - name: learned
      features: [minilm]
      tower:
        - standardise
        - canonical: {{dimension: 64, ridge: 1}}
        - residual: {{hidden: 64, dropout: 0.3}}
        - normalise
        - mean-pooling
loss: info-nce
schedule: {{epochs: 6, batch: 200, learning-rate: 5e-4}}
"""


def arguments():
    parser = argparse.ArgumentParser(description="Compares training on features of Spark.")
    parser.add_argument("--spark", required=True, type=pathlib.Path, help="home of a Spark 4.2")
    parser.add_argument("--flickr8k", required=True, type=pathlib.Path, help="captions and images")
    parser.add_argument("--cache", required=True, type=pathlib.Path, help="for what is unpacked")
    parser.add_argument("--jar", type=pathlib.Path, default=ROOT / "spark/target/reelspace-spark.jar")
    parser.add_argument("--reelspace", type=pathlib.Path, default=ROOT / "reelspace")
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--held-out", type=int, default=100)
    return parser.parse_args()


def dataset(options, media):
    """Photos and two videos, with their captions."""
    media.mkdir()
    lines = []
    with open(options.flickr8k / "captions.jsonl", encoding="utf-8") as captions:
        photos = [json.loads(line) for line in captions]
    photos = [photo for photo in photos if photo["split"] == "train"]
    for i, photo in enumerate(photos[: options.photos + options.held_out]):
        shutil.copy(options.flickr8k / "images" / photo["image"], media)
        lines.append(photo | {"split": "train" if i < options.photos else "dev"})
    for name, caption in VIDEOS.items():
        shutil.copy(ROOT / "base/src/main/resources/io/reelspace/base/clips" / name, media)
        lines.append({"video": name, "split": "train", "captions": [caption]})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (media / "captions.jsonl").write_text(text, encoding="utf-8")


def run(what, *line):
    start = time.time()
    ran = subprocess.run([str(word) for word in line], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f"{what}: exit code {ran.returncode}\n{ran.stdout}\n{ran.stderr[-4000:]}")
    print(f"{what}: {time.time() - start:.0f} s", flush=True)
    return ran.stdout


def store(folder):
    """The rows of an encoder; where there are several of one source and view, the last counts."""
    table = pyarrow.dataset.dataset(folder, format="arrow").to_table()
    rows = {}
    for row in table.to_pylist():
        rows[row["id"], row["view"]] = row
    return rows


def compare(one, two):
    """Prints how two folders of features differ; true where what they hold is the same."""
    names = sorted(each.name for each in one.iterdir())
    if names != sorted(each.name for each in two.iterdir()):
        sys.exit(f"other folders: {names} and {sorted(each.name for each in two.iterdir())}")
    identical = True
    for name in names:
        left, right = store(one / name), store(two / name)
        if left.keys() != right.keys():
            sys.exit(f"{name}: other rows")
        most, equal = 0.0, 0
        for key, row in left.items():
            other = right[key]
            if (row["checksum"], row["times"]) != (other["checksum"], other["times"]):
                sys.exit(f"{name}: {key} is of another file or has other times")
            vectors = [numpy.asarray(each["features"], dtype=numpy.float64) for each in (row, other)]
            equal += numpy.array_equal(*vectors)
            most = max(most, float(numpy.abs(vectors[0] - vectors[1]).max(initial=0)))
        identical &= equal == len(left)
        print(f"{name}: {len(left)} rows, {equal} of them the same to the last bit, largest difference {most:g}")
    return identical


def metrics(folder):
    """Of all epochs, without how long they took."""
    found = []
    for line in (folder / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.append({k: v for k, v in row.items() if "second" not in k.lower() and "time" not in k.lower()})
    return found


def weights(folder):
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def main():
    options = arguments()
    os.environ["SPARK_HOME"] = str(options.spark)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        media = folder / "media"
        dataset(options, media)
        given = ["--dataset", media / "captions.jsonl", "--space", SPACE, "--views", VIEWS]
        run("reelspace features extract", options.reelspace, "features", "extract", *given, "--output", folder / "one")
        run(
            "Spark, local[2]",
            *(options.spark / "bin/spark-submit", "--master", "local[2]", "--driver-memory", "2g"),
            *("--conf", "spark.ui.enabled=false", "--class", "io.reelspace.spark.ExtractFeatures"),
            *(options.jar, *given, "--output", folder / "two", "--cache", options.cache),
        )
        identical = compare(folder / "one", folder / "two")
        for store_name in ("one", "two"):
            recipe = folder / f"{store_name}.yaml"
            recipe.write_text(RECIPE.format(media=media, features=folder / store_name, views=VIEWS))
            before = sorted((folder / store_name).rglob("*.arrow"))
            run(f"train on {store_name}", options.reelspace, "train", recipe, "--output", folder / f"run-{store_name}")
            after = sorted((folder / store_name).rglob("*.arrow"))
            print(f"    files of features before {len(before)}, after {len(after)}")
        one, two = metrics(folder / "run-one"), metrics(folder / "run-two")
        print(f"features of Spark, last: {two[-1]}")
        print(f"the other, last: {one[-1]}")
        same = one == two
        print("the metrics of all epochs are the same" if same else "the metrics differ")
        towers = [weights(folder / f"run-{each}" / "towers") for each in ("one", "two")]
        equal = towers[0] == towers[1] and len(towers[0]) > 0
        print(f"{len(towers[0])} files of weights, {'the same to the last bit' if equal else 'they differ'}")
        sys.exit(0 if same and identical and equal else 1)


main()
