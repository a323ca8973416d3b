"""One file a report: rows in, a `ReportSheet` out."""
