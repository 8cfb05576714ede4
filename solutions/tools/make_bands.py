"""Trains the references and writes their curves, from which the bands beside loss curves are drawn (ruling 15).

Run it as ``python solutions/tools/make_bands.py [FASHION_ROOT]`` whenever a test says that a file is out of date:
for the shipped ``synthetic-fashion``, and for the Fashion-MNIST that lies in ``FASHION_ROOT``. Without that
folder the curves that the files hold for other data sets are kept.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from torchgrade.checking import bands
from torchgrade.datasets import fashion_mnist
from torchgrade.datasets.dataset import Dataset
from torchgrade.plugins.resources import BandSource, resource
from torchgrade_d2l.data import synthetic_fashion
from torchgrade_d2l_solutions import torchgrade_solutions


def remade(source: BandSource, datasets: Sequence[Dataset]) -> list[bands.Curves]:
    """Return the curves of these data sets, made anew, and what the file holds of others."""
    made = [bands.make(source, dataset) for dataset in datasets]
    digests = {curves.data_digest for curves in made}
    return [*made, *(kept for kept in bands.read(source) if kept.data_digest not in digests)]


def main(arguments: Sequence[str]) -> None:
    """Write the file of every band."""
    torch.set_num_threads(1)  # as in the bench, whose sums must not come in another order
    datasets = [synthetic_fashion.load(), *(fashion_mnist.load(root) for root in arguments)]
    for solution in torchgrade_solutions():
        for source in solution.bands:
            path = Path(str(resource(source.file)))
            bands.write(path, remade(source, datasets))
            print(f"{solution.exercise}: {source.curve} on {', '.join(d.name for d in datasets)}, in {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
