"""Files as learners of the book hand them in, one for each habit; what is right in them is right."""

from __future__ import annotations

from tests.realfiles import code, exports, imports, packing

HABITS = {**imports.HABITS, **packing.HABITS, **code.HABITS, **exports.HABITS}

__all__ = ["HABITS"]
