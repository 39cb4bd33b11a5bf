"""The one room that knows Rasa: NLU components, domain, the agent inside our process, its tracker store."""
