"""DESK: steps, tests: joining at the cell's screen, by what looks alike or by number, and taking out again."""

from __future__ import annotations

from tests.desks.casework.conftest import Case


def test_joined_by_what_looks_alike(any_case: Case) -> None:
    parent = any_case.another()
    cell = any_case.as_("cell")
    assert f"/complaints/{cell.number}/join" in cell.get().text
    page = cell.get("/join").text
    assert f'value="{parent}"' in page
    assert f'value="{cell.number}"' not in page
    assert cell.post("join", alike=parent).status_code == 303
    assert f'href="/complaints/{parent}"' in cell.get().text
    assert cell.number in cell.client.get(f"/complaints/{parent}").text
    assert any_case.row().state == "merged"
    assert cell.get("/take-out").status_code == 200
    assert cell.post("take-out", text="यह दूसरी गली का गड्ढा है").status_code == 303
    assert any_case.row().state == "marked"


def test_joined_by_number(case: Case) -> None:
    parent = case.another()
    cell = case.as_("cell")
    assert cell.post("join").status_code == 422
    unknown = cell.post("join", htmx=True, number="NG26-9999-9")
    assert unknown.status_code == 422
    assert "NG26-9999-9" in unknown.text
    assert cell.post("join", number=cell.number).status_code == 422
    assert cell.post("join", number=parent).status_code == 303
    assert case.get("/join").status_code == 403
