"""Length, rendering and lint of text messages; the quiet hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import sms
from app.domain.sms import Encoding, SlotKind, Template, measure, quiet_until, render


@pytest.mark.parametrize(
    ("text", "units", "parts", "encoding"),
    [
        ("", 0, 0, Encoding.GSM7),
        ("a" * 160, 160, 1, Encoding.GSM7),
        ("a" * 161, 161, 2, Encoding.GSM7),
        ("a" * 307, 307, 3, Encoding.GSM7),
        ("[" * 80, 160, 1, Encoding.GSM7),
        ("[" * 81, 162, 2, Encoding.GSM7),
        ("a" * 152 + "[" + "a" * 152, 306, 3, Encoding.GSM7),
        ("क" * 70, 70, 1, Encoding.UCS2),
        ("क" * 71, 71, 2, Encoding.UCS2),
        ("क" * 134, 134, 2, Encoding.UCS2),
        ("क" * 135, 135, 3, Encoding.UCS2),
        ("क्षि", 4, 1, Encoding.UCS2),
        ("🙂" * 35, 70, 1, Encoding.UCS2),
        ("क" * 66 + "🙂" + "क" * 66, 134, 3, Encoding.UCS2),
    ],
)
def test_measure(text, units, parts, encoding):
    found = measure(text)
    assert (found.units, found.parts, found.encoding) == (units, parts, encoding)


def test_offenders_are_named_once_in_order():
    assert measure("“Pay ₹50 — or ₹60”").offenders == ("“", "₹", "—", "”")
    assert measure("Dept. @ 50% {ok} €").offenders == ()


@given(st.text())
def test_units_are_utf16_units_and_parts_hold_them(text):
    found = measure("क" + text)
    assert found.units == len(("क" + text).encode("utf-16-le", "surrogatepass")) // 2
    assert found.parts == 1 if found.units <= 70 else found.parts >= -(-found.units // 67)


@given(st.text(alphabet="abc @£[]€\n", max_size=700))
def test_gsm_text_never_needs_more_than_the_greedy_bound(text):
    found = measure(text)
    assert found.encoding is Encoding.GSM7
    assert found.units == len(text) + sum(text.count(c) for c in "[]€")
    assert found.parts <= max(1, -(-found.units // 152))


NOTE = Template("X", "hi", "शिकायत {no} अब {post} के पास -DC {dist}", {"no": SlotKind.NUMBER, "post": SlotKind.POST})


def test_render_fills_named_slots_once():
    ready = sms.fill_fixed(NOTE, dist="नवग्राम", tel="01234-500100")
    said = render(ready, {"no": "NG26-4127-5", "post": "{no}", "link": "not asked for"})
    assert said == "शिकायत NG26-4127-5 अब {no} के पास -DC नवग्राम"


def test_render_refuses_gaps_and_long_values():
    ready = sms.fill_fixed(NOTE, dist="नवग्राम", tel="")
    with pytest.raises(sms.MissingSlot) as gap:
        render(ready, {"no": "NG26-4127-5", "post": ""})
    assert gap.value.slot == "post"
    with pytest.raises(sms.SlotTooLong) as long:
        render(ready, {"no": "NG26-4127-5", "post": "क" * 21})
    assert (long.value.slot, long.value.units, long.value.limit) == ("post", 21, 20)
    with pytest.raises(sms.SlotTooLong, match="dist"):
        sms.fill_fixed(NOTE, dist="क" * 13, tel="")


def test_an_unregistered_template_is_never_sent():
    with pytest.raises(sms.MissingSlot, match="dist"):
        render(NOTE, {"no": "NG26-4127-5", "post": "एसडीएम"})


@pytest.mark.parametrize(
    ("ist", "until"),
    [
        ((23, 20, 59, 59), None),
        ((23, 21, 0, 0), (24, 8, 0, 0)),
        ((23, 23, 59, 59), (24, 8, 0, 0)),
        ((24, 0, 0, 0), (24, 8, 0, 0)),
        ((24, 7, 59, 59), (24, 8, 0, 0)),
        ((24, 8, 0, 0), None),
        ((30, 22, 0, 0), (31, 8, 0, 0)),
    ],
)
def test_quiet_hours_are_indian(ist, until):
    at = datetime(2026, 12, *ist, tzinfo=sms.IST).astimezone(UTC)
    assert quiet_until(at) == (until and datetime(2026, 12, *until, tzinfo=sms.IST))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_after_the_quiet_a_message_may_go(at):
    until = quiet_until(at)
    if until is not None:
        assert timedelta(0) < until - at <= timedelta(hours=11)
        assert quiet_until(until) is None


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        quiet_until(datetime(2026, 11, 23, 22))
