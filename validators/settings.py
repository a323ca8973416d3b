"""A team's settings: `config.toml` as pydantic models. Reading the file is `sync.config`'s work, not ours."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from validators.fields import Language

__all__ = [
    "ExcelSettings",
    "ExtraColumn",
    "FollowUpSettings",
    "GuardSettings",
    "HistorySettings",
    "LabelSetting",
    "MergeSettings",
    "Policy",
    "RequestSettings",
    "Settings",
    "StageSetting",
    "Target",
    "Team",
    "User",
]

Role = Literal["rep", "manager", "admin"]
Policy = Literal["ask", "hub", "endpoint"]
"""Whose value stands where an endpoint and the hub both changed a cell: `ask`: the hub's, until a person picks; `hub`:
the hub's; `endpoint`: the endpoint's. The other value is kept in any case."""


class _Section(BaseModel):
    # Only `Settings` judges anything: the sections need no validators of their own.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Team(_Section):
    """`[team]`."""

    name: str = "示例团队"
    language: Language = "zh"
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    week_start: Literal["monday", "sunday"] = "monday"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    mode: Literal["split", "shared"] = "split"
    manager_edits: bool = True
    collision_owner: Literal["name", "masked"] = "masked"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)  # asking for the list of all zones would look into a thousand files
        except (LookupError, ValueError, OSError):
            raise ValueError(f"unknown time zone {value!r}; write a name such as Asia/Shanghai") from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The team's time zone."""
        return ZoneInfo(self.timezone)


class User(_Section):
    """One of `[[users]]`. `place` is a path relative to config.toml, or `google:SPREADSHEET_ID`; empty for nobody's."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    role: Role = "rep"
    place: str = ""
    active: bool = True


class LabelSetting(_Section):
    """A label in both languages; a missing one falls back to the other."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_text(cls, value: Any) -> Any:
        return {"zh": value, "en": value} if isinstance(value, str) else value


class ExtraColumn(_Section):
    """One of `[[columns.extra]]`."""

    table: Literal["customers", "follow_ups", "opportunities", "plan"]
    name: Annotated[str, Field(pattern=r"^[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*$", max_length=60)]
    label: LabelSetting = LabelSetting.model_construct()
    type: Literal["text", "number", "date", "yes_no", "choice"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _choices_with_choice(self) -> ExtraColumn:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError('`choices = ["…"]` goes with `type = "choice"`, and only with it')
        return self


class Columns(_Section):
    """`[columns]`."""

    off: tuple[Literal["Region", "Notes", "Attachments", "Contract_Amount", "Sign_Date", "Lost_Reason"], ...] = ()
    extra: tuple[ExtraColumn, ...] = ()
    manager_only: tuple[str, ...] = ()
    """`table.Column`: cells that only a manager or an admin may change."""


class StageSetting(_Section):
    """A stage of an opportunity: its default probability (0-100) and whether it closes the opportunity."""

    name: str
    probability: Annotated[float, Field(ge=0, le=100)] = 0
    closes: Literal["won", "lost"] | None = None


class Choices(_Section):
    """`[choices]`: replaces the built-in list of a column. Status and Level are the standard's own and stay."""

    Industry: tuple[str, ...] | None = None
    Source: tuple[str, ...] | None = None
    Region: tuple[str, ...] | None = None
    Lost_Reason: tuple[str, ...] | None = None
    Follow_Method: tuple[str, ...] | None = None
    Stage: tuple[StageSetting, ...] | None = None

    @field_validator("Stage")
    @classmethod
    def _can_be_won_and_lost(cls, value: tuple[StageSetting, ...] | None) -> tuple[StageSetting, ...] | None:
        if value is not None and {"won", "lost"} - {stage.closes for stage in value}:
            raise ValueError('one stage must have `closes = "won"` and one `closes = "lost"`')
        return value


class Cadence(_Section):
    """Days between two follow-ups, by level."""

    key: Annotated[int, Field(gt=0)] = 7
    normal: Annotated[int, Field(gt=0)] = 14
    growth: Annotated[int, Field(gt=0)] = 30


class FollowUpSettings(_Section):
    """`[follow_up]`, in days."""

    cadence: Cadence = Cadence.model_construct()
    due_soon: Annotated[int, Field(ge=0)] = 2
    calendar: Literal["days", "cn_workdays"] = "days"


Share = Annotated[float, Field(gt=0, le=1)]


class GuardSettings(_Section):
    """`[guard]`: shares of a table's rows, counted from `min_rows` rows on; how many cells may become older at once."""

    max_deleted: Share = 0.10
    max_changed: Share = 0.30
    max_older: Annotated[int, Field(ge=2)] = 10
    min_rows: Annotated[int, Field(ge=1)] = 20


class MergeSettings(_Section):
    """`[merge]`: the policy for two new values of one cell. A column's own goes before that of the user's role, whose
    workbook brings the second of the two values."""

    policy: Policy = "ask"
    roles: dict[Role, Policy] = {}
    columns: dict[str, Policy] = {}

    def of(self, role: str, table: str, column: str) -> Policy:
        """The policy for a cell of that column which a user of that role changed."""
        for name in (f"{table}.{column}", column):
            if name in self.columns:
                return self.columns[name]
        return next((policy for named, policy in self.roles.items() if named == role), self.policy)


class DateLimits(_Section):
    """`[rules.R005]`: days outside of these are pointed out. What has happened may in no case lie ahead."""

    earliest: date = date(1990, 1, 1)
    days_ahead: Annotated[int, Field(ge=1, le=36_500)] = 3653  # ten years


class AmountLimits(_Section):
    """`[rules.R008]`: amounts from `warn_from` on are taken for a slip of the hand."""

    warn_from: Annotated[float, Field(gt=0)] = 10_000_000_000


class LengthLimits(_Section):
    """`[rules.R011]`: how many characters a text may have, by column (`Notes` or `customers.Notes`); more than a cell
    of that column can hold is no limit."""

    longest: dict[str, Annotated[int, Field(ge=1, le=32_767)]] = {}

    def of(self, table: str, column: str) -> int | None:
        """The team's limit for a column; None where it has none."""
        return self.longest.get(f"{table}.{column}", self.longest.get(column))


class Accepted(_Section):
    """One of `[[rules.accepted]]`: what rule `rule` says of the row with ID `key` (of its cell in `column`, if one is
    named) is accepted by `by` until the end of day `until`, because of `why`."""

    rule: Annotated[str, Field(min_length=1)]
    key: Annotated[str, Field(min_length=1)]
    column: str = ""
    until: date
    by: Annotated[str, Field(min_length=1)]
    why: Annotated[str, Field(min_length=1, max_length=200)]


class RuleSettings(_Section):
    """`[rules]`: which rules are judged (all, for no `select`), how serious they are, what they go by, and single
    findings that were accepted. `ignore` goes before `select`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Literal["error", "warning", "info"]] = {}
    R005: DateLimits = DateLimits.model_construct()
    R008: AmountLimits = AmountLimits.model_construct()
    R011: LengthLimits = LengthLimits.model_construct()
    accepted: tuple[Accepted, ...] = ()


class RequestSettings(_Section):
    """`[requests]`: how many requests a user may make in an hour, and how many of them may start a run."""

    per_hour: Annotated[int, Field(ge=0, le=10_000)] = 60
    runs_per_hour: Annotated[int, Field(ge=0, le=1_000)] = 12


class AgentSettings(_Section):
    """`[agent]`: how often the loop runs a cycle, in minutes."""

    every: Annotated[int, Field(ge=1, le=1440)] = 15


class HistorySettings(_Section):
    """`[history]`: for how many days every run is kept so that it can be undone."""

    undo_days: Annotated[int, Field(ge=7, le=3660)] = 180


class ExcelSettings(_Section):
    """`[excel]`: whether clicks are handed to a resident helper on each person's computer."""

    resident: bool = False


class Target(_Section):
    """One of `[[targets]]`: what a rep is to reach in a month (`YYYY-MM`)."""

    user: str
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    amount: Annotated[float, Field(ge=0)] = 0
    deals: Annotated[int, Field(ge=0)] = 0
    new_customers: Annotated[int, Field(ge=0)] = 0


class Settings(_Section):
    """The whole of `config.toml`. Without arguments: the defaults, which are no team (no users)."""

    format: Literal[1] = 1
    team: Team = Team.model_construct()
    users: tuple[User, ...] = ()
    columns: Columns = Columns.model_construct()
    choices: Choices = Choices.model_construct()
    follow_up: FollowUpSettings = FollowUpSettings.model_construct()
    guard: GuardSettings = GuardSettings.model_construct()
    merge: MergeSettings = MergeSettings.model_construct()
    rules: RuleSettings = RuleSettings.model_construct()
    requests: RequestSettings = RequestSettings.model_construct()
    agent: AgentSettings = AgentSettings.model_construct()
    history: HistorySettings = HistorySettings.model_construct()
    excel: ExcelSettings = ExcelSettings.model_construct()
    targets: tuple[Target, ...] = ()

    @property
    def language(self) -> Language:
        """The language of everything a person reads."""
        return self.team.language

    def user(self, name: str) -> User | None:
        """The user of that name."""
        return next((user for user in self.users if user.name == name), None)
