"""Caption to video through the command itself: R@1, R@5 and MRR on a folder of captioned clips.

    python3 benchmarks/quality/clips.py ../shared/data/clips [--space NAME|FOLDER] [--search=OPTION ...]

Indexes the clips that captions.jsonl names (rows {"video", "captions"}) into an index of its own,
asks for each caption with `reelspace search --queries ... --by video`, and looks for the rank of its
clip. Only the standard library is needed.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

REELSPACE = Path(__file__).resolve().parents[2] / "reelspace"

parser = argparse.ArgumentParser()
parser.add_argument("clips", type=Path)
parser.add_argument("--space")
parser.add_argument("--search", action="append", default=[], help="a further option of search")
options = parser.parse_args()

rows = [json.loads(line) for line in (options.clips / "captions.jsonl").open()]
videos = [(options.clips / row["video"]).resolve() for row in rows]
with tempfile.TemporaryDirectory() as work:
    index = Path(work) / "index"
    space = ["--space", options.space] if options.space else []
    run = [str(REELSPACE), "index", *space, "--index", str(index), *map(str, videos)]
    done = subprocess.run(run, stdout=subprocess.PIPE, text=True)
    print(done.stdout.strip())
    queries = Path(work) / "queries.jsonl"
    with queries.open("w") as out:
        for i, row in enumerate(rows):
            for caption in row["captions"]:
                out.write(json.dumps({"id": str(i), "text": caption}) + "\n")
    run = [str(REELSPACE), "search", "--index", str(index), "--queries", str(queries)]
    answers = subprocess.run(
        run + ["--by", "video", "--top", "1000", *options.search], stdout=subprocess.PIPE, text=True, check=True
    )

ranks = []
for line in answers.stdout.splitlines():
    answer = json.loads(line)
    found = [Path(result["video"]) for result in answer["results"]]
    right = videos[int(answer["id"])]
    ranks.append(found.index(right) + 1 if right in found else float("inf"))
print(
    f"{len(ranks)} captions, {len(videos)} clips:"
    f" R@1 {100 * sum(r <= 1 for r in ranks) / len(ranks):.1f}"
    f" R@5 {100 * sum(r <= 5 for r in ranks) / len(ranks):.1f}"
    f" MRR {sum(1 / r for r in ranks) / len(ranks):.3f}"
)
