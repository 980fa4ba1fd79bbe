"""The file as the unit of work: discovered, converted in a child process, cached."""
