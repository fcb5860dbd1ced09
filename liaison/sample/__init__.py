"""The sample: an invented directorate's network with two years of history, as data beside the code that loads it.

A file is a list of waves, each of which rests on those before it: by kind of thing, each thing with what was said of it
one after the other. Days are counted from the day of loading (`-30` is a month ago), and `drugs@-30` is the priority of
the year in which that day lies. `network.json` has a form of its own: posts, their positions, and who has held each.
"""
