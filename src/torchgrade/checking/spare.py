"""The worker that one exercise of a submission leaves for the next one (ruling 46)."""

from __future__ import annotations

from torchgrade.protocol.client import Client


class Spare:
    """Place for one usable worker of a submission. The worker is the student's, so every exercise may get it."""

    def __init__(self) -> None:
        self._client: Client | None = None

    def put(self, client: Client) -> None:
        """Keep a worker that has loaded an exercise without a failure."""
        self.close()
        self._client = client

    def take(self) -> Client | None:
        """Return the worker, if there is one."""
        client, self._client = self._client, None
        return client

    def close(self) -> None:
        """End the worker."""
        if self._client is not None:
            self._client.close()
            self._client = None
