"""Multinomial logistic regression on a kernel, in numpy alone.

The weights of an L2-regularised linear classifier are a mix of the training rows, W = X' A. Working on A needs only
the inner products of the rows (n x n), which for a few thousand phrases is far less than the table of features.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MEMORY = 5
_STEPS = 200
_GRAIN = 1e-3
_GAIN = 1e-6


def softmax(z: Floats) -> Floats:
    """Rows of scores as shares that sum to one."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


def solve(
    kernel: Floats,
    targets: Floats,
    weights: Floats,
    strength: float,
    tolerance: float = 1e-3,
    start: Floats | None = None,
) -> Floats:
    """Mixing weights A (rows x classes) that minimise strength * weighted cross-entropy + |X' A|^2 / 2.

    `targets` are rows of shares that sum to one; `weights` is the weight of each row; `strength` is the inverse of
    regularisation (scikit-learn's C). L-BFGS in the inner product of the feature space, until the largest entry of the
    gradient, or its length in feature space, is under `tolerance` times the strength. The problem is strictly convex,
    so that the answer does not depend on the way there; a good `start` only shortens it.
    """
    pull = (strength * weights)[:, None].astype(np.float32)

    def look(a: Floats, ka: Floats) -> tuple[float, Floats]:
        top = ka.max(axis=1, keepdims=True)
        e = np.exp(ka - top)
        total = e.sum(axis=1, keepdims=True)
        loss = (np.log(total) + top)[:, 0] - np.einsum("ij,ij->i", targets, ka)
        value = float((loss * pull[:, 0]).sum(dtype=np.float64)) + 0.5 * float(np.vdot(a, ka))
        e *= pull / total
        e -= pull * targets
        e += a
        return value, e

    # A grain of identity, as if each row had a feature of its own: without it rows that depend on each other let
    # `a` grow where the features do not feel it, until rounding errors are felt.
    grain = np.float32(_GRAIN * float(np.diag(kernel).mean())) if len(kernel) else np.float32(0)

    def times(v: Floats) -> Floats:
        return np.asarray(kernel @ v + grain * v, dtype=np.float32)

    # Every vector travels with its product by the kernel, so that an inner product in feature space is a plain
    # one, and each step costs a single product of matrices.
    a, ka = np.zeros_like(targets), np.zeros_like(targets)
    if start is not None:
        a, ka = start, times(start)
    value, g = look(a, ka)
    kg = times(g)
    pairs: deque[tuple[Floats, Floats, Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(_STEPS):
        # Where rows depend on each other the gradient may keep a part that features do not feel.
        if float(np.abs(g).max()) < tolerance * strength or float(np.vdot(g, kg)) < (tolerance * strength) ** 2:
            break
        d, kd = _direction(g, kg, pairs, strength)
        slope = float(np.vdot(kg, d))
        step = 1.0
        for _ in range(20):
            new, knew = a - step * d, ka - step * kd
            new_value, new_g = look(new, knew)
            if new_value <= value - 1e-4 * step * slope:
                break
            step /= 2
        else:
            break
        new_kg = times(new_g)
        s, ks, y, ky = new - a, knew - ka, new_g - g, new_kg - kg
        sy = float(np.vdot(ks, y))
        if sy > 0:
            pairs.append((s, ks, y, ky, 1.0 / sy))
        gained = value - new_value
        a, ka, value, g, kg = new, knew, new_value, new_g, new_kg
        # Beyond this a step is made of rounding errors, and so would be what is learnt from it.
        if gained <= _GAIN * abs(value):
            break
    return a


def _direction(
    g: Floats, kg: Floats, pairs: deque[tuple[Floats, Floats, Floats, Floats, float]], strength: float
) -> tuple[Floats, Floats]:
    """The quasi-Newton step (to be subtracted) and its product by the kernel: the two-loop recursion."""
    d, kd = g.copy(), kg.copy()
    if not pairs:
        scale = np.float32(1.0 / (1.0 + strength))
        return d * scale, kd * scale
    alphas = []
    for _, ks, y, ky, rho in reversed(pairs):
        alpha = np.float32(rho * float(np.vdot(ks, d)))
        d -= alpha * y
        kd -= alpha * ky
        alphas.append(alpha)
    _, _, y, ky, rho = pairs[-1]
    scale = np.float32(1.0 / (rho * float(np.vdot(y, ky))))
    d *= scale
    kd *= scale
    for (s, ks, _, ky, rho), alpha in zip(pairs, reversed(alphas), strict=True):
        beta = np.float32(rho * float(np.vdot(ky, d)))
        d += (alpha - beta) * s
        kd += (alpha - beta) * ks
    return d, kd
