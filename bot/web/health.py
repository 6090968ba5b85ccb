"""Two questions that a supervisor of processes asks: does the loop turn, and can anything be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


@dataclass(frozen=True)
class Health:
    """How it stands.

    `answering` is false only when not even guidance and the emergency card can be given (no content yet, shutting down).
    `degraded` is true while nothing can be saved or a channel is away. `details` are a few public words and counts.
    """

    answering: bool = True
    degraded: bool = False
    details: Mapping[str, str | int | bool] = field(default_factory=dict)


class HealthPages:
    """`/healthz` and `/readyz`."""

    def __init__(self, health: Callable[[], Health]) -> None:
        self._health = health

    async def alive(self, _: Request) -> Response:
        """200 as long as the loop turns: a restart would help against nothing else."""
        return JSONResponse({"alive": True})

    async def ready(self, _: Request) -> Response:
        """200 also when degraded, because guidance is still answered then; 503 only when nothing is."""
        health = self._health()
        body = {**health.details, "degraded": health.degraded, "answering": health.answering}
        return JSONResponse(body, status_code=200 if health.answering else 503)
