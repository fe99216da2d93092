"""ACCOUNTS: what the office machine says where there are no demo people: how the first administrator is made."""

FIRST_ADMIN = """\
No demo people here: sign in with your own user name. Where nobody has one yet, the first administrator is made with:

  .venv/bin/flask --app wsgi create-admin NAME --letters KR --lgd-code 68 --district "…" --phone 01744-…

(with the same NIVARAN_HOME as here). Then sign in and fill the registers at /office.
"""
