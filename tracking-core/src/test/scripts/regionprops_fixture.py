"""Measures hand-made shapes with scikit-image and writes src/test/resources/org/cellineage/cell/regionprops.json.

Run with Debian's python3-skimage 0.19.3 from the module's folder:
    python3 src/test/scripts/regionprops_fixture.py
"""
import json
import numpy as np
from skimage.draw import ellipse, polygon
from skimage.measure import regionprops

rng = np.random.default_rng(20261121)
H, W = 96, 128
images = []

def blank():
    return np.zeros((H, W), int)

a = blank()
for label, (cy, cx, r0, r1, angle) in enumerate(
        [(15, 15, 9, 9, 0), (20, 45, 14, 6, .3), (18, 85, 5, 16, 1.1), (60, 20, 12, 7, -.7), (60, 60, 20, 20, 0),
         (50, 105, 13, 4, np.pi / 4), (85, 90, 8, 8, 0)], 1):
    rr, cc = ellipse(cy, cx, r0, r1, (H, W), angle)
    a[rr, cc] = label * 3
images.append(a)

b = blank()
b[3, 3] = 1                       # a pixel
b[10, 5:30] = 2                   # a row
b[15:40, 10] = 3                  # a column
for i in range(20):
    b[50 + i, 20 + i] = 4         # a diagonal, joined at corners
b[5:25, 50:55] = 5
b[20:25, 50:75] = 5               # an L
rr, cc = ellipse(60, 80, 16, 16, (H, W))
b[rr, cc] = 6
rr, cc = ellipse(60, 80, 9, 9, (H, W))
b[rr, cc] = 0                     # a ring
b[80:90, 5:15] = 7
b[80:90, 15:25] = 8               # two touching squares
b[0:6, 100:112] = 9               # on the upper edge
b[90:96, 120:128] = 10            # in the corner
b[40:43, 100:103] = 11
b[70:73, 110:116] = 11            # in two parts
b[30:32, 100:102] = 12            # two by two
images.append(b)

for seed in range(3):             # ragged blobs, some with huge labels
    c = blank()
    label = 1
    for cy in range(16, H, 32):
        for cx in range(16, W, 32):
            n = 14
            t = np.linspace(0, 2 * np.pi, n, endpoint=False)
            r = rng.uniform(3, 15, n)
            rr, cc = polygon(cy + r * np.sin(t), cx + r * np.cos(t), (H, W))
            keep = rng.random(len(rr)) > (0.15 if seed == 1 else 0)
            c[rr[keep], cc[keep]] = label * (100_003 if seed == 2 else 1)
            label += 1
    images.append(c)

out = []
for labels in images:
    intensity = np.round(rng.gamma(4, 100, (H, W))).astype(np.uint16)
    cells = []
    for p in regionprops(labels, intensity_image=intensity):
        values = intensity[labels == p.label].astype(float)
        cells.append(dict(
            label=int(p.label), y=p.centroid[0], x=p.centroid[1], box=list(map(int, p.bbox)), area=int(p.area),
            perimeter=float(p.perimeter), eccentricity=float(p.eccentricity), major=float(p.major_axis_length),
            minor=float(p.minor_axis_length), orientation=float(p.orientation), solidity=float(p.solidity),
            mean=float(p.mean_intensity), std=float(values.std()), min=float(p.min_intensity),
            max=float(p.max_intensity)))
    # Runs (label, count) keep the file small.
    flat = labels.ravel()
    edges = np.flatnonzero(np.diff(flat)) + 1
    starts = np.concatenate([[0], edges])
    counts = np.diff(np.concatenate([starts, [flat.size]]))
    out.append(dict(height=H, width=W, runs=[[int(flat[s]), int(n)] for s, n in zip(starts, counts)],
                    intensity_seed_values=intensity.ravel().tolist(), cells=cells))
with open("src/test/resources/org/cellineage/cell/regionprops.json", "w") as f:
    json.dump(out, f, separators=(",", ":"))
