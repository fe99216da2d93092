"""DESK: the three scripted questions and what came of the call."""

from __future__ import annotations

from app.web.fields import Choice, Tiles
from app.web.forms import OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.words import DISSATISFIED

YES_NO = (("yes", _l("Yes")), ("partly", _l("Partly")), ("no", _l("No")))


class AnswerForm(OfficeForm):
    """What the complainant said. The casebook says what does not fit together."""

    contacted = Tiles(_l("Did anyone from the department get in touch with you?"), [needed], choices=YES_NO,
                           validate_choice=False)  # fmt: skip
    done = Tiles(_l("Is the work done?"), [needed], choices=YES_NO, validate_choice=False)
    satisfied = Tiles(_l("Are you satisfied?"), [needed], choices=YES_NO, validate_choice=False)
    reason_code = Choice(_l("If not: why?"), validate_choice=False)
    text = Words(_l("In the complainant's own words"))

    def __init__(self) -> None:
        super().__init__()
        self.reason_code.choices = [("", "–"), *DISSATISFIED.items()]
