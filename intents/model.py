"""The fitted part for one language: a linear model over hashed features, and what its scores are worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.features import Vectoriser
from intents.index import Query
from intents.text import Words

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Logistic:
    """A probability from a few features: 1 / (1 + exp(-(bias + coefficients . standardised features)))."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    bias: float

    def __call__(self, features: Floats) -> NDArray[np.float64]:
        """Probability for each row of features."""
        z = (features - np.array(self.mean)) / np.array(self.scale) @ np.array(self.coefficients) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(z, -30, 30))))

    @classmethod
    def fit(cls, rows: Floats, right: NDArray[np.bool_], weights: Floats, ridge: float = 1.0) -> Logistic:
        """Newton's method with an L2 penalty on all but the bias."""
        x = rows.astype(np.float64)
        mean, scale = x.mean(axis=0), x.std(axis=0)
        scale[scale < 1e-6] = 1.0
        x = np.column_stack([(x - mean) / scale, np.ones(len(x))])
        beta = np.zeros(x.shape[1])
        penalty = np.diag([ridge] * (x.shape[1] - 1) + [1e-6])
        for _ in range(50):
            p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
            gradient = x.T @ (weights * (p - right)) + penalty @ beta
            curve = (x * (weights * p * (1 - p))[:, None]).T @ x + penalty
            step = np.linalg.solve(curve, gradient)
            beta -= step
            if np.abs(step).max() < 1e-8:
                break
        as_tuple = [tuple(round(float(v), 6) for v in a) for a in (mean, scale, beta[:-1])]
        return cls(as_tuple[0], as_tuple[1], as_tuple[2], round(float(beta[-1]), 6))

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it; `Logistic(**plain)` with tuples gives it back."""
        return {"mean": self.mean, "scale": self.scale, "coefficients": self.coefficients, "bias": self.bias}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Logistic:
        """Read back what `plain` gave."""
        return cls(tuple(plain["mean"]), tuple(plain["scale"]), tuple(plain["coefficients"]), float(plain["bias"]))


@dataclass(frozen=True)
class Model:
    """Linear scores for every class (labels in the book's order, then asides) in one language."""

    vectoriser: Vectoriser
    weights: NDArray[np.float16]
    classes: tuple[str, ...]
    confidence: Logistic
    temperature: float

    def scores(self, query: Query) -> Floats:
        """One score for each class: the mean of the text as typed and as mended, over the temperature."""
        z = self.raw(query.core, query.meaning)
        if query.fixed is not query.core:
            z = (z + self.raw(query.fixed, query.fixed_meaning)) / np.float32(2)
        return z / np.float32(self.temperature)

    def raw(self, words: Words, meaning: Sequence[str]) -> Floats:
        """Scores of one reading, before temperature."""
        rows, values = self.vectoriser.transform(words, meaning)
        if not len(rows):
            return np.zeros(len(self.classes), np.float32)
        return np.asarray(values @ self.weights[rows].astype(np.float32), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the arrays and a small JSON file into `folder`, which has to exist."""
        np.save(folder / "keys.npy", self.vectoriser.keys)
        np.save(folder / "idf.npy", self.vectoriser.idf)
        np.save(folder / "weights.npy", self.weights)
        plain = {
            "blocks": self.vectoriser.weights,
            "classes": self.classes,
            "confidence": self.confidence.plain(),
            "temperature": self.temperature,
        }
        (folder / "model.json").write_text(json.dumps(plain, sort_keys=True), encoding="ascii")

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Map the arrays into memory. Raises OSError, ValueError or KeyError when the folder is not whole."""
        plain = json.loads((folder / "model.json").read_text(encoding="ascii"))
        first, second, third = plain["blocks"]
        vectoriser = Vectoriser(
            keys=np.load(folder / "keys.npy", mmap_mode="r", allow_pickle=False),
            idf=np.load(folder / "idf.npy", mmap_mode="r", allow_pickle=False),
            weights=(first, second, third),
        )
        return cls(
            vectoriser=vectoriser,
            weights=np.load(folder / "weights.npy", mmap_mode="r", allow_pickle=False),
            classes=tuple(plain["classes"]),
            confidence=Logistic.of(plain["confidence"]),
            temperature=float(plain["temperature"]),
        )
