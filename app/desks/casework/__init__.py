"""DESK: working complaints – the worklist, the search, the case page and what is done there."""

from app.desks.casework import accepting as accepting
from app.desks.casework import case as case
from app.desks.casework import chosen as chosen
from app.desks.casework import contact as contact
from app.desks.casework import holders as holders
from app.desks.casework import lists as lists
from app.desks.casework import photos as photos
from app.desks.casework import report as report
from app.desks.casework.blueprint import bp as bp
