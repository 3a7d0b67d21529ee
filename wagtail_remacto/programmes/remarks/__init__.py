"""What the public makes of a frozen version: its remarks, and the answer to each.

A remark is a contribution of another nature, so that moderation, supports, discussion
and erasure are the same; ``Remark`` says which text it is about. Every change goes
through ``programmes.services.remarks``.
"""
