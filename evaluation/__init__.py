"""How well messages are understood, ours beside stock Rasa and BM25: ``python -m evaluation.measure``, ``….curve``."""
