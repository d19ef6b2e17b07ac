#!/usr/bin/env python3
"""Two servers on one index behind nginx, one of them killed under load. Needs nginx and wrk.

    python3 benchmarks/serve/many.py WORK INDEX CAPTIONS [--clients 16] [--seconds 60]

INDEX is what `--index` takes, of a Milvus server that runs. Starts two `reelspace serve`, each with a
home of its own below WORK, and nginx with the configuration of docs/serving.md; asks for captions
with `benchmarks/serve/load.sh` (wrk); after a third of the time ends one server by `kill -9`, after
two thirds starts it again at its port. Prints wrk's report, and from nginx's log for each third: the
answers by status, how many were asked twice, their times, and by which server.
"""

import argparse
import collections
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Server:
    """One `reelspace serve`, at the same port each time."""

    def __init__(self, work, number, index):
        self.home = work / f"home{number}"
        self.index = index
        self.shared = work / "shared"
        self.port = free_port()

    def start(self):
        environment = dict(os.environ, REELSPACE_HOME=str(self.home))
        self.process = subprocess.Popen(
            [ROOT / "reelspace", "serve", "--index", self.index, "--port", str(self.port),
             "--shared", self.shared], env=environment, stdout=subprocess.PIPE)
        self.process.stdout.readline()

    def await_ready(self):
        start = time.monotonic()
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready").read()
                return time.monotonic() - start
            except urllib.error.URLError:
                time.sleep(0.2)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def start_nginx(work, servers):
    port = free_port()
    documented = (ROOT / "docs/serving.md").read_text().split("```nginx\n")[1].split("```")[0]
    site = documented.replace("listen 80;", f"listen 127.0.0.1:{port};")
    for number, server in enumerate(servers, 1):
        site = site.replace(f"10.0.0.{number}:7979", f"127.0.0.1:{server.port}")
    temporary = "\n".join(f"{kind}_temp_path {work}/{kind};"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = work / "nginx.conf"
    configuration.write_text(f"""
daemon off;
worker_processes 1;
pid {work}/nginx.pid;
events {{}}
http {{
  log_format times '$msec $status $request_time $upstream_addr';
  access_log {work}/access.log times;
  {temporary}
  {site}
}}
""")
    log = work / "error.log"
    process = subprocess.Popen(["nginx", "-p", work, "-e", log, "-c", configuration])
    return process, f"http://127.0.0.1:{port}"


def report(work, names, bounds):
    rows = [line.split(" ", 3) for line in (work / "access.log").read_text().splitlines()]
    for name, begin, end in zip(names, bounds, bounds[1:]):
        part = [row for row in rows if begin <= float(row[0]) < end and "upstream" not in row[3]]
        statuses = collections.Counter(row[1] for row in part)
        servers = collections.Counter(row[3].split(", ")[-1].strip() for row in part)
        twice = sum("," in row[3] for row in part)
        seconds = sorted(float(row[2]) for row in part) or [0]
        print(f"{name}: {len(part) / (end - begin):.1f} a second, answers {dict(statuses)},"
              f" asked twice {twice}, p50 {seconds[len(seconds) // 2]:.3f} s,"
              f" p99 {seconds[int(.99 * len(seconds))]:.3f} s, by {dict(servers)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("index")
    parser.add_argument("captions")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=60)
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    (work / "access.log").unlink(missing_ok=True)
    servers = [Server(work, number, arguments.index) for number in (1, 2)]
    nginx = None
    try:
        for server in servers:
            server.start()
            print(f"ready after {server.await_ready():.1f} s")
        nginx, address = start_nginx(work, servers)
        time.sleep(1)
        load = subprocess.Popen(
            [ROOT / "benchmarks/serve/load.sh", address, arguments.captions,
             str(arguments.clients), str(arguments.seconds)])
        time.sleep(2)  # it reads the captions
        bounds = [time.time()]
        time.sleep(arguments.seconds / 3)
        bounds.append(time.time())
        servers[0].kill()
        time.sleep(arguments.seconds / 3)
        bounds.append(time.time())
        servers[0].start()
        load.wait()
        bounds.append(time.time())
        report(work, ("both", "one killed", "started again"), bounds)
    finally:
        if nginx:
            nginx.terminate()
        for server in servers:
            if hasattr(server, "process"):
                server.process.kill()


if __name__ == "__main__":
    main()
