"""DESK: the office – the registers, the settings of the district, the texts and the list of messages."""

from app.desks.office import inbound as inbound
from app.desks.office import notices as notices
from app.desks.office import settings as settings
from app.desks.office import texts as texts
from app.desks.office import views as views
from app.desks.office.blueprint import bp as bp
