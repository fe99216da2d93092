"""DESK: the field – what a thin or cut line needs: the page without a line, few data."""

from app.desks.field.views import bp as bp
