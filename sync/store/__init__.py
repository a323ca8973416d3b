"""The hub behind one contract: rows, their versions, cursors, decisions, runs."""
