"""Reading: what pages, commands and reports ask for, each in a fixed number of queries."""
