"""The file as the unit of work: found, converted in a child process, cached."""
