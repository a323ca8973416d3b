"""Companies, people and contact data: invented, each company core and each phone number used once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sync.upkeep.demo_data.dice import Dice, weighted
from sync.upkeep.demo_data.words import City, Words, listed
from validators.fields import Language

__all__ = ["Company", "Names", "Person"]

_MOBILE_PREFIXES = listed(
    """130 131 132 133 135 136 137 138 139 150 151 152 153 155 156 157 158 159 166 173 175 176 177 178 180 181
    182 183 185 186 187 188 189 191 198 199"""
)
_CHANNELS = weighted(("mobile", "mobile_named", "landline", "landline_named", "chat", "mail"), (46, 12, 6, 18, 11, 7))


@dataclass(frozen=True, slots=True)
class Company:
    """A company: `short` is what colleagues call it, `industry` an index of the built-in list."""

    name: str
    short: str
    city: City
    industry: int


@dataclass(frozen=True, slots=True)
class Person:
    """A contact: full name, job, how they are addressed, and the name as e-mail addresses spell it."""

    name: str
    job: str
    call: str
    mail: str


class Names:
    """Draws names. `expected` is about how many companies will be needed: cores are drawn without repetition."""

    def __init__(self, words: Words, language: Language, dice: Dice, expected: int) -> None:
        self._words, self._zh, self._dice = words, language == "zh", dice
        self._surnames = weighted(words.surnames, [1 / (1 + 0.28 * i) for i in range(len(words.surnames))], 4000)
        self._forms = weighted(
            [form for form, _ in words.legal_forms], [weight for _, weight in words.legal_forms], 100
        )
        self._industries = weighted(range(11), (30, 13, 11, 4, 8, 5, 10, 9, 6, 8, 2))
        self._cores = iter(self._draw_cores(expected + expected // 20 + 20))
        self._phones: set[str] = set()

    def _draw_cores(self, wanted: int) -> list[str]:
        """Distinct cores, two fifths of them short (华达), the others with a middle (华信达, Grand Harborfield)."""
        words, sample = self._words, self._dice.source.sample
        short = [first + last for first in words.core_first for last in words.core_last if first != last]
        short = [core for core in short if core not in words.famous]
        cores = sample(short, min(wanted * 2 // 5, len(short) * 3 // 5))
        longer = sample(range(len(short) * len(words.core_middle)), wanted - len(cores))
        for tail, middle in (divmod(i, len(words.core_middle)) for i in longer):
            core, inner = short[tail], words.core_middle[middle]
            cores.append(core[0] + inner + core[1:] if self._zh else f"{inner} {core}")
        self._dice.source.shuffle(cores)
        return cores

    def company(self) -> Company:
        """A company nobody has yet."""
        pick, words = self._dice.pick, self._words
        city, industry, core = pick(words.cities), pick(self._industries), next(self._cores)
        trade, form = pick(words.trades[industry]), pick(self._forms)
        if not self._zh:
            return Company(f"{core} {trade}{form}", core, city, industry)
        style = self._dice.random()
        if style < 0.08:
            return Company(f"{core}{trade}（{city.name}）{form}", core, city, industry)
        place = f"{city.name}市" if style < 0.3 else city.name
        return Company(place + core + trade + form, core, city, industry)

    def person(self) -> Person:
        """A contact person with a job."""
        pick, words = self._dice.pick, self._words
        (surname, latin), (job, call) = pick(self._surnames), pick(words.jobs)
        if not self._zh:
            given = pick(words.given_first)
            return Person(
                f"{given} {surname}", job, call.format(given=given, surname=surname), f"{given[0].lower()}.{latin}"
            )
        given = pick(words.given_last)
        if self._dice.random() < 0.75:
            given = pick(words.given_first) + given
        return Person(surname + given, job, call.format(surname=surname), latin)

    def contact(self, person: Person, company: Company) -> str:
        """A work channel as people write it: mostly a mobile number, else a landline, a chat name or an e-mail."""
        channel = self._dice.pick(_CHANNELS)
        if channel == "mail":
            return (self._label("邮箱") if self._zh else "") + self._mail(person, company)
        if channel == "chat" and self._zh:
            return f"{self._label('微信')}{person.mail}{self._letters(2)}{self._dice.between(100, 99_999)}"
        number = self._once(self.landline, company) if channel.startswith("land") else self._once(self.mobile, company)
        if not self._zh:
            return f"Tel: {number}" if channel.endswith("named") else number
        named = {"mobile_named": "手机", "landline_named": "电话"}.get(channel)
        return self._label(named) + number if named else number

    def _label(self, channel: str) -> str:
        """The channel with its colon, full-width or not: both are typed."""
        return channel + ("：" if self._dice.random() < 0.6 else ":")

    def mobile(self, company: Company) -> str:
        """A mobile number; one in five with blanks in Chinese."""
        if not self._zh:
            return self.landline(company)
        digits = f"{self._dice.pick(_MOBILE_PREFIXES)}{self._dice.between(0, 99_999_999):08d}"
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}" if self._dice.random() < 0.2 else digits

    def landline(self, company: Company) -> str:
        """A landline of the company's city; in English on exchanges around 555, where hardly a number is in use."""
        code, number = company.city.area_code, self._dice.between(20_000_000, 89_999_999)
        if self._zh:
            return f"{code}-{number // 10_000} {number % 10_000:04d}"
        return f"+1 {code}-{self._dice.pick(('555', '556', '557', '558'))}-{number % 10_000:04d}"

    def _once(self, draw: Callable[[Company], str], company: Company) -> str:
        while True:
            number = draw(company)
            digits = number.replace(" ", "")
            if digits not in self._phones:
                self._phones.add(digits)
                return number

    def _mail(self, person: Person, company: Company) -> str:
        # The reserved top-level domain (RFC 2606) keeps invented addresses from reaching anybody.
        domain = self._letters(4) if self._zh else company.short.lower().replace(" ", "")
        initial = "." + self._letters(1) if self._zh else ""
        return f"{person.mail}{initial}@{domain}.example"

    def _letters(self, count: int) -> str:
        pick = self._dice.pick
        return "".join(pick("bcdfghjklmnpqrstwxyz") for _ in range(count))
