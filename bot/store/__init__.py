"""What is kept: one database, one transaction a message. The only room that knows SQL."""
