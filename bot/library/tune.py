"""`practiceline calibrate`: how sure the matcher may be in each language, from questions that serve nothing else.

Which files the folder has, `questions` says.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.library.make import Kitchen, make
from bot.library.questions import questions_of, sayings_of
from intents import Matcher, Urgency, tuned

_HEAD = """\
# How sure the matcher may be before it answers, offers a choice or opens the emergency card, by language.
# Made by `make calibrate`; how: intents/README.md. Run it again when the content has changed much. To change a number by hand is
# possible (a lower `alarm` hears more red flags and raises more false alarms), but the next `make calibrate` will not know of it.
"""


def tune(kitchen: Kitchen, questions: Path, today: date) -> str:
    """The text of a calibration.yaml for the content as it is now. Raises ContentRefused."""
    made = make(kitchen, today, fit=True)
    book = made.book
    # Without what an earlier calibration says.
    matcher, urgency = Matcher.load(book, made.fit), Urgency.load(book, made.fit)
    lines = [_HEAD.rstrip(), "", f"made_on: {today.isoformat()}", f"phrasings: {len(book.phrases)}", "languages:"]
    for lang in sorted({*book.languages, *book.red_flags}):
        mine = [p for p in book.phrases if p.lang == lang]
        asked = questions_of(questions, lang, {p.label for p in mine}) if mine else ()
        sayings = sayings_of(questions, lang)
        tuning = tuned(matcher, urgency, lang, asked, sayings)
        ours = sum(q.label is not None for q in asked)
        flags = sum(s.urgent for s in sayings)
        lines.append(f"  {lang}:")
        lines.append(f"    phrasings: {len(mine)}")
        lines.append(f"    questions: {ours}")
        lines.append(f"    strays: {len(asked) - ours}")
        lines.append(f"    urgent: {flags}")
        lines.append(f"    quiet: {len(sayings) - flags}")
        for name in ("slope", "shift", "answer", "choose", "alarm"):
            value = getattr(tuning, name)
            if value is not None:
                lines.append(f"    {name}: {value}")
    return "\n".join(lines) + "\n"
