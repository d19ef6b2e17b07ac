"""Time of `reelspace index` on a tree of which nothing changed, and after all of it moved.

    python3 benchmarks/ingest/unchanged.py [--files 10000] [--rounds 5]

Makes a tree of copies of a sample clip in 100 folders. One is indexed by decoding; of the others the
index knows the content, so that the tree is there without decoding 10,000 videos. Only the standard
library is needed.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REELSPACE = str(ROOT / "reelspace")
FOLDERS = 100


def run(*arguments):
    """The summary of one run, wall seconds and processor seconds."""
    before, start = os.times(), time.monotonic()
    done = subprocess.run([REELSPACE, "index", "--json", *arguments], capture_output=True)
    wall, after = time.monotonic() - start, os.times()
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode())
    cpu = after.children_user + after.children_system
    return json.loads(done.stdout), wall, cpu - before.children_user - before.children_system


def make_tree(clip, root, files):
    """Equal files, which `index` decodes once where one of them is in the index already."""
    for number in range(files):
        folder = root / f"{number % FOLDERS:02}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(clip, folder / f"film {number:05}.mp4")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        home = Path(work) / "home"
        os.environ["REELSPACE_HOME"] = str(home)
        subprocess.run([REELSPACE, "demo"], check=True, capture_output=True)
        clip = sorted((home / "demo").rglob("*.mp4"), key=lambda file: file.stat().st_size)[0]
        tree, index = Path(work) / "tree", str(Path(work) / "index")
        first = Path(work) / "first.mp4"
        shutil.copyfile(clip, first)
        run("--index", index, str(first))
        make_tree(clip, tree, options.files)
        summary, wall, cpu = run("--index", index, str(tree))
        print(f"{summary['indexed']} copies, {summary['reused']} reused: {wall:.2f} s, {cpu:.2f} s of processor")
        times = []
        for _ in range(options.rounds):
            summary, wall, cpu = run("--index", index, str(tree))
            assert summary["unchanged"] == options.files and summary["indexed"] == 0, summary
            times.append(wall)
            print(f"unchanged: {wall:.2f} s, {cpu:.2f} s of processor")
        print(f"unchanged, median of {options.rounds}: {statistics.median(times):.2f} s")
        tree.rename(Path(work) / "moved")
        summary, wall, cpu = run("--index", index, str(Path(work) / "moved"))
        assert summary["reused"] == options.files, summary
        print(f"all {options.files} moved: {wall:.2f} s, {cpu:.2f} s of processor")


if __name__ == "__main__":
    main()
