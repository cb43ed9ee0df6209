"""What an expression may ask of the world outside the form: the clock, the zone, the reader, chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from random import Random


@dataclass(frozen=True, slots=True)
class World:
    """The moment (`now`, aware), the day (`today`: an example campaign has its own), the form's time zone,
    the reader's language (a code as in Form.languages; "" is the form's default) and name, chance, and what else
    property() may ask (deviceid, email, phonenumber)."""

    now: datetime
    today: date
    time_zone: tzinfo = UTC
    language: str = ""
    username: str = ""
    rng: Random = field(default_factory=Random, compare=False)
    properties: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, now: datetime, time_zone: tzinfo = UTC, *, language: str = "", username: str = "") -> "World":
        """The world at a moment, its day being the local one."""
        local = now.astimezone(time_zone)
        return cls(local, local.date(), time_zone, language, username)
