"""Shows that features are read by pandas as they are.

    pip install pyarrow pandas
    python tools/features/read.py FOLDER
"""

import sys

import pyarrow.dataset

rows = pyarrow.dataset.dataset(sys.argv[1], format="arrow").to_table().to_pandas()
print(rows[["id", "view", "times"]])
print(rows.features[0][0].dtype, rows.features.map(len).describe())
