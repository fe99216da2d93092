"""Room of the demo: the invented district Navgram, its data and its drawn photographs."""
