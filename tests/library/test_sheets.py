"""A sheet taken into a content folder: only what differs is written, it reads back as it was meant, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.library.load import Content, load
from bot.library.read import Folder, bare, read_yaml
from bot.library.write_services import planned, written
from bot.services.hours_table import read as hours
from bot.services.model import Ages, Contact, Service
from bot.services.table import SheetRefused, Wanted, read, sheet

REAL = Folder(Path(__file__).parents[2] / "content", "content")

HOURS = hours("mon-fri 22:00-02:00; holidays closed", "every night")

# --- the real directory ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Content:
    content = load([REAL]).content
    assert content is not None
    return content


def test_the_whole_directory_exported_and_imported_changes_nothing(real: Content, tmp_path: Path) -> None:
    there = real.directory.services
    wanted = read(sheet(there.values()), there)
    assert {w.service.id: w.service for w in wanted} == there
    assert planned([REAL], Folder(tmp_path), wanted).files == {}


def test_whatever_is_changed_in_the_whole_directory_reads_back(real: Content, tmp_path: Path) -> None:
    """Each entry with another field changed; `planned` itself refuses what wouldn't read back as it was meant."""
    there = real.directory.services
    kinds = [
        lambda s: replace(s, assured_date=date(2026, 11, 20), assurer="safeguarding lead", confidence="high"),
        lambda s: replace(s, name=f'{s.name}: "new", #1', alternates=(*s.alternates, "a; b", "- c")),
        lambda s: replace(s, description={**s.description, "fr": "Texte : l'été\n- suite"}, notes="no"),
        lambda s: replace(s, contacts=(replace(s.contacts[0], note={"en": "ask for {x}"}), *s.contacts[1:])),
        lambda s: replace(s, time_zone="Asia/Amman", contacts=tuple(replace(c, hours=HOURS) for c in s.contacts)),
        lambda s: replace(s, contacts=tuple(replace(c, hours=hours(""), languages=(), interpreters=False) for c in s.contacts)),
        lambda s: replace(s, contacts=(*s.contacts, Contact("web", "https://example.org", languages=("so",), free=False))),
        lambda s: replace(s, ages=Ages(3, 120), topics=(), audience=(), seen_on=s.seen_on[:1], area_note="off"),
    ]
    wanted = [Wanted(n, kinds[n % len(kinds)](s)) for n, s in enumerate(there.values(), 2)]
    plan = planned([REAL], Folder(tmp_path), wanted)
    assert len(plan.files) == len({s.country for s in there.values()})
    for path, text in plan.files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    after = load([REAL, Folder(tmp_path)]).content
    assert after is not None
    assert after.directory.services == {w.service.id: w.service for w in wanted}


# --- a small one ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def local(tree: Path) -> Path:
    folder = tree / "local"
    folder.mkdir()
    return folder


def config(tree: Path) -> dict[str, str]:
    file = tree.parent / "config.yaml"
    file.write_text(f"content: [{tree}, {tree / 'local'}]\n", "utf-8")
    return {"PRACTICELINE_CONFIG": str(file), "PRACTICELINE_CACHE_DIR": str(tree.parent / "cache")}


def run(tree: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=config(tree))


def take(tree: Path, text: str, *more: str) -> Result:
    file = tree.parent / "sheet.csv"
    file.write_bytes(text.encode("utf-8-sig"))
    return run(tree, "services-import", str(file), "--to", str(tree / "local"), *more)


def served(tree: Path) -> dict[str, Service]:
    content = load([Folder(tree), Folder(tree / "local")]).content
    assert content is not None
    return dict(content.directory.services)


def test_what_is_exported_and_imported_again_writes_nothing(tree: Path, local: Path) -> None:
    file = tree.parent / "all.csv"
    assert run(tree, "services-export", str(file)).output == f"4 services written to {file}\n"
    found = run(tree, "services-import", str(file), "--to", str(local))
    assert found.output == "4 services read, 0 changed\n"
    assert list(local.iterdir()) == []


def test_one_country_can_be_exported(tree: Path, local: Path) -> None:
    file = tree.parent / "jo.csv"
    assert run(tree, "services-export", "--country", "jo", str(file)).exit_code == 0
    assert [row.split(",")[0] for row in file.read_text("utf-8-sig").splitlines()] == ["id", "jo-emergency-911"]
    none = run(tree, "services-export", "--country", "FR", str(file))
    assert none.exit_code == 2
    assert "there are no services of it — write an ISO 3166 code" in none.output


def test_only_what_differs_is_written(tree: Path, local: Path) -> None:
    found = take(tree, "id,assured_date,assurer\ngb-emergency-999,2026-12-01,safeguarding lead\n")
    assert found.output.splitlines() == [
        "gb-emergency-999: assured_date: (nothing) -> 2026-12-01",
        "gb-emergency-999: assurer: (nothing) -> safeguarding lead",
        f"{local / 'services/gb.yaml'}: written",
        "1 services read, 1 changed",
    ]
    node = read_yaml((local / "services/gb.yaml").read_text("utf-8"), "gb.yaml", [])
    assert node is not None
    assert bare(node) == {"services": {"gb-emergency-999": {"assured_date": "2026-12-01", "assurer": "safeguarding lead"}}}
    assert served(tree)["gb-emergency-999"].contacts[0].shown == "999"


def test_a_dry_run_says_the_same_and_writes_nothing(tree: Path, local: Path) -> None:
    found = take(tree, "id,way,shown,dial\ngb-childline,phone,0800 2222,'+448002222\n", "--dry-run")
    assert found.output.splitlines() == [
        "gb-childline: contact 1 shown: 0800 1111 -> 0800 2222",
        "gb-childline: contact 1 dial: +448001111 -> +448002222",
        f"{local / 'services/gb.yaml'}: would be written",
        "1 services read, 1 would change",
    ]
    assert list(local.iterdir()) == []


def test_what_the_file_said_of_others_stays_and_the_old_file_is_kept(tree: Path, local: Path) -> None:
    file = local / "services/gb.yaml"
    file.parent.mkdir()
    own = "  gb-own: {name: Our desk, kind: service, contacts: [{shown: '0700 1'}]}\n"
    before = f"# ours\nservices:\n  gb-emergency-999: {{notes: rang it}}\n{own}"
    file.write_text(before, "utf-8")
    assert take(tree, "id,notes\ngb-childline,busy on Sundays\n").exit_code == 0
    assert [served(tree)[i].notes for i in ("gb-emergency-999", "gb-childline")] == ["rang it", "busy on Sundays"]
    assert served(tree)["gb-own"].contacts[0].dial == "07001"
    assert (local / "services/gb.yaml.bak").read_text("utf-8") == before


def test_what_is_as_below_again_is_no_longer_written(tree: Path, local: Path) -> None:
    take(tree, "id,notes\ngb-childline,busy on Sundays\n")
    assert take(tree, "id,notes\ngb-childline,\n").exit_code == 0
    assert "gb-childline" not in (local / "services/gb.yaml").read_text("utf-8")
    assert served(tree)["gb-childline"].notes == ""


def test_a_new_service_is_written_whole(tree: Path, local: Path) -> None:
    text = (
        "id,country,name,kind,compiled_on,time_zone,way,shown,hours,seen_on,showed\n"
        "fr-ligne,FR,Une ligne,helpline,2026-11-20,Europe/Paris,phone,01 99 00 12 34,lun-ven,https://example.org,le numéro\n"
    )
    assert "row 2, column hours: `lun-ven` is no row of hours" in take(tree, text).output
    found = take(tree, text.replace("lun-ven", "mon-fri 09:00-17:00"))
    assert found.output.splitlines()[0] == "fr-ligne: new — Une ligne; 01 99 00 12 34"
    new = served(tree)["fr-ligne"]
    assert (new.country, new.contacts[0].dial, new.contacts[0].hours) == ("FR", "0199001234", hours("mon-fri 09:00-17:00"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,topics\ngb-childline,disclosure; dragons\n", "row 2: `gb-childline` names a topic `dragons` that isn't there"),
        ("id,way,shown,dial\ngb-childline,phone,0800 1111,+44800999\n", "row 2: `gb-childline` shows 0800 1111 and dials"),
        ("id,way,shown\ngb-childline,phone,0800 2222\n", "row 2: `gb-childline` shows 0800 2222 and dials +448001111"),
        ("id,assurer\ngb-childline,Amal\n", "row 2: `gb-childline` lacks one of assured_date and assurer"),
        ("id,time_zone\ngb-childline,London\n", "row 2: `gb-childline` has the time zone `London`"),
        ("id,description_en\ngb-childline,\n", "row 2, column description: `gb-childline` would still have what another"),
        ('id,refuge,notes\ngb-childline,yes,"12 High Street, Leeds LS1 4AB"\n', "row 2: `gb-childline` says where a refuge is"),
    ],
)  # fmt: skip
def test_what_would_send_somebody_wrong_is_refused_with_its_row(tree: Path, local: Path, text: str, said: str) -> None:
    found = take(tree, text)
    assert found.exit_code == 2
    assert said in found.output
    assert found.output.endswith("Nothing was written.\n")
    assert list(local.iterdir()) == []


def test_one_wrong_row_keeps_all_the_others_out(tree: Path, local: Path) -> None:
    found = take(tree, "id,compiled_on\ngb-childline,2026-12-01\njo-emergency-911,soon\nng-emergency-112,later\n")
    assert [line.partition(": ")[2] for line in found.output.splitlines()[:2]] == [
        "row 3, column compiled_on: `soon` isn't a date — write year-month-day, as in 2027-05-22",
        "row 4, column compiled_on: `later` isn't a date — write year-month-day, as in 2027-05-22",
    ]
    assert list(local.iterdir()) == []


def test_a_hidden_service_is_told(tree: Path, local: Path) -> None:
    text = sheet([s for s in served(tree).values() if s.id == "gb-childline"]).replace("Childline", "Childline!")
    (local / "hidden.yaml").write_text("services: [gb-childline]\n", "utf-8")
    assert "`gb-childline` is hidden by hidden.yaml — take it out there first" in take(tree, text).output


def test_a_folder_that_is_not_in_use_may_be_written_for_somebody_else(tree: Path, local: Path, tmp_path: Path) -> None:
    patch = tmp_path / "patch"
    patch.mkdir()
    file = tmp_path / "sheet.csv"
    file.write_text("id,notes\ngb-childline,busy\n", "utf-8")
    assert run(tree, "services-import", str(file), "--to", str(patch)).exit_code == 0
    assert (patch / "services/gb.yaml").read_text("utf-8").count("busy") == 1


# --- YAML -------------------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=30)
keys = texts.filter(bool)
tree_of = st.recursive(texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=12)


@given(st.dictionaries(keys, tree_of, max_size=4))
def test_what_is_written_is_read_back(file: dict[str, object]) -> None:
    node = read_yaml(written(file), "file.yaml", [])
    assert node is not None
    assert bare(node) == file


def test_a_refusal_tells_all_rows() -> None:
    with pytest.raises(SheetRefused, match="row 2, column name"):
        read("id,name\ngb-line,\n", {"gb-line": Service("gb-line", "A", "GB", "helpline", ())})
