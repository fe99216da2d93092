"""DESK: outbox, tests: words first, then each photo by its hash, in pieces, and nobody else's."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from flask import current_app

from app.domain.states import State
from tests.client import QualityClient
from tests.desks.casework.conftest import Case
from tests.desks.outbox.conftest import Device, declared, one_photo, sha
from tests.evidence.photos import encoded, scene
from tests.office import seated


def incoming(case: Case) -> list[str]:
    with case.app.app_context():
        folder: Path = current_app.extensions["photos"].incoming
        return [path.name for path in folder.iterdir()]


def decide(case: Case) -> tuple[int, str]:
    answer = seated(case.app, "hod").post(f"/approvals/{case.number}/decide", data={"decision": "approve"})
    return answer.status_code, answer.text


def test_words_count_before_the_photo_and_approval_waits_for_it(device: Device) -> None:
    case = device.case
    assert case.row().state == State.ATR_SUBMITTED
    assert device.photo().state == "declared"
    assert "फ़ोटो बाकी" in case.get().text
    card = seated(case.app, "hod").get("/approvals").text
    assert "अधिकारी के फ़ोन में" in card
    assert 'value="approve"' not in card
    status, text = decide(case)
    assert (status, case.row().state) == (422, State.ATR_SUBMITTED), text
    sent = device.send()
    assert (sent.status_code, sent.headers["Upload-Complete"]) == (200, "?1")
    assert (device.photo().state, device.photo().thumb_bytes is None) == ("checked", False)
    assert case.actions()[-2:] == ["report", "add_evidence"]
    assert "फ़ोटो बाकी" not in case.get().text
    assert incoming(case) == []
    assert decide(case)[0] == 303
    assert case.row().state == State.DISPOSED


def test_the_approvers_checks_are_made_anew_when_the_photo_is_here(case: Case) -> None:
    """Only the pixels tell that it is a copy of one used before."""
    other = case.another()
    copy = (io.BytesIO(encoded(scene(1), quality=60)), "copy.jpg")
    assert Case(case.app, case.client, other, case.office).post("photos", kind="before", file=copy).status_code == 303
    device = Device(case, one_photo(1), case.client)
    declared(case.ready(), device.data)
    fresh = {"code": "photo_fresh", "ok": True, "value": None}
    assert fresh in device.report().checks
    device.send()
    assert {"code": "photo_fresh", "ok": False, "value": other} in device.report().checks


def test_a_cut_goes_on_where_the_office_has_it(device: Device) -> None:
    half = len(device.data) // 2
    assert device.ask().headers["Upload-Offset"] == "0"
    first = device.send(0, half)
    assert (first.status_code, first.headers["Upload-Offset"]) == (200, str(half))
    assert "Upload-Complete" not in first.headers
    assert device.ask().headers["Upload-Offset"] == str(half)
    gap = device.send(half + 1)
    assert (gap.status_code, gap.headers["Upload-Offset"]) == (409, str(half))
    assert device.send(half - 10).headers["Upload-Complete"] == "?1", "what is there may be sent over again"
    assert device.photo().sha256 == sha(device.data)


def test_the_same_photo_again_is_there_already(device: Device) -> None:
    device.send()
    again = device.send()
    assert (again.status_code, again.headers["Upload-Complete"]) == (200, "?1")
    assert device.ask().headers["Upload-Complete"] == "?1"
    assert device.case.actions().count("add_evidence") == 1


def test_another_hash_is_refused_and_thrown_away(device: Device) -> None:
    other = bytes(len(device.data))
    refused = device.send(data=other)
    assert refused.status_code == 422
    assert device.ask().headers["Upload-Offset"] == "0"
    assert (device.photo().state, incoming(device.case)) == ("declared", [])
    assert device.send().headers["Upload-Complete"] == "?1"


@pytest.mark.parametrize("data", [b"MZ\x90\0 not a photo", b"%PDF-1.4\n%%EOF"], ids=["program", "paper"])
def test_what_is_no_photo_is_refused_though_the_hash_fits(case: Case, data: bytes) -> None:
    assert declared(case.ready(), data).status_code == 303
    refused = Device(case, data, case.client).send(headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert Device(case, data, case.client).photo().state == "declared"
    assert incoming(case) == []


def test_nobody_fills_what_another_declared(device: Device) -> None:
    for name in ("hod", "cell"):
        client = seated(device.case.app, name)
        assert device.as_(client).ask().status_code == 404
        assert device.as_(client).send().status_code == 404
    nobody: QualityClient = device.case.app.test_client()  # type: ignore[assignment]
    assert device.as_(nobody).send().status_code == 419
    assert device.photo().state == "declared"


@pytest.mark.parametrize("name", ["ab", "g" * 64, "0" * 64])
def test_what_nobody_declared_does_not_exist(case: Case, name: str) -> None:
    assert case.client.get(f"/outbox/photos/{name}").status_code == 404
    assert case.client.post(f"/outbox/photos/{name}", data=b"x").status_code == 404


@pytest.mark.parametrize(
    ("start", "length", "size"),
    [("0", "12000001", 10), ("-1", "100", 10), ("0", "x", 10), ("0", "5", 10), ("0", "100", 0),
     ("0", "2000000", 1_000_001)],
    ids=["too big", "before it", "no number", "longer than said", "empty", "piece too big"],
)  # fmt: skip
def test_limits(case: Case, start: str, length: str, size: int) -> None:
    data = one_photo()
    declared(case.ready(), data)
    headers = {"Upload-Offset": start, "Upload-Length": length}
    answer = case.client.post(f"/outbox/photos/{sha(data)}", data=bytes(size), headers=headers)
    assert answer.status_code == 422
    assert incoming(case) == []


def test_two_tabs_at_once_make_one_photo(device: Device) -> None:
    answers = []
    clients = [seated(device.case.app, "officer") for _ in range(2)]
    gate = threading.Barrier(2)

    def send(client: QualityClient) -> None:
        gate.wait()
        answers.append(device.as_(client).send().status_code)

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert 200 in answers
    assert set(answers) <= {200, 409}  # the slower finds it taken, asks, and hears that it is there
    assert (device.photo().state, device.case.actions().count("add_evidence")) == ("checked", 1)


def test_where_nobody_approves_the_last_photo_sends_it_to_the_complainant(case: Case) -> None:
    from app.extensions import db
    from app.models.category import Category

    with case.app.app_context():
        for category in db.session.query(Category):
            category.needs_approval = False
        db.session.commit()
    data = one_photo()
    declared(case.ready(), data)
    assert case.row().state == State.ATR_SUBMITTED
    assert Device(case, data, case.client).send().status_code == 200
    assert case.row().state == State.DISPOSED


def test_a_report_taken_back_leaves_nothing_to_wait_for(case: Case) -> None:
    first, second = one_photo(1), one_photo(2)
    declared(case.ready(), first)
    assert case.post("recall", text="फ़ोटो दूसरी जगह का लग गया").status_code == 303
    declared(case, second)
    assert Device(case, second, case.client).send().status_code == 200
    assert decide(case)[0] == 303
    assert Device(case, first, case.client).send().status_code == 200, "the first one may still come, as a paper"


def test_a_declared_paper_proves_nothing_where_it_is_decided_upon(case: Case) -> None:
    """A hold needs the paper of the court in the file: its hash alone is none."""
    case.ready()
    paper = sha(encoded(scene(3)))
    answer = case.post("hold", kind="court", text="न्यायालय ने काम पर रोक लगाई है और अगली तारीख दी है", paper_sha=paper,
                       review_on="2026-12-20")  # fmt: skip
    assert answer.status_code == 422


def test_photos_of_other_entries_follow_too(case: Case) -> None:
    case.accept()
    data = one_photo(4)
    sent = case.post("visit", kind="visit", result="talked", place="स्कूल के पास",
                     text="मौके पर जाकर देखा, पाइप टूटा हुआ मिला", photo_sha=sha(data))  # fmt: skip
    assert sent.status_code == 303
    assert Device(case, data, case.client).send().status_code == 200
    other = one_photo(5)
    assert case.post("photos", kind="before", file_sha=sha(other)).status_code == 303
    assert Device(case, other, case.client).send().status_code == 200
