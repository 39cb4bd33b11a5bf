"""Other systems, asked over HTTP. What they say is checked like everything that comes from outside."""
