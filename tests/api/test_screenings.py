"""`POST /v1/screenings`: the answer, and that it proves itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from screening import ENGINE_VERSION, Policy

ALL_LISTS = ["ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"]


def test_a_listed_name_is_a_hit_with_the_list_it_comes_from(ask) -> None:
    answer = ask(name="Reinhard Buetikofer").json
    assert answer["outcome"] == "review"
    [hit] = answer["hits"]
    assert hit["rank"] == 1
    assert hit["score"] >= 0.9
    assert hit["list"] == {
        "id": "cn-mfa",
        "title": hit["list"]["title"],
        "authority": "China, Ministry of Foreign Affairs",
        "country": "CN",
        "edition": hit["list"]["edition"],
        "named": 10,
        "announced": 14,
    }
    assert hit["party"]["id"] == "cn-mfa:reinhard-butikofer"
    assert hit["party"]["primary_name"] == "Reinhard Butikofer"
    assert hit["party"]["position"] == "Member of the European Parliament"
    assert hit["party"]["measures"] == ["entry_ban", "dealings_ban"]
    assert hit["party"]["listed_on"] == "2021-03-22"
    assert hit["party"]["basis"] == "named"
    assert hit["party"]["statement"] == "xinjiang-2021-03-22#7"


def test_a_hit_explains_itself(ask) -> None:
    [hit] = ask(name="Reinhard Buetikofer").json["hits"]
    assert hit["listed_name"] in {name["text"] for name in hit["party"]["names"]}
    assert hit["listed_as"]["text"] == hit["listed_name"]
    assert {pair["query"] for pair in hit["alignment"]} == {"reinhard", "buetikofer"}
    assert all(set(pair) == {"query", "listed", "how", "similarity"} for pair in hit["alignment"])
    assert hit["listed_name"] in hit["explanation"]
    assert all(set(one) == {"what", "verdict", "query", "listed", "note"} for one in hit["evidence"])


def test_a_name_on_several_lists_hits_each_of_them(ask) -> None:
    answer = ask(name="王君正").json
    assert sorted(hit["list"]["id"] for hit in answer["hits"]) == ["ca-gac", "eu-council", "uk-fcdo", "us-treasury"]
    assert [hit["rank"] for hit in answer["hits"]] == [1, 2, 3, 4]
    assert answer["hits_total"] == 4


def test_a_name_on_no_list_is_clear_and_says_what_was_screened(ask) -> None:
    answer = ask(name="Antony Blinken").json
    assert (answer["outcome"], answer["hits"], answer["hits_total"]) == ("clear", [], 0)
    assert [each["id"] for each in answer["lists"]] == ALL_LISTS
    assert all(each["edition"] and each["size"] == each["named"] for each in answer["lists"])
    assert next(each for each in answer["lists"] if each["id"] == "ca-gac")["announced"] is None


def test_an_answer_proves_itself(ask) -> None:
    answer = ask(name="Adrian Zenz").json
    assert UUID(answer["id"]).version == 7
    assert answer["engine"]["version"] == ENGINE_VERSION
    assert re.fullmatch(r"[0-9a-f]{64}", answer["engine"]["index"])
    default = Policy()
    assert answer["policy"] == {
        "id": "default",
        "hash": default.hash,
        "threshold": default.threshold,
        "block_threshold": default.block_threshold,
        "limit": default.limit,
        "lists": None,
        "programmes": None,
        "measures": None,
        "kinds": None,
    }
    assert answer["screened_at"].endswith("Z")
    assert abs(datetime.fromisoformat(answer["screened_at"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_query_comes_back_as_it_was_understood(ask) -> None:
    asked = {
        "name": "Wang Junzheng",
        "other_names": ["王君正"],
        "kind": "individual",
        "birth_date": "1963-05",
        "countries": ["CN"],
        "identifiers": [{"type": "passport", "value": "X 123", "country": "CN"}],
    }
    answer = ask(**asked, reference="customer-4711").json
    assert answer["reference"] == "customer-4711"
    query = answer["query"]
    assert [query[field] for field in ("name", "kind", "birth_date", "countries")] == ["Wang Junzheng", "individual", "1963-05", ["CN"]]
    assert query["identifiers"] == [{"type": "passport", "value": "X 123", "country": "CN", "note": None}]
    assert [token["text"] for token in query["tokens"]] == ["wang", "junzheng"]
    assert all(set(token) == {"text", "written", "role", "weight"} for token in query["tokens"])
    assert [other["name"] for other in query["other_names"]] == ["王君正"]


def test_what_was_not_given_comes_back_as_null_or_empty(ask) -> None:
    answer = ask(name="Adrian Zenz").json
    assert answer["reference"] is None
    assert answer["query"]["kind"] is None
    assert answer["query"]["birth_date"] is None
    assert answer["query"]["countries"] == answer["query"]["identifiers"] == answer["query"]["other_names"] == []


def test_only_the_lists_asked_for_are_screened(ask) -> None:
    answer = ask(name="Wang Junzheng", lists=["uk-fcdo", "eu-council"]).json
    assert sorted(hit["list"]["id"] for hit in answer["hits"]) == ["eu-council", "uk-fcdo"]
    assert [each["id"] for each in answer["lists"]] == ["eu-council", "uk-fcdo"]
    assert answer["policy"]["hash"] != Policy().hash


def test_a_limit_cuts_the_hits_and_says_how_many_there_were(ask) -> None:
    answer = ask(name="Wang Junzheng", limit=1).json
    assert len(answer["hits"]) == 1
    assert answer["hits_total"] == 4


def test_a_threshold_above_the_block_threshold_is_obeyed(ask) -> None:
    answer = ask(name="Reinhard Bütikoffer", threshold=0.99).json
    assert answer["policy"]["threshold"] == answer["policy"]["block_threshold"] == 0.99
    assert all(hit["score"] >= 0.99 for hit in answer["hits"])


def test_a_whole_number_may_be_written_with_a_fraction_of_zero(send) -> None:
    assert send(b'{"name": "Wang Junzheng", "limit": 2.0}').json["policy"]["limit"] == 2


@pytest.mark.parametrize(
    "name", ["Рейнхард Бютикофер", "MERICS", "ＷＡＮＧ Junzheng", "x" * 500, "  Wang\tJunzheng\n", "O'Brien 3rd", "12345"]
)
def test_names_of_every_sort_are_screened(ask, name: str) -> None:
    response = ask(name=name)
    assert response.status_code == 201
    assert response.json["query"]["name"] == name


def test_scores_leave_with_four_decimals(ask) -> None:
    numbers = re.findall(r'"(?:name_)?score":([0-9.]+)', ask(name="Reinhard Bütikoffer").text)
    assert numbers
    assert all(len(number.partition(".")[2]) <= 4 for number in numbers)


def test_text_leaves_as_utf_8_and_answers_are_not_kept(ask) -> None:
    response = ask(name="王君正")
    assert "王君正".encode() in response.data
    assert response.headers["Cache-Control"] == "no-store"


def test_the_content_type_may_name_utf_8_and_a_byte_order_mark_is_read_over(send) -> None:
    assert send(b'\xef\xbb\xbf{"name": "Wang Junzheng"}', "application/json; charset=UTF-8").status_code == 201
