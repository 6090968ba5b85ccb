"""Plans as text: the rule as RFC 5545 writes it, and beside it what the standard has no place for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from bot.store import zones
from bot.supervision.plan import Plan
from bot.supervision.rrule import plan_of, text_of


def written(plans: Sequence[Plan]) -> str:
    """The plans of a rhythm, in their order, as JSON."""
    return json.dumps([_out(plan) for plan in plans], separators=(",", ":"))


def read(text: str) -> tuple[Plan, ...]:
    """What `written` was given. Raises ValueError, KeyError."""
    return tuple(_in(line) for line in json.loads(text))


def _out(plan: Plan) -> dict[str, object]:
    # An end and what counts from the last one held stand beside the rule: in it they would be moments, or nothing at all.
    rule = text_of(replace(plan, count=None, until=None, from_last_held=False))
    line: dict[str, object] = {"rule": rule, "zone": plan.zone, "at": f"{plan.at:%H:%M}", "first": plan.first.isoformat()}
    if plan.count is not None:
        line["count"] = plan.count
    if plan.until is not None:
        line["until"] = plan.until.isoformat()
    if plan.from_last_held:
        line["from_last_held"] = True
    return line


def _in(line: dict[str, str]) -> Plan:
    first = date.fromisoformat(line["first"])
    plan = plan_of(line["rule"], zones.known(line["zone"]), time.fromisoformat(line["at"]), first, last_day=True)
    return replace(
        plan,
        count=int(line["count"]) if "count" in line else None,
        until=date.fromisoformat(line["until"]) if "until" in line else None,
        from_last_held="from_last_held" in line,
    )
