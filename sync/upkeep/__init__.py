"""Work on a team's rows that is not a cycle: building a team, import, backup, archive."""
