"""The desk at which a committee reads ideas and says what becomes of them.

Its members have no right to any page: the seat that names their account lets them in.
"""
