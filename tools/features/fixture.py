"""Writes the file of features that FeatureStoreTest reads, with pyarrow.

    pip install pyarrow numpy
    python tools/features/fixture.py train/src/test/resources/features/pyarrow.arrow
"""

import sys

import numpy as np
import pyarrow as pa

step = pa.list_(pa.field("channel", pa.float16(), nullable=False), 3)
schema = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("view", pa.int32(), nullable=False),
        pa.field("checksum", pa.string(), nullable=False),
        pa.field("times", pa.list_(pa.field("time", pa.float32(), nullable=False)), nullable=False),
        pa.field("features", pa.list_(pa.field("step", step, nullable=False)), nullable=False),
    ],
    {
        "reelspace.version": "1",
        "reelspace.modality": "visual",
        "reelspace.encoder": "net",
        "reelspace.fingerprint": "abc",
        "reelspace.preparation": "none",
    },
)


def batch(ids, views, sums, times, features):
    half = [[np.array(s, np.float16) for s in sequence] for sequence in features]
    columns = [ids, views, sums, times, half]
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema)], schema=schema)


with pa.OSFile(sys.argv[1], "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
    writer.write_batch(
        batch(
            ["a.jpg", "b.mp4"],
            [0, 0],
            ["s1", "s2"],
            [[0], [0, 0.5]],
            [[[1.5, 2.5, 3.5]], [[1, 2, 3], [4, 5, 6]]],
        )
    )
    writer.write_batch(batch(["b.mp4"], [1], ["s2"], [[0, 0.5]], [[[-1, 0, 0.25], [4, 5, 6]]]))
