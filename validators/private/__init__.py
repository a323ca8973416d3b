"""Values that have no place in a sales table: identity cards, bank cards, passports, homes, private channels."""
