"""A question and its answers: conditions, plan, ledger, itineraries, and the verbs that ask."""
