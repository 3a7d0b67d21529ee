"""A cycle planned backwards from the session of the council.

``plans`` says how long its steps take, ``schedule`` proposes their dates, ``flags``
says what speaks against them, ``surroundings`` reads what they are judged against, and
``services`` makes the drafts. Nothing is forbidden: a flag is a sentence.
"""
