"""Which customers behind opportunities may be named to somebody who may not see them. Pure.

A rep learns ID and name of the customer behind an opportunity they answer for. Without more, whoever types IDs one
after the other into opportunities would read the names of all customers. So a link counts only where somebody who may
see that customer made it or has since worked on that opportunity: the customer's owner, a manager, an admin. Until
then it is a *claim*: the opportunity is taken as it is, the customer stays without a name for its author, exactly as
if there were no such customer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sync.store.hub import Claim, Cursor, Hub
from validators.roles import Owners
from validators.settings import User

__all__ = ["Claims", "Work", "settle"]

Work: TypeAlias = Literal["brought", "named", "edited", "stood"]
"""The opportunity came into the hub; its customer was named anew; something else of it was changed; it stood, as the
hub has it, in a place that was read for the first time."""
_TABLE, _COLUMN = "opportunities", "Customer_ID"


@dataclass(slots=True)
class Claims:
    """Collects in one run who named which opportunity's customer; `decide` then says which of the links count."""

    hub: Hub
    touched: list[tuple[str, Work, User, Collection[str] | None]] = field(default_factory=list)
    """An opportunity's key, what was done to it, by whom, and the customers that person may see."""
    _before: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._before = frozenset(self.hub.claims)

    def touch(self, keys: Collection[str], work: Work, user: User, customers: Collection[str] | None) -> None:
        """A person worked on these opportunities."""
        self.touched += [(key, work, user, customers) for key in keys]

    def decide(self) -> None:
        """Once references follow the IDs that placeholders became."""
        table, claims = self.hub.tables[_TABLE], self.hub.claims
        for key, work, user, customers in self.touched:
            if key not in table.index:
                continue
            customer = str(table.get(key, _COLUMN))
            if customers is None or customer in customers:
                if key in claims and self._vouches(key, work, user):
                    del claims[key]
            elif work in ("brought", "named"):
                claims[key] = Claim(customer, self.hub.run)

    def _vouches(self, key: str, work: Work, user: User) -> bool:
        if work in ("brought", "stood"):  # a row that a killed run wrote there is no word of that person's
            return key not in self._before
        shown = self.hub.cursors.get(user.name, Cursor()).rows.get(_TABLE, {})
        return work == "named" or shown.get(key, -1) >= self.hub.claims[key].run  # it was edited knowing the claim


def settle(hub: Hub, owned: Owners) -> None:
    """Drop the claims that are none any more: the row is gone, names another customer, or who answers for it now owns
    the customer."""
    hub.claims = {key: claim for key, claim in hub.claims.items() if _stands(hub, key, claim, owned)}


def _stands(hub: Hub, key: str, claim: Claim, owned: Owners) -> bool:
    table = hub.tables[_TABLE]
    if key not in table.index or str(table.get(key, _COLUMN)) != claim.customer:
        return False
    owner = owned.of.get(claim.customer, "")
    return not owner or owner != owned.user(table.get(key, "Responsible"))
