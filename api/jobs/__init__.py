"""Jobs: whole files screened over HTTP, by workers that share one database.

A file is uploaded (`uploads`), a job made for it (`making`); a worker reads the file once and lays its rows down as tasks of a chunk each
(`preparing`); whichever workers there are screen the chunks (`chunks`), each chunk in one transaction with the records of its screenings;
the last one has the result written (`results`), and the client told (`callback`). `api.store.tasks` says why nothing is done twice.
"""
