from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

import pytest

from lists.errors import CannotStore, FetchError
from lists.fetch import Limits, download, fetch_source
from lists.readers.base import OfficialSource
from lists.store.files import FetchedFile
from tests.lists.fetch.server import BODY, broken_chunks, cut_off, drips, goes, hangs_up, says, serving

QUICK = Limits(connect=2, silence=2, total=2, size=100_000, tries=3, pause=1, patience=60)


@pytest.fixture
def publisher():
    with serving() as server:
        yield server


@pytest.fixture
def fetch(tmp_path):
    """Fetch an address to a file, plain http allowed; `fetch.waited` are the pauses it made."""
    waited: list[float] = []

    def call(address, format_name="house-csv", limits=QUICK, allow_http=True, **options):
        return download(address, tmp_path / "list.csv", format_name, limits=limits, allow_http=allow_http, sleep=waited.append, **options)

    call.waited = waited
    call.folder = tmp_path
    return call


def leftovers(fetch):
    return sorted(path.name for path in fetch.folder.iterdir())


def test_a_file_comes_whole_with_what_the_server_said_of_it(publisher, fetch):
    got = fetch(publisher.at("/list.csv", says(ETag='"v1"', Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT")))
    assert got.path is not None
    assert got.path.read_bytes() == BODY
    assert (got.file.etag, got.file.last_modified) == ('"v1"', "Tue, 24 Nov 2026 08:00:00 GMT")
    assert leftovers(fetch) == ["list.csv"]


def test_a_file_that_has_not_changed_is_not_sent_again(publisher, fetch):
    address = publisher.at("/list.csv", says(b"", 304))
    known = FetchedFile(address, '"v1"', "Tue, 24 Nov 2026 08:00:00 GMT", "0" * 64)
    got = fetch(address, known=known)
    assert got.path is None
    assert got.file == known
    [(_, headers)] = publisher.asked
    assert headers["If-None-Match"] == '"v1"'
    assert headers["If-Modified-Since"] == "Tue, 24 Nov 2026 08:00:00 GMT"


def test_not_modified_without_having_been_asked_is_refused(publisher, fetch):
    with pytest.raises(FetchError, match="answers 304"):
        fetch(publisher.at("/list.csv", says(b"", 304)))


def test_a_busy_server_is_asked_again_when_it_says(publisher, fetch):
    got = fetch(publisher.at("/list.csv", says(b"", 503, Retry_After="7"), says()))
    assert got.path is not None
    assert fetch.waited == [7.0]


def test_a_busy_server_may_name_a_date(publisher, fetch):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    fetch(publisher.at("/list.csv", says(b"", 429, Retry_After=later), says()))
    [waited] = fetch.waited
    assert 20 < waited <= 30


def test_nobody_waits_longer_than_their_patience(publisher, fetch):
    with pytest.raises(FetchError, match=r"503, and asks to come back in 3600 seconds"):
        fetch(publisher.at("/list.csv", says(b"", 503, Retry_After="3600")))
    assert fetch.waited == []


def test_trouble_that_stays_is_an_error_after_growing_pauses(publisher, fetch):
    with pytest.raises(FetchError, match=r"answers 502 \(tried 3 times\)"):
        fetch(publisher.at("/list.csv", says(b"", 502)))
    assert fetch.waited == [1.0, 2.0]
    assert leftovers(fetch) == []


@pytest.mark.parametrize("trouble", [cut_off(), hangs_up, broken_chunks], ids=["cut off", "no answer", "no last chunk"])
def test_a_body_that_is_cut_off_is_fetched_again(publisher, fetch, trouble):
    got = fetch(publisher.at("/list.csv", trouble, says()))
    assert got.path is not None
    assert got.path.read_bytes() == BODY


@pytest.mark.parametrize("trouble", [cut_off(), broken_chunks], ids=["cut off", "no last chunk"])
def test_a_part_of_a_file_is_never_used(publisher, fetch, trouble):
    with pytest.raises(FetchError, match="tried 3 times"):
        fetch(publisher.at("/list.csv", trouble))
    assert leftovers(fetch) == []


def test_a_body_longer_than_announced_is_read_to_what_was_announced(publisher, fetch):
    short = says(BODY, Content_Length=str(len(BODY) - 8), Connection="close")
    got = fetch(publisher.at("/list.csv", short))
    assert got.path is not None
    assert got.path.read_bytes() == BODY[:-8]


def test_a_drip_does_not_outlast_the_deadline(publisher, fetch):
    with pytest.raises(FetchError, match="took longer than 1 seconds"):
        fetch(publisher.at("/list.csv", drips(BODY * 50)), limits=Limits(connect=2, silence=2, total=0.5 + 0.5, tries=1))
    assert leftovers(fetch) == []


@pytest.mark.parametrize(
    "page", [says(b"<!DOCTYPE html><html>Sorry</html>"), says(b"sorry", Content_Type="text/html; charset=utf-8")], ids=["content", "type"]
)
def test_a_page_of_html_is_no_file_whatever_its_status(publisher, fetch, page):
    with pytest.raises(FetchError, match="is an HTML page"):
        fetch(publisher.at("/list.csv", page))
    assert leftovers(fetch) == []


@pytest.mark.parametrize(
    ("body", "format_name", "reason"),
    [
        (b"reference,kind", "un-xml", "is no XML"),
        (b"<list/>", "au-dfat-xlsx", "is no workbook"),
        (b"<list/>", "opensanctions-json", "is no JSON"),
        (b"PK\x03\x04rest", "ofac-csv", "is no table of text"),
        (b"  \n", "un-xml", "is empty"),
    ],
)
def test_a_file_of_another_kind_is_refused(publisher, fetch, body, format_name, reason):
    with pytest.raises(FetchError, match=reason):
        fetch(publisher.at("/list.csv", says(body, Content_Type="application/octet-stream")), format_name)


def test_redirects_lead_to_the_publishers_hosts_alone(publisher, fetch):
    publisher.at("/there.csv", says())
    assert fetch(publisher.at("/list.csv", goes("/there.csv"))).path is not None
    elsewhere = publisher.address.replace("127.0.0.1", "localhost") + "/there.csv"
    with pytest.raises(FetchError, match=r"redirects to http://localhost: not a host of the publisher"):
        fetch(publisher.at("/list.csv", goes(elsewhere)))
    assert fetch(publisher.at("/list.csv", goes(elsewhere)), hosts=("localhost",)).path is not None


def test_redirects_end(publisher, fetch):
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        fetch(publisher.at("/list.csv", goes("/list.csv")))


def test_a_redirect_needs_somewhere_to_go(publisher, fetch):
    with pytest.raises(FetchError, match="does not say where to go"):
        fetch(publisher.at("/list.csv", says(b"", 302)))


def test_plain_http_is_refused_unless_told(publisher, fetch):
    with pytest.raises(FetchError, match="only https is accepted, not http"):
        fetch(publisher.at("/list.csv", says()), allow_http=False)
    assert publisher.asked == []


def test_anything_but_a_good_answer_is_an_error(publisher, fetch):
    with pytest.raises(FetchError, match="answers 404"):
        fetch(publisher.at("/list.csv", says(b"none", 404)))
    assert fetch.waited == []


def test_packed_bodies_are_unpacked(publisher, fetch):
    got = fetch(publisher.at("/list.csv", says(gzip.compress(BODY), Content_Encoding="gzip")))
    assert got.path is not None
    assert got.path.read_bytes() == BODY


def test_a_bomb_is_refused_before_it_is_unpacked(publisher, fetch):
    bomb = gzip.compress(b"0" * 50_000_000)
    with pytest.raises(FetchError, match="is larger than 100000 bytes"):
        fetch(publisher.at("/list.csv", says(bomb, Content_Encoding="gzip")))
    assert leftovers(fetch) == []


def test_a_file_over_the_limit_is_refused_by_its_announcement(publisher, fetch):
    with pytest.raises(FetchError, match="is 200000 bytes long, more than 100000"):
        fetch(publisher.at("/list.csv", says(b"a" * 200_000)))


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(BODY)[:-12], "gzip", "the gzip stream does not end"),
        (b"no gzip at all", "gzip", "is no sound gzip"),
        (zlib.compress(BODY), "deflate", "is packed as 'deflate'"),
    ],
    ids=["cut off", "none", "another"],
)
def test_packed_bodies_that_cannot_be_unpacked_are_refused(publisher, fetch, body, encoding, reason):
    with pytest.raises(FetchError, match=reason):
        fetch(publisher.at("/list.csv", says(body, Content_Encoding=encoding)))
    assert leftovers(fetch) == []


def test_a_full_disk_leaves_nothing(publisher, fetch, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CannotStore, match="No space left"):
        fetch(publisher.at("/list.csv", says()))
    assert leftovers(fetch) == []


plain = partial(download, allow_http=True)


def official(publisher, *paths):
    addresses = tuple(publisher.address + path for path in paths)
    return OfficialSource("un-sc", "t", "a", "UN", "house-csv", addresses, ("127.0.0.1",), "free", 12, 1, 9)


def test_an_edition_is_never_put_together_from_files_of_two_days(publisher, tmp_path):
    source = official(publisher, "/one.csv", "/two.csv")
    publisher.at("/one.csv", says(ETag='"1"'), says(b"", 304), says(BODY + b"C-2,entity,Second\n"))
    publisher.at("/two.csv", says(ETag='"2"'), says(ETag='"3"'))
    first = fetch_source(source, tmp_path, {}, fetch=plain)
    known = {each.file.address: each.file for each in first}
    again = fetch_source(source, tmp_path, known, fetch=plain)
    assert [each.path.name for each in again if each.path] == ["one.csv", "two.csv"]
    assert [path for path, _ in publisher.asked] == ["/one.csv", "/two.csv"] * 2 + ["/one.csv"]


def test_a_list_none_of_whose_files_changed_is_left_alone(publisher, tmp_path):
    source = official(publisher, "/one.csv")
    publisher.at("/one.csv", says(ETag='"1"'), says(b"", 304))
    first = fetch_source(source, tmp_path, {}, fetch=plain)
    again = fetch_source(source, tmp_path, {each.file.address: each.file for each in first}, fetch=plain)
    assert [each.path for each in again] == [None]


def test_a_fetched_file_is_named_after_its_address_and_format():
    from lists.fetch.source import file_name

    assert file_name("https://a.example/x/SDN.CSV?a=b", "ofac-csv", 0) == "SDN.CSV"
    assert file_name("https://a.example/x/content?token=1", "eu-fsf-xml", 0) == "content.xml"
    assert file_name("https://a.example/", "un-xml", 1) == "file-2.xml"
