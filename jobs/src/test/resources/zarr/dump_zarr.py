"""Prints every array of a Zarr 2 hierarchy as JSON, read by the zarr package: path -> dtype, shape, values."""

import json
import sys

import numpy
import zarr

group = zarr.open_group(sys.argv[1], mode="r")
arrays = {}


def take(path, item):
    if isinstance(item, zarr.Array):
        values = item[...]
        arrays[path] = {
            "dtype": str(numpy.dtype(values.dtype)),
            "shape": list(values.shape),
            "values": values.ravel().tolist(),
        }


if hasattr(group, "visititems"):
    group.visititems(take)
else:
    for member in group.members(max_depth=None):
        take(*member)
json.dump({"attributes": dict(group.attrs), "arrays": arrays}, sys.stdout)
