"""THE DEMO DISTRICT: the invented Navgram, its people and their complaints.

`data/*.json` says what there is, `masters.py` and `staff.py` write the registers, `stories.py` takes every step of
every complaint through the casebook's own actions, and `load.py` puts it all into one transaction.
"""
