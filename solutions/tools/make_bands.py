"""Program that trains the references and writes their curves for the bands beside loss curves (ruling 15).

Run ``python solutions/tools/make_bands.py [FASHION_ROOT]`` when a test reports that a file is out of date. It trains on
the shipped ``synthetic-fashion``, and on the Fashion-MNIST in ``FASHION_ROOT``. Without that folder, the files keep
their curves for other data sets.
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
    """Return the new curves of these data sets, and the file's curves of other data sets."""
    made = [bands.make(source, dataset) for dataset in datasets]
    digests = {curves.data_digest for curves in made}
    return [*made, *(kept for kept in bands.read(source) if kept.data_digest not in digests)]


def main(arguments: Sequence[str]) -> None:
    """Write the file of every band."""
    torch.set_num_threads(1)  # as in the bench, because another order of sums would change the curves
    datasets = [synthetic_fashion.load(), *(fashion_mnist.load(root) for root in arguments)]
    for solution in torchgrade_solutions():
        for source in solution.bands:
            path = Path(str(resource(source.file)))
            bands.write(path, remade(source, datasets))
            print(f"{solution.exercise}: {source.curve} on {', '.join(d.name for d in datasets)}, in {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
