"""Time and memory of `reelspace index` on one video, beside the same ffmpeg merely decoding it.

    python3 benchmarks/ingest/ingest.py VIDEO [--rounds 3] [--no-decode]

Both run in turn, so that a change of the machine's load meets both. Memory is the sum over the
JVM and its children of the proportional set size (PSS: pages that processes share are counted
once), sampled every quarter of a second. Only the standard library is needed; Linux only.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("REELSPACE_HOME", Path.home() / ".reelspace"))


def descendants(root):
    """The process and all below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has ended
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def pss_bytes(pid):
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # it has ended
    return 0


class Memory(threading.Thread):
    """Samples the memory of a process and its children until it ends."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process = process
        self.peak = 0
        self.peak_children = 0

    def run(self):
        while self.process.poll() is None:
            sizes = [pss_bytes(pid) for pid in descendants(self.process.pid)]
            self.peak = max(self.peak, sum(sizes))
            self.peak_children = max(self.peak_children, sum(sizes[1:]))
            time.sleep(0.25)


def run(command, env=None):
    """Wall seconds, processor seconds with children, and memory of a command."""
    before = os.times()
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    )
    memory = Memory(process)
    memory.start()
    out, err = process.communicate()
    wall = time.monotonic() - start
    after = os.times()
    if process.returncode != 0:
        raise SystemExit(f"{command}: exit {process.returncode}\n{err.decode()}")
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return wall, cpu, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-decode", action="store_true", help="leave out the plain decoding")
    options = parser.parse_args()
    reelspace = str(ROOT / "reelspace")
    subprocess.run([reelspace, "doctor"], check=True, stdout=subprocess.DEVNULL)  # build, unpack
    ffmpeg = sorted(HOME.glob("cache/ffmpeg-*/ffmpeg"))[-1]
    libraries = {**os.environ, "LD_LIBRARY_PATH": str(ffmpeg.parent)}
    decode = [str(ffmpeg), "-v", "error", "-nostdin", "-i", options.video]
    decode += ["-vf", "fps=2,scale=224:224", "-f", "null", "-"]
    ratios, peaks = [], []
    for _ in range(options.rounds):
        result = {}
        if not options.no_decode:
            wall, cpu, _memory = run(decode, libraries)
            result["decode_s"], result["decode_cpu_s"] = round(wall, 2), round(cpu, 2)
        with tempfile.TemporaryDirectory() as folder:
            index = ["index", "--index", f"{folder}/index", options.video]
            wall_index, cpu, memory = run([reelspace, *index])
        result["index_s"], result["index_cpu_s"] = round(wall_index, 2), round(cpu, 2)
        result["peak_mb"] = round(memory.peak / 1e6)
        result["peak_children_mb"] = round(memory.peak_children / 1e6)
        peaks.append(memory.peak / 1e6)
        if not options.no_decode:
            result["ratio"] = round(wall_index / wall, 3)
            ratios.append(wall_index / wall)
        print(json.dumps(result), flush=True)
    summary = {"video": Path(options.video).name, "peak_mb": round(max(peaks))}
    if ratios:
        summary["median_ratio"] = round(statistics.median(ratios), 3)
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
