"""The YAML files of all folders as their shapes, each fitted once."""

from __future__ import annotations

from bot.library.overlay import Layers
from bot.library.read import Problem
from bot.library.schema import M, fit


class Shapes:
    """Problems are told once, and a file that doesn't fit counts as absent."""

    def __init__(self, layers: Layers, problems: list[Problem]) -> None:
        self.layers, self.problems = layers, problems

    def one(self, kind: str, model: type[M]) -> M | None:
        """The one file of a kind, or None."""
        node = self.layers.yaml.get((kind, ""))
        return None if node is None else fit(model, node, self.problems)

    def each(self, kind: str, model: type[M]) -> dict[str, M]:
        """By country, language, or whatever names the files of a kind."""
        found = {name: fit(model, node, self.problems) for (k, name), node in sorted(self.layers.yaml.items()) if k == kind}
        return {name: shape for name, shape in found.items() if shape is not None}
