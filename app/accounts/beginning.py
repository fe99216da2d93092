"""ACCOUNTS: what the office machine says where there are no demo people: how the first administrator is made."""

FIRST_ADMIN = """\
No demo people here. The first administrator (and the district) is made with:

  .venv/bin/flask --app wsgi create-admin NAME --letters KR --lgd-code 68 --district "…" --phone 01744-…

Then fill the registers at /office.
"""
