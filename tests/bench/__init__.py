"""The benchmark: this project beside its rivals, in one run, in the same browser.

``./run bench`` starts it; :mod:`tests.bench.__main__` says with what options. It is no test:
nothing in it fails for being slow, and pytest does not collect it.
"""
