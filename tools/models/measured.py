"""Writes what `reelspace evaluate --json` measured into a space: `metrics` of space.json, and the card.

    python3 tools/models/measured.py SPACE_FOLDER "Flickr8k `dev`=flickr8k.json" "ImageNet=imagenet.json"

Only the standard library is needed.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

folder = Path(sys.argv[1])
space = json.loads((folder / "space.json").read_text("utf-8"))
rows, metrics = [], {}
for argument in sys.argv[2:]:
    name, path = argument.rsplit("=", 1)
    result = json.loads(Path(path).read_text("utf-8"))
    values = result.get("mediaToClass") or result["spaces"][0]["textToVideo"]["raw"]
    kept = {key: values[key] for key in ("R@1", "R@5", "R@10", "MRR")}
    metrics[name] = kept
    cells = [
        f"{100 * v['value']:.1f} [{100 * v['low']:.1f}, {100 * v['high']:.1f}]"
        for v in kept.values()
    ]
    rows.append(f"| {name} | " + " | ".join(cells) + " |")

card = folder / "README.md"
measured = (
    "## Measured\n"
    "Text to picture or clip (of ImageNet: picture to name) by `reelspace evaluate`, in percent with\n"
    "95 % intervals; none of these pictures was learned from.\n\n"
    "| set | R@1 | R@5 | R@10 | MRR |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
)
text = re.sub(r"## Measured.*?(?=\n## )", lambda _: measured, card.read_text("utf-8"), flags=re.S)
card.write_text(text, "utf-8")
content = card.read_bytes()
space["files"]["README.md"] = {
    "bytes": len(content),
    "sha256": hashlib.sha256(content).hexdigest(),
}
space["metrics"] = metrics
(folder / "space.json").write_text(json.dumps(space, indent=2, ensure_ascii=False) + "\n", "utf-8")
