"""Times and days that a member typed, on their own wall and in their own working week."""

from __future__ import annotations

from datetime import date, datetime

from bot.supervision import spoken
from bot.supervision.wording_when import WORKDAYS
from bot.talk.scene import Scene


def moment_in(scene: Scene, text: str, around: datetime | None = None) -> datetime | None:
    """The moment that was typed (aware); an hour alone is meant on the day of `around`."""
    office = scene.desk.office
    if office is None:
        return None
    here = scene.now.astimezone(office.zone)
    day = around.astimezone(office.zone).date() if around else None
    return spoken.moment_in(text, scene.edition.wording, here, scene.lang, day, workdays(scene))


def days_in(scene: Scene, text: str) -> tuple[date, ...]:
    """The days that were typed."""
    office = scene.desk.office
    if office is None:
        return ()
    here = scene.now.astimezone(office.zone)
    return spoken.days_in(text, scene.edition.wording, here, scene.lang, workdays(scene))


def workdays(scene: Scene) -> tuple[int, ...]:
    """The weekdays on which the member works; 0 is Monday."""
    office = scene.desk.office
    calendar = office.calendars.get(office.me) if office else None
    return tuple(day for day in range(7) if day not in calendar.weekend) if calendar else WORKDAYS
