"""Whether the days of `calendar.yaml` can be shown: topics that are there, every language, one line each, a date to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.library.calendar import is_over
from bot.library.load import Content
from bot.library.read import Problem, bare, spot

TITLE = 70
"""Characters of a day's title: with its date it is one line or two on a phone."""
ABOUT = 140
"""Characters of the one line on a day."""


def check_calendar(content: Content, today: date) -> Iterator[Problem]:
    """All problems of the calendar, hidden days with them."""
    node, hidden = content.layers.yaml.get(("calendar", "")), content.layers.yaml.get(("hidden", ""))
    known = set(bare(node).get("days", ())) if node is not None else set()
    if hidden is not None:
        for name in bare(hidden).get("days", ()):
            if name not in known:
                file, line = spot(hidden, ("days",))
                yield Problem(file, line, f"there is no day `{name}`", "mend the id, see calendar.yaml")
    if node is None:
        return
    spoken = [lang for lang, language in content.words.languages.items() if language.sentences]
    for day in content.library.days:

        def at(what: str, remedy: str, *path: str | int, warn: bool = False, of: str = day.id) -> Problem:
            file, line = spot(node, ("days", of, *path))
            return Problem(file, line, what, remedy, "warning" if warn else "error")

        for number, topic in enumerate(day.topics):
            if topic not in content.library.topics:
                yield at(f"there is no topic `{topic}`", "mend the id, see sections.yaml", "topics", number)
        for key, texts, longest in (("title", day.titles, TITLE), ("about", day.about, ABOUT)):
            missing = [lang for lang in spoken if lang not in texts]
            if missing:
                what = f"`{key}` of `{day.id}` is missing in `{'`, `'.join(missing)}`"
                yield at(what, "add it; until then English is shown", key, warn=True)
            for lang, text in texts.items():
                if len(text) > longest:
                    yield at(f"`{key}` of `{day.id}` has {len(text)} characters", f"at most {longest}", key, lang)
        if is_over(day, today):
            what = f"all dates of `{day.id}` have passed"
            yield at(what, "add the next one, or leave it: it is shown as past", "dates", warn=True)
