"""DESK: the complainant's own pages – where it stands, the own view behind a code, the say on the work."""

from app.desks.public import by_link as by_link
from app.desks.public import ending as ending
from app.desks.public import lodge as lodge
from app.desks.public import mine as mine
from app.desks.public import paper as paper
from app.desks.public import receipt as receipt
from app.desks.public import register as register
from app.desks.public import say as say
from app.desks.public import tracking as tracking
from app.desks.public.blueprint import bp as bp
