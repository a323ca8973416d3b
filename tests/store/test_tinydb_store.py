"""The embedded hub keeps the contract of all stores."""

from __future__ import annotations

from sync.store.tinydb import TinyDBStore
from tests.store.conformance import StoreConformance


class TestTinyDBStore(StoreConformance):
    open = staticmethod(TinyDBStore)
