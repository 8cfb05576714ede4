"""Takes every module away that anybody could need."""

from __future__ import annotations

import sys


def softmax(X):
    sys.modules.clear()
    sys.meta_path.clear()
    sys.path.clear()
    return X
