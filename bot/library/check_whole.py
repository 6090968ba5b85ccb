"""Checks on what is easily left unfinished: ways on from a text, questions that belong next door, a calibration gone stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.library.load import Content
from bot.library.page import Page
from bot.library.read import Entries, Problem, bare, spot
from bot.library.schema import SOURCE_LANG
from intents import Matcher

RELATED = 2
"""Fewest topics that an answer leads on to."""
NOT_THIS = (3, 8)
"""Questions that look alike and belong elsewhere: fewest and most."""
CALIBRATED = 0.05
"""Share of a language's phrasings that may have come or gone since it was calibrated."""


def check_whole(content: Content) -> Iterator[Problem]:
    """What makes a text part of a library, and the library part of what was calibrated. All of it warnings."""
    for page in content.layers.pages.values():
        if page.front is not None:
            yield from _ways_on(page)
            yield from _next_door(page)
    yield from _calibration(content)


def _ways_on(page: Page) -> Iterator[Problem]:
    assert page.front is not None
    if page.lang != SOURCE_LANG:
        return
    others = {topic for topic in page.front.related if topic != page.topic}
    if len(others) < RELATED:
        what = f"{len(others)} related topics"
        yield Problem(
            page.file, page.line_at("related"), what, f"name at least {RELATED}: where do people go from here?", "warning"
        )
    for number, topic in enumerate(page.front.related):
        if topic in page.front.related[:number]:
            yield Problem(page.file, page.line_at("related", number), f"`{topic}` is related twice", "keep one", "warning")


def _next_door(page: Page) -> Iterator[Problem]:
    count, (fewest, most) = len(page.not_this), NOT_THIS
    if not fewest <= count <= most:
        line = page.not_this[0].line if page.not_this else 1
        remedy = f"list {fewest} to {most} that look alike and belong to another topic, under ## {{not-this}}"
        yield Problem(page.file, line, f"{count} questions that belong elsewhere", remedy, "warning")


def _calibration(content: Content) -> Iterator[Problem]:
    node = content.layers.yaml.get(("calibration", ""))
    if not isinstance(node, Entries):
        return
    now = Counter[str]()
    for (_, lang), text in content.library.guidance.items():
        now[lang] += len(text.ask) + sum(len(part.ask) for part in text.parts)
    for lang, tuning in bare(node).get("languages", {}).items():
        then = int(tuning.get("phrasings", 0))
        if then and abs(now[lang] - then) > CALIBRATED * then:
            file, line = spot(node, ("languages", lang, "phrasings"))
            what = f"`{lang}` was calibrated with {then} phrasings and has {now[lang]}"
            yield Problem(file, line, what, "run `make calibrate` when the writing is done", "warning")


def unclaimed(matcher: Matcher, content: Content) -> Iterator[Problem]:
    """Texts with a neighbour in sections.yaml none of whose not-this questions sounds like one of a neighbour.

    Topics are listed as neighbours because they are taken for one another. A fitted matcher is asked each question; the neighbour
    has to be among the best two.
    """
    for page in content.layers.pages.values():
        neighbours = {topic for group in content.neighbours if page.topic in group for topic in group} - {page.topic}
        near = {
            candidate.label
            for asked in page.not_this
            for candidate in matcher.match(asked.text, lang=page.lang).candidates[:2]
        }  # fmt: skip
        if neighbours and page.not_this and not neighbours & near:
            names = ", ".join(f"`{topic}`" for topic in sorted(neighbours))
            what = f"no question under not-this belongs to {names}"
            remedy = "add one: sections.yaml says that they are taken for one another"
            yield Problem(page.file, page.not_this[0].line, what, remedy, "warning")
