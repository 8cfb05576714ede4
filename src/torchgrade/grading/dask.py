"""The executor for a Dask cluster, made only if its packages are installed."""

from __future__ import annotations

import importlib.util

from torchgrade.errors import UsageError
from torchgrade.grading.executors import Cluster, Executor, Tell
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told


def make(config: RunConfig, cluster: Cluster, tell: Tell) -> Executor:
    """Return an executor whose workers are ready.

    :raises UsageError: the extra is not installed, or no scheduler can be used at the address.
    """
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(told("cluster.install"))
    # Only a run on a cluster may need these packages.
    from torchgrade.grading.cluster.executor import DaskExecutor
    from torchgrade.grading.cluster.joining import join

    return DaskExecutor(join(cluster, config), config, tell)
