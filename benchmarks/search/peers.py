"""hnswlib and faiss on the vectors and queries that search.NeighbourBenchmark wrote.

    python3 benchmarks/search/peers.py WORK [--peers hnswlib,faiss] [--connections 16] [--beam 100]

WORK holds vectors.npy [count, dimension] and queries-*.npy. Both build with all cores and search
with one thread, one query at a time. A hit counts when it scores no less than the tenth of the
exact search. Needs numpy, hnswlib and faiss-cpu.
"""

import argparse
import os
import time
from pathlib import Path

import numpy as np

TOP = 10
WIDTHS = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240]
ENOUGH = 0.998


def exact_least(vectors, queries):
    """The score of the tenth best vector for each query."""
    best = np.full((len(queries), TOP), -np.inf, np.float32)
    for start in range(0, len(vectors), 100_000):
        scores = queries @ vectors[start : start + 100_000].T
        top = np.partition(scores, -TOP, axis=1)[:, -TOP:]
        best = np.partition(np.concatenate([best, top], axis=1), -TOP, axis=1)[:, -TOP:]
    return best.min(axis=1)


class Hnswlib:
    name = "hnswlib"

    def __init__(self, vectors, connections, beam):
        import hnswlib

        self.index = hnswlib.Index(space="ip", dim=vectors.shape[1])
        self.index.init_index(len(vectors), M=connections, ef_construction=beam)
        for start in range(0, len(vectors), 100_000):
            self.index.add_items(vectors[start : start + 100_000])
        self.index.set_num_threads(1)

    def search(self, query, width):
        self.index.set_ef(max(width, TOP))
        labels, _ = self.index.knn_query(query, TOP, num_threads=1)
        return labels[0]

    def save(self, path):
        self.index.save_index(str(path))


class Faiss:
    name = "faiss"

    def __init__(self, vectors, connections, beam):
        import faiss

        self.faiss = faiss
        self.index = faiss.IndexHNSWFlat(
            vectors.shape[1], connections, faiss.METRIC_INNER_PRODUCT
        )
        self.index.hnsw.efConstruction = beam
        for start in range(0, len(vectors), 100_000):
            self.index.add(np.ascontiguousarray(vectors[start : start + 100_000]))
        faiss.omp_set_num_threads(1)

    def search(self, query, width):
        self.index.hnsw.efSearch = width
        return self.index.search(query, TOP)[1][0]

    def save(self, path):
        self.faiss.write_index(self.index, str(path))


def resident_bytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure(peer, vectors, name, queries):
    least = exact_least(vectors, queries)
    for width in WIDTHS:
        for query in queries[:50]:
            peer.search(query[None], width)
        nanos, found = [], 0
        for i, query in enumerate(queries):
            row = query[None]
            start = time.perf_counter_ns()
            labels = peer.search(row, width)
            nanos.append(time.perf_counter_ns() - start)
            found += int((vectors[labels] @ query >= least[i] - 1e-6).sum())
        recall = found / (TOP * len(queries))
        print(
            f"{peer.name:9} {name:8} width {width:6d}  p50 {np.median(nanos) / 1e3:9.1f} us"
            f"  mean {np.mean(nanos) / 1e3:9.1f} us  recall@10 {recall:.4f}",
            flush=True,
        )
        if recall >= ENOUGH:
            break


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--peers", default="hnswlib,faiss")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--beam", type=int, default=100)
    arguments = parser.parse_args()
    vectors = np.load(arguments.work / "vectors.npy", mmap_mode="r")
    peers = {peer.name: peer for peer in (Hnswlib, Faiss)}
    for name in arguments.peers.split(","):
        before = resident_bytes()
        start = time.perf_counter()
        peer = peers[name](vectors, arguments.connections, arguments.beam)
        built = time.perf_counter() - start
        memory = resident_bytes() - before
        path = arguments.work / f"{name}.index"
        peer.save(path)
        disk = path.stat().st_size
        path.unlink()
        print(
            f"{name:9} built in {built:.1f} s, {disk / 1e6:.0f} MB on disk,"
            f" {memory / 1e6:.0f} MB more in memory (the mapped vectors among them)",
            flush=True,
        )
        for queries in sorted(arguments.work.glob("queries-*.npy")):
            measure(peer, vectors, queries.stem.removeprefix("queries-"), np.load(queries))
        del peer


if __name__ == "__main__":
    main()
