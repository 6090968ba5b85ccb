"""Checks of the words by which people ask for a service."""

from __future__ import annotations

from collections.abc import Iterator

from bot.library.load import Content
from bot.library.read import Problem, spot


def check_finding(content: Content) -> Iterator[Problem]:
    """Topics in `finding/<lang>.yaml` that aren't there."""
    for lang, finding in content.finding.items():
        for topic in finding.of("topic"):
            if topic not in content.library.topics:
                file, line = spot(content.layers.yaml["finding", lang], ("topic", topic))
                yield Problem(file, line, f"there is no topic `{topic}`", "mend the id, see sections.yaml")
