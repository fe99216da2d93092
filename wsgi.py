"""The door for web servers and for the `flask` command."""

from app.factory import create_app
from app.web import dictionary
from app.web.assets import pack_all

app = create_app()
pack_all()
dictionary.prepare(app)
