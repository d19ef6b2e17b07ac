"""Checks an export of an index (reelspace index --export DIR) with pyarrow and numpy.

    pip install pyarrow numpy
    python tools/export/read.py DIR
"""
import json
import sys

import numpy
import pyarrow.ipc

folder = sys.argv[1]
embeddings = numpy.load(folder + "/embeddings.npy", mmap_mode="r")
segments = pyarrow.ipc.open_file(folder + "/segments.arrow").read_all()

about = json.load(open(folder + "/export.json"))
dimension = about["space"]["dimension"]
assert embeddings.shape == (about["segments"], dimension)
tables = {}
for name, rows in [("videos", "videos"), ("segments", "segments"), ("frames", "frames"),
                   ("words", "lines")]:
    tables[name] = pyarrow.ipc.open_file(f"{folder}/{name}.arrow").read_all()
    tables[name].validate(full=True)
    assert len(tables[name]) == about[rows], name
    print(name, tables[name].schema.names, tables[name].slice(0, 1).to_pylist()[:1])


def matrix(table):
    return table["embedding"].combine_chunks().flatten().to_numpy().reshape(-1, dimension)


assert (matrix(segments) == embeddings).all()
starts = numpy.cumsum(tables["videos"]["segments"].to_numpy())
assert (tables["videos"]["first_segment"].to_numpy()[1:] == starts[:-1]).all()
if len(tables["frames"]):
    lengths = numpy.linalg.norm(matrix(tables["frames"]).astype("f4"), axis=1)
    assert abs(lengths - 1).max() < 1e-3, abs(lengths - 1).max()
print("sound")
