"""What a template says with nothing to fill in stands in its compiled form, in the language it was compiled for."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web import voices

SOURCE = '{{ _("Accept") }} {{ _("Choose %(number)s", number=1) }} {{ _("100%% done") }}'
SAID = {"/": ("hi", "स्वीकार करें"), "/en": ("en", "Accept")}


@pytest.mark.parametrize("address", SAID)
def test_plain_words_are_said_when_a_template_is_compiled(app: Flask, address: str) -> None:
    language, accept = SAID[address]
    with app.test_request_context("/", environ_overrides={"nivaran.lang": language}):
        voice = app.extensions["nivaran.voices"][language]
        code = voice.compile(SOURCE, raw=True)
        assert accept in code
        assert "Choose %(number)s" in code
        assert voice.from_string(SOURCE).render().startswith(f"{accept} ")
        assert voice.from_string(SOURCE).render().endswith("100% done")


def test_a_page_is_said_in_the_language_of_each_request(app: Flask) -> None:
    client = app.test_client()
    for address, lang, word in [("/sign-in", "hi", "मदद"), ("/en/sign-in", "en", "Help")] * 2:
        text = client.get(address).text
        assert f'<html lang="{lang}">' in text
        assert word in text


def test_the_language_decides_which_template_is_taken(app: Flask) -> None:
    with app.test_request_context("/", environ_overrides={"nivaran.lang": "en"}):
        english = voices.template(app, "signin/page.html")
    with app.test_request_context("/"):
        assert voices.template(app, "signin/page.html") is not english
