"""What lives inside the spreadsheet program: the template, the ribbon, worksheet functions."""
