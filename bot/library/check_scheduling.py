"""Checks of the words and sentences of scheduling."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from bot.library.load import Content
from bot.library.read import Problem, spot
from bot.supervision.wording_say import SENTENCES
from bot.supervision.wording_words import VALUES

_NEEDED = {"weekday": VALUES["weekday"].split("|"), "month": [str(month) for month in range(1, 13)]}


def check_scheduling(content: Content) -> Iterator[Problem]:
    """Sentences of the echo that are missing or have a field that nothing fills; weekdays and months without a name."""
    for lang, scheduling in content.scheduling.items():
        node = content.layers.yaml["scheduling", lang]
        file, line = spot(node, ("say",))
        if missing := sorted(SENTENCES.keys() - scheduling.say.keys()):
            yield Problem(file, line, f"`say` lacks {', '.join(missing)}", "write these sentences too, see scheduling/en.yaml")
        for name, sentence in scheduling.say.items():
            try:
                fields = {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}
            except ValueError:
                fields = {"{"}
            if odd := sorted(fields - SENTENCES[name]):
                known = ", ".join(f"{{{field}}}" for field in sorted(SENTENCES[name])) or "none"
                file, line = spot(node, ("say", name))
                yield Problem(file, line, f"nothing fills {{{odd[0]}}} in `{name}`", f"fields of this sentence: {known}")
        for group, values in _NEEDED.items():
            if unnamed := [value for value in values if not scheduling.words.get(f"{group}.{value}")]:
                file, line = spot(node, (group,))
                yield Problem(file, line, f"`{group}` lacks {', '.join(unnamed)}", "each needs a name, the one shown first")
