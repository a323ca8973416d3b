"""One file per place where tables live."""
