"""The fitted part for one language: a linear model over hashed features, and what its scores are worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.features import Vectoriser
from intents.index import Query
from intents.text import Words
from intents.verdict import Tuning

Floats = NDArray[np.float32]

MENDED = 0.7
"""Weight of the text with its spelling mended beside the text as typed (chosen on validation splits with two slips)."""


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
        if not len(rows):
            # Nothing was held out, as in a book of one phrase: nothing is known of its confidence.
            return cls((0.0,) * rows.shape[1], (1.0,) * rows.shape[1], (0.0,) * rows.shape[1], -3.0)
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

    def scale_of(self, rows: Floats, right: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
        """Slope and shift of the log-odds under which they are what `right` says they should be."""
        if not len(rows):
            return 1.0, 0.0
        return scale_of(np.asarray(self(rows), dtype=np.float32), right, weights)

    def tuned(self, tuning: Tuning) -> Logistic:
        """With the log-odds put right."""
        coefficients = tuple(tuning.slope * c for c in self.coefficients)
        return Logistic(self.mean, self.scale, coefficients, tuning.slope * self.bias + tuning.shift)

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"mean": self.mean, "scale": self.scale, "coefficients": self.coefficients, "bias": self.bias}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Logistic:
        """Read back what `plain` gave."""
        return cls(tuple(plain["mean"]), tuple(plain["scale"]), tuple(plain["coefficients"]), float(plain["bias"]))


def scale_of(confidence: Floats, right: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Slope and shift of the log-odds of `confidence` (0 to 1) under which it is the share of what is right."""
    p = np.clip(confidence, 1e-4, 1 - 1e-4)
    line = Logistic.fit(np.log(p / (1 - p)).astype(np.float32)[:, None], right, weights)
    slope = line.coefficients[0] / line.scale[0]
    return round(slope, 4), round(line.bias - slope * line.mean[0], 4)


@dataclass(frozen=True)
class Linear:
    """One score for each class: features times weights. Memory-mapped when loaded."""

    vectoriser: Vectoriser
    weights: NDArray[np.float16]
    classes: tuple[str, ...]

    def scores(self, words: Words, meaning: Sequence[str], slots: Sequence[str] = ()) -> Floats:
        """Scores of one text; zeros when none of its features is known."""
        rows, values = self.vectoriser.transform(words, meaning, slots)
        if not len(rows):
            return np.zeros(len(self.classes), np.float32)
        return np.asarray(values @ self.weights[rows].astype(np.float32), dtype=np.float32)

    def save(self, folder: Path, more: dict[str, Any]) -> None:
        """Write the arrays and model.json, with `more` in it, into `folder`, which is made."""
        folder.mkdir(exist_ok=True)
        np.save(folder / "keys.npy", self.vectoriser.keys)
        np.save(folder / "idf.npy", self.vectoriser.idf)
        np.save(folder / "weights.npy", self.weights)
        plain = {"blocks": self.vectoriser.weights, "classes": self.classes, **more}
        (folder / "model.json").write_text(json.dumps(plain, sort_keys=True), encoding="ascii")

    @classmethod
    def load(cls, folder: Path) -> tuple[Linear, dict[str, Any]]:
        """The model, and all of model.json. Raises OSError, ValueError or KeyError when the folder is not whole."""
        plain: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="ascii"))
        keys, idf, weights = (
            # A plain view of the mapped pages: numpy's memmap class costs time at every slice.
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in ("keys", "idf", "weights")
        )
        if not len(keys) == len(idf) == len(weights) or weights.shape[1] != len(plain["classes"]):
            raise ValueError("the arrays do not fit together")
        return cls(Vectoriser(keys, idf, tuple(plain["blocks"])), weights, tuple(plain["classes"])), plain


@dataclass(frozen=True)
class Model:
    """The classes of `linear` are the labels in the book's order, then asides."""

    linear: Linear
    confidence: Logistic
    temperature: float

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes."""
        return self.linear.classes

    def scores(self, query: Query) -> Floats:
        """One score for each class: of the text as typed and, mostly, as mended, over the temperature."""
        z = self.linear.scores(query.core, query.meaning)
        if query.fixed is not query.core:
            mended = self.linear.scores(query.fixed, query.fixed_meaning)
            z = np.float32(1 - MENDED) * z + np.float32(MENDED) * mended
        return np.asarray(z / np.float32(self.temperature), dtype=np.float32)

    def tuned(self, tuning: Tuning) -> Model:
        """With confidence put right for the questions of strangers."""
        return replace(self, confidence=self.confidence.tuned(tuning))

    def save(self, folder: Path) -> None:
        """Write everything into `folder`, which is made."""
        self.linear.save(folder, {"confidence": self.confidence.plain(), "temperature": self.temperature})

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Map the arrays into memory. Raises OSError, ValueError or KeyError when the folder is not whole."""
        linear, plain = Linear.load(folder)
        return cls(linear, Logistic.of(plain["confidence"]), float(plain["temperature"]))
