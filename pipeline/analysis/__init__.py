"""What is worked out from the facts, behind the SQL."""
