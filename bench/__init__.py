"""Measure the same conversation here and on stock Rasa: ``python -m bench.stock``, then ``python -m bench.measure``."""
