"""How well messages are understood, beside stock Rasa and BM25. Commands: ``measure``, ``curve``, ``thresholds``."""
