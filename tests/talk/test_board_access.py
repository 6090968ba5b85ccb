"""Whoever works with whom: a board shows nobody whose times its reader may not see, and a sheet no row that they may not take."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.changes import hand_over, join, leave, move_team, name_manager, stand_in, suspend
from bot.people.person import Dates, NotPossible
from bot.people.relations import Staff
from bot.people.subject import OfTeam, Someone
from bot.supervision.diary import Booking, Series
from bot.talk.board import sheet, view
from tests.talk.staffed import MONDAY, TODAY, Staffed, edition, the_staff
from tests.talk.test_board import booking, series

WORKERS, SUPERVISORS, TEAMS = ("awa", "sami", "lena", "noor"), ("joseph", "dara", "sol"), ("north", "south")
EVERYBODY = tuple(the_staff().people)


@st.composite
def offices(draw: st.DrawFn) -> Staffed:
    """The two teams after some changes, each with a rhythm and check-ins with anybody."""
    staff: Staff = the_staff()
    for _ in range(draw(st.integers(0, 6))):
        worker, supervisor = draw(st.sampled_from(WORKERS)), draw(st.sampled_from(SUPERVISORS))
        team, other = draw(st.permutations(TEAMS))
        try:
            match draw(st.integers(0, 6)):
                case 0:
                    staff = hand_over(staff, worker, team, supervisor, TODAY, TODAY)
                case 1:
                    dates = Dates(TODAY, TODAY + timedelta(days=5))
                    staff = stand_in(staff, team, supervisor, draw(st.sampled_from(SUPERVISORS)), dates, TODAY)
                case 2:
                    staff = move_team(staff, worker, team, other, TODAY)
                case 3:
                    staff = leave(staff, worker, TODAY, "a leaver")
                case 4:
                    staff = suspend(staff, supervisor)
                case 5:
                    staff = join(staff, staff.people[supervisor], "manager", team, TODAY)
                case _:
                    staff = name_manager(staff, team, "amina", TODAY, TODAY)
        except NotPossible:
            continue
    things: list[Series | Booking] = []
    for worker in WORKERS:
        with_whom, team = draw(st.sampled_from((*SUPERVISORS, "amina"))), draw(st.sampled_from(TEAMS))
        things.append(series(worker, supervisor=with_whom, team=team))
        day = TODAY + timedelta(days=draw(st.integers(-50, 20)))
        things.append(replace(booking(worker, day, supervisor=with_whom), team=team))
    return Staffed(
        staff=staff,
        series={one.id: one for one in things if isinstance(one, Series)},
        bookings={one.checkin.id: one for one in things if isinstance(one, Booking)},
    )


@settings(max_examples=150, deadline=None)
@given(offices())
def test_a_board_shows_nobody_whose_times_its_reader_may_not_see(staffed: Staffed) -> None:
    for me in EVERYBODY:
        office = staffed.office(me)
        access = office.access(MONDAY)
        for team in ("north", "south", "office", "nowhere"):
            found = view.board(office, team, edition().kinds, MONDAY)
            if not access.may(me, "see-board", OfTeam(team)):
                assert found is None
                continue
            assert found is not None
            for line in found.lines:
                assert access.may(me, "see-times", Someone(line.person))
                assert line.person != me
                assert line.person in staffed.staff.members(team, TODAY)
                manages = me in staffed.staff.teams[team].managers_on(TODAY)
                known = {one.supervisor for one in staffed.staff.supervisions if one.worker == line.person}
                assert manages or {beat.supervisor for beat in line.beats} <= {me, *known}


@settings(max_examples=100, deadline=None)
@given(offices())
def test_a_sheet_holds_no_row_that_its_reader_may_not_take(staffed: Staffed) -> None:
    for me in EVERYBODY:
        office = staffed.office(me)
        access = office.access(MONDAY)
        taken: set[tuple[str, str]] = set()
        for what, team in (("own", ""), ("team", "north"), ("team", "south")):
            text = sheet.made(what, team, office, edition().kinds, MONDAY)
            rows = csv.DictReader(io.StringIO((text or "").removeprefix(sheet.MARK)))
            taken |= {(row["worker"], row["date"]) for row in rows}
        # One's own are always one's own, also where they were with somebody who supervises another team.
        may = [one for one in office.bookings if me in one.checkin.sides or access.may(me, "export", office.about(one))]
        assert taken <= {(office.called(one.checkin.worker), _day(one).isoformat()) for one in may}


def _day(one: Booking) -> date:
    return one.checkin.at.date()
