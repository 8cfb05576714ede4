"""Labels of a data set against Xw, with the fitted and the true line."""

from __future__ import annotations

import torch

from torchgrade.checking.pictured import MOST_POINTS, cloud
from torchgrade.model.attachments import Cloud
from torchgrade_d2l.linear_regression.synthetic_data.drawn import Drawn


def line_of(drawn: Drawn) -> Cloud:
    """Return the labels of the first 200 rows against Xw. The true line has slope 1 and intercept b.

    Least squares fit the other line to all rows. Labels of other weights are far from both lines.
    """
    x, y = drawn.X @ drawn.w, drawn.y
    deviation = x - x.mean()
    # The slope is NaN if all x are equal; the picture then has no fitted line.
    slope = float(deviation @ y / (deviation @ deviation))
    fitted = slope, float(y.mean() - slope * x.mean())
    points = torch.stack([x, y], dim=1)[:MOST_POINTS]  # (200, 2)
    return cloud("cloud.synthetic_data", points, {"fitted": fitted, "true": (1.0, drawn.b)})
