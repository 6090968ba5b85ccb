"""Multinomial logistic regression on a kernel, in numpy alone.

The weights of an L2-regularised linear classifier are a mix of the training rows, W = X' A. Working on A needs only
the inner products of the rows (n x n), which for a few thousand phrases is far less than the table of features.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MEMORY = 10
_STEPS = 200


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
    known: Floats | None = None,
) -> Floats:
    """Mixing weights A (rows x classes) that minimise strength * weighted cross-entropy + |X' A|^2 / 2.

    `targets` are rows of shares that sum to one; `weights` is the weight of each row; `strength` is the inverse of
    regularisation (scikit-learn's C). L-BFGS, with the inner product of the feature space, until the largest
    gradient entry is under `tolerance` times the strength.
    """
    n, classes = targets.shape
    pull = (strength * weights)[:, None].astype(np.float32)

    def look(a: Floats, ka: Floats) -> tuple[float, Floats]:
        top = ka.max(axis=1, keepdims=True)
        e = np.exp(ka - top)
        total = e.sum(axis=1, keepdims=True)
        loss = (np.log(total) + top - (targets * ka).sum(axis=1, keepdims=True)) * pull
        value = float(loss.sum(dtype=np.float64)) + 0.5 * float(np.vdot(a, ka))
        return value, a + pull * (e / total - targets)

    a = np.zeros((n, classes), np.float32)
    ka = np.zeros_like(a)
    value, gradient = look(a, ka)
    pairs: deque[tuple[Floats, Floats, Floats, Floats, float]] = deque(maxlen=_MEMORY)
    limit = tolerance * strength
    for _ in range(_STEPS):
        if float(np.abs(gradient).max()) < limit:
            break
        kg = kernel @ gradient
        # Two-loop recursion; every vector travels with its product by the kernel, so that an inner product in
        # feature space is a plain one.
        d, kd = gradient.copy(), kg
        stack = []
        for s, ks, y, ky, rho in reversed(pairs):
            alpha = rho * float(np.vdot(ks, d))
            d -= alpha * y
            stack.append(alpha)
        if pairs:
            s, ks, y, ky, rho = pairs[-1]
            d *= 1.0 / (rho * float(np.vdot(y, ky)))
        else:
            d *= 1.0 / (1.0 + strength)
        for (s, ks, y, ky, rho), alpha in zip(pairs, reversed(stack), strict=True):
            beta = rho * float(np.vdot(ky, d))
            d += (alpha - beta) * s
        kd = kernel @ d
        slope = -float(np.vdot(kg, d))
        step = 1.0
        for _ in range(20):
            new, knew = a - step * d, ka - step * kd
            new_value, new_gradient = look(new, knew)
            if new_value <= value + 1e-4 * step * slope:
                break
            step /= 2
        else:
            break
        s, y = -step * d, new_gradient - gradient
        ks, ky = -step * kd, kernel @ new_gradient - kg
        sy = float(np.vdot(ks, y))
        if sy > 0:
            pairs.append((s, ks, y, ky, 1.0 / sy))
        a, ka, value, gradient = new, knew, new_value, new_gradient
    return a
