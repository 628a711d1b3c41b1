"""Files of customers in, files of results out: every format, checked whole before anything is screened.

`opened` gives the rows of a file; `survey` goes through all of them once and finds what a file is refused for; `screened_file` screens
them, keeps a checkpoint, and writes the result, which appears under its name whole or not at all.
"""
