"""`screening lists`: what changes lists, from the command line, against a database of its own."""

from __future__ import annotations

import json
import re
from functools import partial

import pytest
from click.testing import CliRunner, Result

from api.cli import cli
from tests.lists.fetch.server import says, serving
from tests.lists.house import HEADER, ROWS, write

DESCRIBED = ("--title", "Whom we avoid", "--authority", "Invented Bank", "--country", "NL")


@pytest.fixture
def run(tmp_path):
    """Run `screening lists ...` on a data folder of the test's own."""

    def call(*arguments: str) -> Result:
        words = ["lists", *arguments]
        return CliRunner().invoke(cli, words, prog_name="screening", env={"COLUMNS": "200", "SCREENING_DATA": str(tmp_path / "var")})

    return call


@pytest.fixture
def load(run, tmp_path):
    """Load rows as the list `house`."""

    def call(rows=ROWS, *options: str) -> Result:
        return run("load", "house", str(write(tmp_path / "in", rows)), *DESCRIBED, *options)

    return call


def edition_in(done: Result) -> str:
    return re.findall(r"edition (\S+) is in force", done.stdout)[0]


def test_a_file_becomes_an_edition_in_force(run, load):
    done = load()
    assert done.exit_code == 0
    assert "is in force: 2 individuals, 1 entity, 1 vessel; all 4 records; 5 of 5 strong names find their party" in done.stdout
    assert "house" in run().stdout
    assert edition_in(load()) in done.stdout
    assert "is in force already and is what is published" in load().stdout


def test_what_does_not_pass_ends_with_2_and_says_why_and_where_it_lies(run, load, tmp_path):
    load()
    done = load([*ROWS, "C-005,robot,Olo Brandt,,,"])
    assert done.exit_code == 2
    assert re.search(r"the new edition was quarantined; edition \S+ stays in force", done.stderr)
    assert "robot" in done.stderr
    [folder] = re.findall(r"files and report are in (\S+)", done.stderr)
    assert folder.startswith(str(tmp_path / "var"))
    status = run("status")
    assert status.exit_code == 2
    assert re.search(r"^house +quarantined +\S+", status.stdout, flags=re.MULTILINE)
    assert "robot" in status.stderr


def test_every_edition_is_shown_with_what_came_of_it(run, load):
    first, second = edition_in(load()), edition_in(load([*ROWS, "C-005,individual,Olo Brandt,,,"]))
    assert run("rollback", "house", first, "--reason", "C-005 is wrong", "--by", "Ada").exit_code == 0
    shown = run("editions", "house")
    assert shown.exit_code == 0
    lines = [line.split() for line in shown.stdout.splitlines() if line]
    assert [line[0] for line in lines[1:3]] == [second, first]
    assert "in force" in shown.stdout.splitlines()[2]
    assert [line[2:5] for line in lines[4:]] == [[first, "rollback", "Ada"], [second, "load", lines[5][4]], [first, "load", lines[6][4]]]
    assert "C-005 is wrong" in shown.stdout
    unknown = run("editions", "nowhere")
    assert unknown.exit_code == 2
    assert "nothing of a list nowhere was ever loaded; lists with editions are ca-gac" in unknown.stderr


def test_numbers_that_move_far_are_taken_with_a_reason(load):
    load()
    assert load(ROWS[:2]).exit_code == 2
    assert load(ROWS[:2], "--accept-change", "the programme ended").exit_code == 0


def test_a_long_list_of_reasons_is_cut_and_counted(load):
    done = load([f"C-{number},individual,؟؟,,," for number in range(30)])
    assert done.exit_code == 2
    assert "and " in done.stderr
    assert len(done.stderr.splitlines()) < 30


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "say what it is"),
        (("--title", "x"), "missing: --authority, --country"),
        (("--title", "x", "--authority", "y", "--country", "QQ"), "QQ"),
    ],
)
def test_a_list_of_ones_own_must_be_described(run, tmp_path, options, reason):
    done = run("load", "house", str(write(tmp_path / "in")), *options)
    assert done.exit_code == 2
    assert reason in done.stderr


def test_a_list_is_shown_and_one_party_with_where_its_facts_stand(run, load):
    load()
    assert "Whom we avoid" in run("show", "house").stdout
    shown = run("show", "house", "--party", "C-001").stdout
    assert re.search(r"birth_dates +1968-05-17 +house.csv C-001 birth_dates", shown)
    assert run("show", "house", "--party", "C-999").exit_code == 2
    assert run("show", "nowhere").exit_code == 2


def test_editions_are_compared(run, load):
    first = edition_in(load())
    second = edition_in(load([ROWS[0].replace("1968-05-17", "1968"), *ROWS[1:3], "C-005,vessel,Invented Moon,,,"], "--accept-change", "x"))
    printed = run("diff", "house", first, second).stdout.splitlines()
    assert printed == [
        f"house {first} -> {second}: 1 added, 1 removed, 1 changed",
        "+ house:C-005 Invented Moon",
        "- house:C-004 Invented Star",
        "~ house:C-001 Pavel Vydumannov",
        "    birth_dates: - 1968-05-17",
        "    birth_dates: + 1968",
    ]
    assert run("diff", "house", first, second, "--totals").stdout.splitlines() == printed[:1]
    assert json.loads(run("diff", "house", first, second, "--json").stdout)["totals"] == {"added": 1, "removed": 1, "changed": 1}
    assert run("diff", "house", first, "nothing").exit_code == 2


def test_an_edition_is_put_back_and_a_list_withdrawn_each_with_a_reason(run, load):
    first = edition_in(load())
    load([*ROWS, "C-005,vessel,Invented Moon,,,"])
    assert run("rollback", "house", first).exit_code == 2
    assert run("rollback", "house", first, "--reason", "C-005 is wrong").exit_code == 0
    assert first in run().stdout
    assert run("withdraw", "house", "--reason", "over").exit_code == 0
    assert "house" not in run().stdout
    assert re.search(r"^house +withdrawn", run("status").stdout, flags=re.MULTILINE)


def test_the_ledger_is_kept_from_the_command_line(run, load):
    assert run("exclude", "house", "C-003", "--reason", "deceased", "--by", "Ada").exit_code == 0
    assert "3 of 4 records, 1 excluded" in load().stdout
    assert "was excluded already" in run("exclude", "house", "C-003", "--reason", "again").stdout
    assert re.search(r"house +C-003 +deceased +Ada", run("ledger", "house").stdout)
    assert run("include", "house", "C-003", "--by", "Bob").exit_code == 0
    assert run("include", "house", "C-003").exit_code == 2
    assert re.search(r"deceased +Ada +\S+ \S+ +\S+ \S+ by Bob", run("ledger").stdout)


def test_a_bundle_is_carried_to_another_machine(run, load, tmp_path):
    first = edition_in(load())
    path = str(tmp_path / "editions.bundle")
    done = run("bundle", path, "house")
    assert done.exit_code == 0
    assert "1 editions, signed by the key" in done.stdout
    [key] = (tmp_path / "var" / "keys").glob("*.pub.pem")
    other = {"COLUMNS": "200", "SCREENING_DATA": str(tmp_path / "elsewhere")}
    there = partial(CliRunner().invoke, cli, prog_name="screening", env=other)
    refused = there(["lists", "import", path])
    assert refused.exit_code == 2
    assert "which is not trusted" in refused.stderr
    assert there(["lists", "import", path, "--key", str(key)]).exit_code == 0
    assert first in there(["lists"]).stdout
    assert run("bundle", path, "nowhere").exit_code == 2


def test_stored_editions_are_verified(run, load):
    load()
    assert "checked    Every stored edition" in run("verify").stdout


def test_files_are_fetched_into_a_folder(run, tmp_path, monkeypatch):
    from dataclasses import replace

    import lists.refresh

    with serving() as publisher:
        address = publisher.at("/ours.csv", says("\n".join([HEADER, *ROWS]).encode()))
        gone = publisher.at("/gone.csv", says(b"", 404))
        base = replace(lists.refresh.OFFICIAL_SOURCES["un-sc"], format="house-csv", hosts=())
        made = {"ours": replace(base, id="ours", addresses=(address,)), "gone": replace(base, id="gone", addresses=(gone,))}
        monkeypatch.setattr(lists.refresh, "OFFICIAL_SOURCES", made)
        done = run("fetch", "--to", str(tmp_path / "fetched"), "--allow-http")
        assert done.exit_code == 2
        assert "gone.csv answers 404" in done.stderr
        assert (tmp_path / "fetched" / "ours" / "ours.csv").read_bytes().startswith(b"reference")
        assert "only https is accepted" in run("fetch", "ours", "--to", str(tmp_path / "x")).stderr
        assert run("fetch", "nowhere").exit_code == 2


def test_what_is_due_is_refreshed(run, monkeypatch):
    from dataclasses import replace

    import lists.incoming
    import lists.refresh
    import lists.status

    with serving() as publisher:
        address = publisher.at("/ours.csv", says("\n".join([HEADER, *ROWS]).encode(), ETag='"1"'), says(b"", 304), says(b"", 404))
        base = replace(lists.refresh.OFFICIAL_SOURCES["un-sc"], id="ours", format="house-csv", hosts=(), least=1, addresses=(address,))
        for module in (lists.refresh, lists.incoming, lists.status):
            monkeypatch.setattr(module, "OFFICIAL_SOURCES", {"ours": base})
        assert run("refresh").stdout == "no list is due\n"
        assert "is in force: 2 individuals" in run("refresh", "ours", "--allow-http").stdout
        assert run("refresh").stdout == "no list is due\n"
        assert "is in force already" in run("refresh", "ours", "--allow-http").stdout
        failed = run("refresh", "ours", "--allow-http")
        assert failed.exit_code == 2
        assert "could not be fetched" in failed.stderr
        assert re.search(r"^ours +failed ", run("status").stdout, flags=re.MULTILINE)
