#!/usr/bin/env python3
"""Searches, ingests, deletes and tags at the same time, then compares with a fresh index.

    python3 benchmarks/serve/soak.py CLIPS WORK [--minutes 20] [--seed 1]

CLIPS is a folder of videos (../shared/data/clips), WORK an empty folder. A server is started on an
empty index. For the given time two clients search; one copies clips into a folder, has them
indexed, and deletes files and has the index pruned; one deletes videos by their id, and tags
others. Then the folder is indexed a last time and by itself into a fresh index; videos, their
segments and lines, and all results of 50 queries must be the same. Prints how much of each was
done, memory over time, and what differs; the exit code is 1 where something does.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = ("a dog runs", "a man talks", "a car on a street", "people dance", "a cat", "the sea",
         "a woman cooks", "a child plays", "snow", "a train", "a horse in a field", "music")
PLACES = ("", " outside", " at night", " in a room", " with a friend")


class Server:
    """`reelspace serve` on an index of its own."""

    def __init__(self, work, index):
        command = [str(ROOT / "reelspace"), "serve", "--home", str(work / "home"), "--port", "0",
                   "--index", str(index)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                                        stderr=open(work / "server.log", "a"))
        self.address = self.process.stdout.readline().strip()

    def ask(self, method, path, body=None, expected=(200, 202, 204)):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=900) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as e:
            status, content = e.code, e.read()
        if status not in expected:
            raise AssertionError(f"{method} {path} gave {status}: {content[:300]}")
        kind = content[:1]
        return json.loads(content) if kind in (b"{", b"[") else {}

    def ingest(self, folder, prune):
        job = self.ask("POST", "api/ingest", {"paths": [str(folder)], "prune": prune})
        while job["state"] in ("waiting", "running"):
            time.sleep(0.2)
            job = self.ask("GET", "api/ingest/" + job["id"])
        if job["state"] != "done":
            raise AssertionError(f"an ingest ended as {job}")
        return job

    def memory(self):
        """Megabytes of the process that are not files, which the system takes back at will."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("RssAnon:")[1].split()[0]) // 1024

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=120)


class Soak:
    def __init__(self, arguments):
        self.clips = sorted(p for p in pathlib.Path(arguments.clips).iterdir()
                            if p.suffix not in (".jsonl", ".md") and p.stat().st_size < 4 << 20)
        self.work = pathlib.Path(arguments.work).resolve()
        self.folder = self.work / "videos"
        self.folder.mkdir(parents=True)
        self.random = random.Random(arguments.seed)
        self.until = time.monotonic() + 60 * arguments.minutes
        self.counts = {}
        self.failures = []
        self.lock = threading.Lock()
        self.server = Server(self.work, self.work / "index")

    def count(self, what, number=1):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + number

    def repeat(self, step, pause):
        while time.monotonic() < self.until and not self.failures:
            try:
                step()
            except Exception as e:  # told at the end; one is enough
                self.failures.append(f"{step.__name__}: {e!r}")
            time.sleep(pause)

    def search(self):
        text = self.random.choice(WORDS) + self.random.choice(PLACES)
        parameters = urllib.parse.urlencode({"text": text, "top": 20})
        found = self.server.ask("GET", "api/search?" + parameters)
        for match in found["matches"]:
            if not match["start"] < match["end"] and match["end"] > 0:
                raise AssertionError(f"no moment: {match}")
        self.count("searches")

    def add_and_prune(self):
        files = list(self.folder.iterdir())
        for clip in self.random.sample(self.clips, 3):
            shutil.copy(clip, self.folder / f"{self.random.randrange(60):02d}-{clip.name}")
        for file in self.random.sample(files, min(len(files), 3 if len(files) > 40 else 1)):
            file.unlink()
            self.count("files deleted")
        job = self.server.ingest(self.folder, prune=True)
        self.count("ingests")
        self.count("videos indexed", job["done"])
        self.count("videos pruned", job["removed"])
        self.count("videos that do not decode", job["failed"])

    def change(self):
        videos = self.server.ask("GET", "api/videos?limit=500")["videos"]
        if not videos:
            return
        one, other = self.random.choice(videos), self.random.choice(videos)
        self.server.ask("PUT", f"api/videos/{one['id']}/tags", {"add": ["seen"]}, (200, 404))
        self.count("tags")
        self.server.ask("DELETE", f"api/videos/{other['id']}", None, (204, 404))
        self.count("videos deleted")

    def watch(self):
        minutes = int((self.until - time.monotonic()) / 60)
        print(f"{minutes:3d} minutes left: {self.server.memory()} MB, {self.counts}", flush=True)

    def run(self):
        steps = ((self.search, 0.05), (self.search, 0.05), (self.add_and_prune, 1),
                 (self.change, 2), (self.watch, 60))
        threads = [threading.Thread(target=self.repeat, args=step, daemon=True) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads[:-1]:
            thread.join()
        if self.failures:
            return self.failures
        self.server.ingest(self.folder, prune=True)
        fresh = Server(self.work, self.work / "fresh")
        fresh.ingest(self.folder, prune=False)
        different = self.compare(fresh)
        for server in (self.server, fresh):
            code = server.stop()
            if code != 0:
                different.append(f"a server ended with {code}")
        return different

    def compare(self, fresh):
        old, new = contents(self.server), contents(fresh)
        different = [f"{key}: {old.get(key)} instead of {new.get(key)}"[:500]
                     for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
        for number in range(50):
            text = WORDS[number % len(WORDS)] + PLACES[number % len(PLACES)]
            before, after = results(self.server, text), results(fresh, text)
            for moment in before.keys() | after.keys():
                if abs(before.get(moment, 9) - after.get(moment, -9)) > 1e-3:
                    different.append(f"'{text}': {moment} has {before.get(moment)} instead of"
                                     f" {after.get(moment)}")
        segments = sum(len(video[1]) for video in new.values())
        print(f"compared {len(new)} videos, {segments} segments, 50 queries")
        return different


def contents(server):
    """What the index holds of each video, but for times and tags, which a fresh one cannot know."""
    found = {}
    for video in server.ask("GET", "api/videos?limit=500")["videos"]:
        whole = server.ask("GET", "api/videos/" + video["id"])
        found[video["path"]] = (
            [whole[name] for name in ("duration", "width", "height", "bytes", "version")],
            [(s["start"], s["end"]) for s in whole["segments"]],
            [(line["start"], line["text"]) for line in whole["lines"]],
        )
    return found


def results(server, text):
    """The similarity of each moment of the index to a text."""
    parameters = urllib.parse.urlencode({"text": text, "top": 1000, "min-score": 0})
    matches = server.ask("GET", "api/search?" + parameters)["matches"]
    return {match["id"]: match["similarity"] for match in matches}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("clips")
    parser.add_argument("work")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    soak = Soak(parser.parse_args())
    try:
        different = soak.run()
    finally:
        if soak.server.process.poll() is None:
            soak.server.process.kill()
    print(soak.counts)
    for line in different[:20]:
        print(line)
    print("equal to a fresh index" if not different else f"{len(different)} differences")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
