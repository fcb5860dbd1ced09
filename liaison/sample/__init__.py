"""The sample: an invented directorate's network with two years of history, as data beside the code that loads it.

A file is a list of waves, each of which rests on those before it: by kind of thing, each thing with what was said of it
one after the other. Days are counted from the day of loading (`-30` is a month ago), and `drugs@-30` is the priority of
the year in which that day lies. `network.json` has a form of its own: posts, their positions, and who has held each.

What is recorded afterwards (tenures, agreements, visits, actions, interactions, reviews of notes) has the days on which
it was. What is done by being said (proposals, requests, drafts, notices, instructions) is done when the sample is
loaded, since no interface lets anybody say otherwise: nothing of that is old, and no offer has expired.
"""
