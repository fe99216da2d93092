"""DESK: hearings – the day's list, calling one, writing what it brought; and visits to the place."""

from app.desks.hearings import case as case
from app.desks.hearings import day as day
from app.desks.hearings import visit as visit
from app.desks.hearings.blueprint import bp as bp
