"""A believable sales team, made up: `generate` gives settings, tables and the faults put in on purpose.

Everything follows from the arguments; the same arguments give the same team. About one row in twenty is wrong in a
way people get rows wrong. Beside these faults there are rows that are right but awkward: notes that begin with `=`,
`+`, `-` or `@`, leads that nobody owns yet, and rows just typed that have no ID.
"""

from __future__ import annotations

from datetime import date

from sync.upkeep.demo_data.config_text import ZONES, config, with_targets
from sync.upkeep.demo_data.customers import Rep, Staff, make_customers
from sync.upkeep.demo_data.dice import Dice
from sync.upkeep.demo_data.faults import spoil
from sync.upkeep.demo_data.follow_ups import contact_days, write_up
from sync.upkeep.demo_data.names import Names
from sync.upkeep.demo_data.opportunities import make_opportunities
from sync.upkeep.demo_data.plans import make_plans
from sync.upkeep.demo_data.tables import customer_table, follow_up_table, give_keys, opportunity_table, plan_table
from sync.upkeep.demo_data.targets import make_targets
from sync.upkeep.demo_data.team import SIZES, DemoTeam, Fault, Rows, Size, rows_for
from sync.upkeep.demo_data.words import Words
from sync.upkeep.demo_data.words_en import EN
from sync.upkeep.demo_data.words_zh import ZH
from validators.fields import Language

__all__ = ["ZONES", "DemoTeam", "Fault", "Rows", "Size", "generate", "rows_for"]

LEFT_DAYS_AGO = 25
"""How long ago the rep who is switched off left."""


def generate(size: Size | Rows, seed: int, language: Language, today: date) -> DemoTeam:
    """A whole team of a size (`team.SIZES`, or so many rows), as it stands on the morning of `today`."""
    rows = size if isinstance(size, Rows) else SIZES[size]
    words, dice = ZH if language == "zh" else EN, Dice(seed)
    staff = _staff(rows, words, dice, today)
    names = Names(words, language, dice, rows.customers)
    customers = make_customers(names, dice, words, staff, rows.customers, recent=0.3 if size == "tiny" else 0.08)
    opportunities = make_opportunities(customers, dice, words, staff, rows.opportunities)
    follow_ups = contact_days(customers, dice, rows.follow_ups)
    write_up(follow_ups, dice, words, language, staff)
    give_keys(customers, follow_ups, typed=max(2, rows.follow_ups // 2500))
    plans = make_plans(customers, follow_ups, dice, staff, rows.plan)
    tables = {
        "customers": customer_table(customers, dice, words, language),
        "follow_ups": follow_up_table(follow_ups, dice, words, language),
        "opportunities": opportunity_table(opportunities, language),
        "plan": plan_table(plans, language),
    }
    faults = spoil(tables, customers, dice, words, language, today)
    targets = make_targets(customers, opportunities, dice, staff)
    text, settings = with_targets(config(words, language, rows), targets)
    return DemoTeam(settings, text, tables, faults)


def _staff(rows: Rows, words: Words, dice: Dice, today: date) -> Staff:
    """The reps still here, and one more whose last day was some weeks ago."""
    now = today.toordinal()
    reps = [
        Rep(name, punctual=0.74 + 0.22 * dice.random(), skill=0.75 + 0.5 * dice.random(), until=now)
        for name in words.reps[: rows.reps]
    ]
    reps.append(Rep(words.reps[rows.reps], punctual=0.65, skill=0.8, until=now - LEFT_DAYS_AGO))
    return Staff(words.admin, words.manager, tuple(reps), now)
