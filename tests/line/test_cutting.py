"""Every mood of the bad line, proved with a small office behind it.

Waiting is held from below only: a busy machine can make it longer, never shorter.
"""

from __future__ import annotations

import http.client
import time

import pytest

from tests.jobs.conftest import eventually
from tests.line.conftest import SmallOffice
from tools.line.cutting import Line

CUT = (ConnectionError, http.client.HTTPException, TimeoutError)
BODY = b"w" * 40_000


def calling(line: Line, timeout: float = 10.0) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", line.port, timeout=timeout)


def get(line: Line, size: int) -> float:
    """Fetch so many bytes; how long it took."""
    started = time.monotonic()
    connection = calling(line)
    connection.request("GET", f"/{size}")
    assert len(connection.getresponse().read()) == size
    connection.close()
    return time.monotonic() - started


def post(line: Line, body: bytes = BODY) -> int:
    connection = calling(line)
    connection.request("POST", "/", body)
    return connection.getresponse().status


def test_in_a_good_mood_everything_passes_as_it_is(bad_line: Line, small_office: SmallOffice) -> None:
    get(bad_line, 300_000)
    assert post(bad_line) == 200
    assert small_office.taken == [BODY]
    assert bad_line.down.passed > 300_000
    assert bad_line.up.passed > len(BODY)


def test_the_line_is_slow_each_way(bad_line: Line) -> None:
    bad_line.down.rate = 40_000
    assert get(bad_line, 20_000) >= 0.5
    bad_line.down.rate, bad_line.up.rate = None, 40_000
    started = time.monotonic()
    post(bad_line, b"w" * 20_000)
    assert time.monotonic() - started >= 0.5


def test_two_connections_share_one_line(bad_line: Line) -> None:
    bad_line.down.rate = 40_000
    first, second = calling(bad_line), calling(bad_line)
    started = time.monotonic()
    for connection in (first, second):
        connection.request("GET", "/10000")
    for connection in (first, second):
        assert len(connection.getresponse().read()) == 10_000
    assert time.monotonic() - started >= 0.5


def test_every_byte_is_late(bad_line: Line) -> None:
    bad_line.delay = 0.2
    assert get(bad_line, 10) >= 0.4


def test_a_cut_ends_what_is_under_way(bad_line: Line) -> None:
    bad_line.down.rate = 10_000
    connection = calling(bad_line)
    connection.request("GET", "/50000")
    answer = connection.getresponse()
    answer.read(2_000)
    bad_line.cut()
    with pytest.raises(CUT):
        answer.read()
    bad_line.down.rate = None
    get(bad_line, 10)


def test_a_line_that_is_down_takes_nobody(bad_line: Line) -> None:
    bad_line.is_down = True
    with pytest.raises(CUT):
        get(bad_line, 10)
    bad_line.is_down = False
    get(bad_line, 10)


def test_a_silent_line_stands_and_carries_nothing(bad_line: Line, small_office: SmallOffice) -> None:
    bad_line.is_silent = True
    connection = calling(bad_line, timeout=0.5)
    connection.request("POST", "/", b"words")
    with pytest.raises(TimeoutError):
        connection.getresponse()
    assert small_office.taken == []
    bad_line.is_silent = False
    assert eventually(lambda: small_office.taken == [b"words"]), "nobody hung up: it arrives late"


def test_an_upload_is_cut_in_its_middle_once(bad_line: Line, small_office: SmallOffice) -> None:
    bad_line.up.left = 20_000
    with pytest.raises(CUT):
        post(bad_line)
    assert bad_line.up.passed == 20_000
    assert small_office.taken == []
    assert post(bad_line) == 200


def test_an_upload_is_cut_again_after_as_much_more(bad_line: Line) -> None:
    bad_line.up.left = bad_line.up.again = 20_000
    for passed in (20_000, 40_000):
        with pytest.raises(CUT):
            post(bad_line)
        assert bad_line.up.passed == passed


def test_an_answer_is_cut_in_its_middle_once(bad_line: Line) -> None:
    bad_line.down.left = 20_000
    with pytest.raises(CUT):
        get(bad_line, 40_000)
    assert bad_line.down.passed == 20_000
    get(bad_line, 40_000)


def test_the_answer_is_swallowed_after_the_work(bad_line: Line, small_office: SmallOffice) -> None:
    bad_line.swallow = lambda asked: asked == "POST /" and not bad_line.swallowed
    with pytest.raises(CUT):
        post(bad_line)
    assert small_office.taken == [BODY], "the office had it whole"
    assert bad_line.swallowed == ["POST /"]
    get(bad_line, 10)
    assert post(bad_line) == 200
    assert small_office.taken == [BODY, BODY]


def test_the_line_is_cut_again_and_again(bad_line: Line) -> None:
    bad_line.down.rate = 10_000
    bad_line.cut_every(0.2, down=0.05)
    with pytest.raises(CUT):
        get(bad_line, 50_000)
    assert eventually(lambda: bad_line.cuts >= 3)
    bad_line.calm()
    bad_line.down.rate = None
    before = bad_line.cuts
    get(bad_line, 50_000)
    assert bad_line.cuts == before
