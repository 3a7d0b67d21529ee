"""Ideas given on paper on their way into the list: a grid, an import, slips.

All of them end in ``contributions.services.enter``, the same door for each (domain
rule 7: the room and the screen count the same).
"""
