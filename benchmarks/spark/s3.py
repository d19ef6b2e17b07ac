#!/usr/bin/env python3
"""Runs the ingest on Spark against an S3 server on this machine, and checks what it does.

    python3 -m venv VENV && VENV/bin/pip install 'moto[server]' pyarrow numpy
    VENV/bin/python benchmarks/spark/s3.py --spark SPARK_HOME --cache FOLDER

SPARK_HOME is a Spark 4.2, for example that within PyPI's pyspark; the jar is made by
mvn -Pspark-jar -pl spark -am package -DskipTests. The first run fetches hadoop-aws and the SDK that
it needs, 690 MB, as spark-submit does for anybody. Prints a line for each check; exit code 1 where
one fails.
"""

import argparse
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import boto3
import numpy
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = "org.apache.hadoop:hadoop-aws:3.5.0"
CLIPS = ["dog.mp4", "car.mp4", "rabbit.mp4"]
# What the server lets pass before it asks for keys: a user, its key, its rights.
WITHOUT_KEYS = 3


def arguments():
    parser = argparse.ArgumentParser(description="Checks the ingest on Spark against S3.")
    parser.add_argument("--spark", required=True, type=pathlib.Path, help="home of a Spark 4.2")
    parser.add_argument("--cache", required=True, type=pathlib.Path, help="for what is unpacked")
    parser.add_argument("--jar", type=pathlib.Path, default=ROOT / "spark/target/reelspace-spark.jar")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--index", help="milvus://HOST:PORT/COLLECTION, made by this, tried as well")
    return parser.parse_args()


class Server:
    """S3 on a free port, with one user whose keys it checks."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [pathlib.Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)],
            env=os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": str(WITHOUT_KEYS)},
            stdout=subprocess.DEVNULL,
            stderr=open(folder / "server", "w"),
        )
        for _ in range(300):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        iam = self.client("iam", "none", "none")
        iam.create_user(UserName="archivist")
        key = iam.create_access_key(UserName="archivist")["AccessKey"]
        iam.put_user_policy(
            UserName="archivist",
            PolicyName="all",
            PolicyDocument='{"Version": "2012-10-17", "Statement":'
            ' [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
        )
        self.id, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        self.s3 = self.client("s3", self.id, self.secret)

    def client(self, service, key, secret):
        return boto3.client(
            service,
            endpoint_url=self.address,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
        )

    def names(self, prefix):
        found = self.s3.list_objects_v2(Bucket="archive", Prefix=prefix).get("Contents", [])
        return sorted(each["Key"] for each in found)

    def close(self):
        self.process.terminate()
        self.process.wait()


class Checks:
    def __init__(self):
        self.failed = 0

    def that(self, truth, what, ran=None):
        print(("ok    " if truth else "WRONG ") + what, flush=True)
        if not truth:
            self.failed += 1
            if ran is not None:
                print(f"      exit code {ran.returncode}\n      {ran.stdout}\n      {ran.stderr[-3000:]}")


def submit(options, server, secret, *rest, package=True):
    settings = {
        "spark.ui.enabled": "false",
        "spark.hadoop.fs.s3a.endpoint": server.address,
        "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
        "spark.hadoop.fs.s3a.path.style.access": "true",
    }
    line = [options.spark / "bin/spark-submit", "--master", options.master, "--driver-memory", "1g"]
    if package:
        line += ["--packages", PACKAGE]
    for name, value in settings.items():
        line += ["--conf", f"{name}={value}"]
    line += ["--class", "io.reelspace.spark.Ingest", options.jar, "--cache", options.cache, *rest]
    environment = os.environ | {"SPARK_HOME": str(options.spark)}
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        environment.pop(name, None)
    if secret:
        environment |= {"AWS_ACCESS_KEY_ID": server.id, "AWS_SECRET_ACCESS_KEY": secret}
    start = time.time()
    ran = subprocess.run(
        [str(word) for word in line], env=environment, capture_output=True, text=True, check=False
    )
    own = [word for word in ran.stderr.splitlines() if word.startswith("reelspace: ")]
    print(f"    {time.time() - start:.0f} s, exit code {ran.returncode}: {' | '.join(own)[:600]}")
    return ran


def rows(folder):
    """Embedded videos by their names."""
    found = {}
    for file in sorted(folder.glob("*.parquet")):
        for row in pyarrow.parquet.read_table(file).to_pylist():
            if row["failed"] is None:
                name = row["path"].rsplit("/", 1)[1]
                assert name not in found, name + " is there twice"
                found[name] = row
    return found


def download(server, prefix, folder):
    folder.mkdir()
    for name in server.names(prefix):
        if name.endswith(".parquet"):
            server.s3.download_file("archive", name, str(folder / name.rsplit("/", 1)[1]))
    return rows(folder)


def same(one, two):
    if one.keys() != two.keys():
        return False
    for name, row in one.items():
        other = two[name]
        if [line["text"] for line in row["lines"]] != [line["text"] for line in other["lines"]]:
            return False
        if len(row["segments"]) != len(other["segments"]):
            return False
        for left, right in zip(row["segments"], other["segments"]):
            if (left["start"], left["end"]) != (right["start"], right["end"]):
                return False
            vectors = [numpy.frombuffer(each["embedding"], "<f4") for each in (left, right)]
            if not numpy.allclose(*vectors, atol=1e-5):
                return False
    return True


def clips(folder):
    """Those that come with Reelspace, one with subtitles beside it."""
    folder.mkdir()
    source = ROOT / "base/src/main/resources"
    for name in CLIPS:
        found = next(source.rglob(name))
        (folder / name).write_bytes(found.read_bytes())
    (folder / "car.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nWhat a car\n")


def run(options, folder, server, checks):
    local = folder / "clips"
    clips(local)
    server.s3.create_bucket(Bucket="archive")
    for file in local.iterdir():
        server.s3.upload_file(str(file), "archive", "videos/" + file.name)
    listed = ["dog.mp4", "car.mp4", "car.mp4", "none.mp4"]
    text = "".join(f"s3a://archive/videos/{name}\n" for name in listed)
    server.s3.put_object(Bucket="archive", Key="list.txt", Body=text.encode())
    ingest = lambda *rest, **named: submit(options, server, server.secret, "--space", "base", *rest, **named)

    print("the same clips on a disk")
    ran = ingest("--videos", local, "--output", folder / "disk")
    checks.that(ran.returncode == 0, "a folder of a disk is embedded", ran)
    expected = rows(folder / "disk")

    print("a list in a bucket, Parquet files into it")
    words = ["--videos", "s3a://archive/list.txt", "--output", "s3a://archive/embedded"]
    ran = ingest(*words)
    checks.that(ran.returncode == 3, "exit code 3 for the one that is missing", ran)
    checks.that("failed: s3a://archive/videos/none.mp4: " in ran.stderr, "which is named", ran)
    given = download(server, "embedded/", folder / "first")
    two = {name: expected[name] for name in ("dog.mp4", "car.mp4")}
    checks.that(same(given, two), "the others are there once, as on a disk, with their subtitles")
    checks.that(not [n for n in server.names("embedded/") if "_temporary" in n], "nothing is left over")

    print("again")
    ran = ingest(*words)
    checks.that("reelspace: 1 to do" in ran.stderr, "only the missing one is looked at", ran)
    checks.that(same(download(server, "embedded/", folder / "again"), two), "nothing is doubled")

    print("a folder of the bucket")
    ran = ingest("--videos", "s3a://archive/videos", "--output", "s3a://archive/all")
    checks.that(ran.returncode == 0, "all is embedded", ran)
    checks.that(same(download(server, "all/", folder / "all"), expected), "as on a disk")

    if options.index:
        print("a folder of the bucket into an index")
        words = ["--videos", "s3a://archive/videos", "--index", options.index]
        ran = ingest(*words)
        checks.that(ran.stdout.startswith("3 indexed, 0 unchanged, 0 failed."), "all is indexed", ran)
        ran = ingest(*words)
        checks.that(ran.stdout.startswith("0 indexed, 3 unchanged, 0 failed."), "and left alone then", ran)

    print("what is wrong")
    out = ["--output", "s3a://archive/wrong"]
    wrong = [
        ("a wrong key", "not-the-key", "s3a://archive/list.txt", True),
        ("no key", None, "s3a://archive/list.txt", True),
        ("no such bucket", server.secret, "s3a://nowhere/list.txt", True),
        ("no such list", server.secret, "s3a://archive/nowhere.txt", True),
        ("no hadoop-aws", server.secret, "s3a://archive/list.txt", False),
    ]
    for what, secret, videos, package in wrong:
        ran = submit(options, server, secret, "--videos", videos, *out, package=package)
        told = [line for line in ran.stderr.splitlines() if line.startswith("reelspace: ")]
        checks.that(ran.returncode == 2 and len(told) == 1, f"{what}: exit code 2 and one line", ran)
    ran = ingest("--videos", "s3a://archive/list.txt", "--output", "s3a://nowhere/embedded")
    checks.that(ran.returncode in (1, 2) and "to do" not in ran.stderr, "no such bucket for output", ran)


def main():
    options = arguments()
    checks = Checks()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Server(folder)
        try:
            run(options, folder, server, checks)
        finally:
            server.close()
    print("all is as it should be" if checks.failed == 0 else f"{checks.failed} wrong")
    sys.exit(1 if checks.failed else 0)


main()
