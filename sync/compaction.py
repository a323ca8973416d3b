"""When old runs are thinned out: once a month, what can no longer be undone, never what somebody lags behind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sync.bases import latest_of, oldest
from sync.store.contract import Store
from sync.store.hub import Hub
from validators.settings import HistorySettings

__all__ = ["compact_if_due"]

SLACK = timedelta(days=30)
"""Thinning rewrites the log: it waits until so much is too old."""


def compact_if_due(store: Store, hub: Hub, present: Collection[str], settings: HistorySettings, today: date) -> None:
    """Thin out the runs that are too old to be undone; it counts with the next commit.

    The merge base of an endpoint that lags behind rests on the log, so that nothing is thinned from there on. Who left
    the team holds nothing up: should they come back, they are merged as if for the first time.
    """
    horizon = today - timedelta(days=settings.undo_days)
    if not hub.kept_since or date.fromisoformat(hub.kept_since) + SLACK >= horizon:
        return
    latest = latest_of(hub.tables)
    lags = {name: oldest(cursor, latest) for name, cursor in hub.cursors.items()}
    at_most = min((lag for name, lag in lags.items() if lag is not None and name in present), default=hub.run)
    if not store.compact(hub, horizon, at_most):
        return
    for name, lag in lags.items():
        if lag is not None and lag < hub.compacted:
            del hub.cursors[name]
