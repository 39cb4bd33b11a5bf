"""The public face: an ASGI gateway that verifies, stores and answers; one module a channel. Thin."""
