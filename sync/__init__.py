"""Keeps a team's workbooks in step: endpoints, hub, merge, cycle, reports and the commands."""
