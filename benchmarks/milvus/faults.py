#!/usr/bin/env python3
"""A Milvus server that goes away for a minute, and one whose disk is full.

    python3 benchmarks/milvus/faults.py SERVER WORK away VIDEOS [--seconds 60] [--kill]
    python3 benchmarks/milvus/faults.py SERVER WORK full INDEX [--megabytes 500]

SERVER is the command `milvus-server` of PyPI's package milvus 2.3.5, WORK a folder, VIDEOS a folder
of some dozens of videos, INDEX a folder with an index of more than the disk takes. Both end with exit
code 1 where anything is otherwise than docs/benchmarks/milvus.md says.

away: indexes VIDEOS into a server, which is stopped (SIGSTOP, or by --kill `kill -9`) once some are
there, for so many seconds, while a `reelspace serve` is asked once a second; the result is compared
with an index of the same in a folder.

full: copies INDEX by `reelspace migrate` into a server whose folder is a file system of so many
megabytes in memory (needs root), until it is full; then gives it more, and goes on.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PORTS = ("proxy", "proxy-internal", "root-coord", "query-coord", "query-node", "index-node",
         "data-coord", "data-node")
METADATA = """
name: default
listen-client-urls: http://127.0.0.1:{client}
advertise-client-urls: http://127.0.0.1:{client}
listen-peer-urls: http://127.0.0.1:{peer}
initial-advertise-peer-urls: http://127.0.0.1:{peer}
initial-cluster: default=http://127.0.0.1:{peer}
"""


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Milvus:
    """A server of the package, at the same ports each time."""

    def __init__(self, command, folder):
        self.command = command
        self.folder = folder
        self.ports = {name: free_port() for name in PORTS}
        self.index = f"milvus://localhost:{self.ports['proxy']}/archive"
        self.environment = dict(
            os.environ, ETCD_CONFIG_PATH=str(folder / "etcd.yaml"), DEPLOY_MODE="STANDALONE",
            MILVUS_RUN_DIR=str(folder / "run"), METRICS_PORT=str(free_port()),
            LD_LIBRARY_PATH=str(folder / "bin"))

    def start(self):
        """The package's command at first, which would take other ports the second time."""
        program = self.folder / "bin/milvus"
        if (self.folder / "etcd.yaml").exists():
            line = [program, "run", "standalone"]
        else:
            self.folder.mkdir(parents=True)
            programs = self.command.resolve().with_name("milvus-programs")  # as the tests have it
            programs.mkdir(exist_ok=True)
            (self.folder / "bin").symlink_to(programs)
            (self.folder / "etcd.yaml").write_text(
                METADATA.format(client=free_port(), peer=free_port()))
            line = [self.command, "--data", self.folder]
            for name, port in self.ports.items():
                line += [f"--{name}-port", str(port)]
        output = open(self.folder.parent / "milvus.out", "ab")
        self.process = subprocess.Popen(line, stdout=output, stderr=output, cwd=self.folder,
                                        env=self.environment)

    def processes(self):
        children = subprocess.run(  # those that ended are not waited for by the package's command
            ["pgrep", "-P", str(self.process.pid), "-r", "D,R,S,T"], capture_output=True,
            text=True).stdout.split()
        return [int(child) for child in children] + [self.process.pid]

    def send(self, what):
        for process in self.processes():
            try:
                os.kill(process, what)
            except ProcessLookupError:
                pass

    def is_running(self):
        if self.process.poll() is not None:
            return False
        command = pathlib.Path(f"/proc/{self.process.pid}/comm").read_text()
        return not command.startswith("milvus-s") or len(self.processes()) > 1

    def kill(self):
        self.send(signal.SIGKILL)
        self.process.wait()


class Reelspace:
    def __init__(self, work):
        self.environment = dict(os.environ, REELSPACE_HOME=str(work / "home"))

    def start(self, *arguments, **streams):
        return subprocess.Popen([ROOT / "reelspace", *map(str, arguments)], text=True,
                                env=self.environment, **streams)

    def run(self, *arguments):
        process = self.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate()
        return process.returncode, out, err

    def json(self, *arguments):
        code, out, err = self.run(*arguments, "--json")
        if code:
            raise SystemExit(f"{arguments}: exit code {code}: {err}")
        return json.loads(out)

    def await_answer(self, index):
        """Waits for a server to start; how long, in seconds."""
        begin = time.monotonic()
        while True:
            code, _, err = self.run("status", "--index", index)
            if code != 1:  # wrong usage where there is no index yet
                return time.monotonic() - begin
            if time.monotonic() - begin > 300:
                raise SystemExit(err)

    def content(self, index):
        """The counts of an index, and the paths of its videos with how often each is there."""
        status = self.json("status", "--index", index)
        videos = [video["video"] for video in self.json("list", "--index", index)]
        return {name: status[name] for name in ("videos", "segments", "lines")}, sorted(videos)


def require(right, text):
    print(("as expected: " if right else "OTHERWISE: ") + text, flush=True)
    if not right:
        require.failed = True


require.failed = False


def searches(address, answers, over):
    """Asks once a second; when each was asked, its status, and how long it took."""
    while not over.is_set():
        begin = time.monotonic()
        try:
            url = address.rstrip("/") + "/api/search?min-score=0&text=a+dog"
            with urllib.request.urlopen(url, timeout=180) as answer:
                status = answer.status if json.load(answer)["matches"] else "empty"
        except urllib.error.HTTPError as refused:
            status = f"{refused.code} {refused.read().decode()[:300]}"
        answers.append((begin, status, time.monotonic() - begin))
        over.wait(1)


def away(arguments, work):
    reelspace = Reelspace(work)
    milvus = Milvus(arguments.server, work / "data")
    local = work / "local"
    code, _, err = reelspace.run("index", arguments.videos, "--index", local)
    require(code == 0, f"the videos into a folder: exit code {code} {err if code else ''}")
    expected = reelspace.content(local)
    milvus.start()
    reelspace.await_answer(milvus.index)
    served = reelspace.start("serve", "--index", milvus.index, "--port", "0",
                             stdout=subprocess.PIPE)
    address = served.stdout.readline().strip()
    over = threading.Event()
    answers = []
    index = reelspace.start("index", arguments.videos, "--index", milvus.index,
                            stderr=subprocess.PIPE)
    try:
        while index.poll() is None:
            with urllib.request.urlopen(address + "api/status") as status:
                there = json.load(status)["videos"]
            if there > expected[0]["videos"] / 4:
                break
            time.sleep(0.5)
        require(index.poll() is None, f"{there} videos are there and it is still indexing")
        asking = threading.Thread(target=searches, args=(address, answers, over))
        asking.start()
        time.sleep(3)
        gone = time.monotonic()
        milvus.send(signal.SIGKILL if arguments.kill else signal.SIGSTOP)
        time.sleep(arguments.seconds)
        if arguments.kill:
            milvus.process.wait()
            milvus.start()
        else:
            milvus.send(signal.SIGCONT)
        back = time.monotonic()
        if not arguments.kill:
            for _ in range(15):  # its lease in its own store has run out; as its supervisor would
                time.sleep(1)
                if not milvus.is_running():
                    print("the server ended when it was woken, and is started again", flush=True)
                    milvus.kill()
                    milvus.start()
                    break
        _, err = index.communicate()
        ended = time.monotonic()
        time.sleep(10)
        over.set()
        asking.join()
        require(index.returncode == 0, f"ingest went on: exit code {index.returncode} "
                f"{err[-300:] if index.returncode else ''}, {ended - back:.0f} s after the return")
        meanwhile = [answer for answer in answers if gone - 1 < answer[0] < back]
        failed = [answer for answer in answers if answer[1] != 200]
        after = [begin + took for begin, status, took in answers if begin + took > back]
        require(not failed, f"{len(answers)} searches, {len(failed)} failed {failed[:3]}, "
                f"{len(meanwhile)} were asked meanwhile, longest "
                f"{max(answer[2] for answer in answers):.0f} s, the first answer "
                f"{min(after) - back:.0f} s after the return")
        content = reelspace.content(milvus.index)
        require(content == expected, f"nothing lost or doubled: {content[0]}, in the folder "
                f"{expected[0]}")
    finally:
        over.set()
        for process in (index, served):
            process.kill()
        milvus.kill()


def full(arguments, work):
    reelspace = Reelspace(work)
    disk = work / "disk"
    disk.mkdir(exist_ok=True)
    size = f"size={arguments.megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "reelspace", disk], check=True)
    milvus = Milvus(arguments.server, disk / "data")
    try:
        milvus.start()
        reelspace.await_answer(milvus.index)
        begin = time.monotonic()
        code, _, err = reelspace.run("migrate", "--from", arguments.index, "--to", milvus.index)
        took = time.monotonic() - begin
        free = shutil.disk_usage(disk).free >> 20
        print(f"{free} MB are free, the server is {'' if milvus.is_running() else 'not '}running")
        last = err.strip().splitlines()[-1] if err.strip() else ""
        require(code == 1, f"exit code {code} after {took:.0f} s")
        require("memory or disk" in last or "no Milvus server answers" in last, f"it says: {last}")
        bigger = f"remount,size={20 * arguments.megabytes}m"
        subprocess.run(["mount", "-o", bigger, disk], check=True)
        if not milvus.is_running():
            print("the server had ended, and is started again")
            milvus.kill()
            milvus.start()
        begin = time.monotonic()
        reelspace.await_answer(milvus.index)
        kept, kept_videos = reelspace.content(milvus.index)
        print(f"with room it answers after {time.monotonic() - begin:.0f} s: {kept} are there")
        require(len(kept_videos) == len(set(kept_videos)), "each once")
        code, _, err = reelspace.run("migrate", "--from", arguments.index, "--to", milvus.index)
        require(code == 0, f"run again it goes on: exit code {code} {err[-300:] if code else ''}")
        content, videos = reelspace.content(milvus.index)
        expected, expected_videos = reelspace.content(arguments.index)
        require(content == expected and videos == expected_videos, f"all is there once: {content}")
    finally:
        milvus.kill()
        time.sleep(1)
        subprocess.run(["umount", "-l", disk], check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parts = parser.add_subparsers(dest="part", required=True)
    part = parts.add_parser("away")
    part.add_argument("videos")
    part.add_argument("--seconds", type=int, default=60)
    part.add_argument("--kill", action="store_true")
    part = parts.add_parser("full")
    part.add_argument("index")
    part.add_argument("--megabytes", type=int, default=500)
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    {"away": away, "full": full}[arguments.part](arguments, work)
    sys.exit(require.failed)


if __name__ == "__main__":
    main()
