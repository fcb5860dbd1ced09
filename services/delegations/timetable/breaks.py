"""The breaks of one participant as a linear expression: how often it resumes meetings after an idle slot."""

from collections.abc import Sequence

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT


def breaks(model: CpModel, busy: Sequence[IntVar], meetings: int | None) -> LinearExprT:
    """Breaks of a participant that is busy in exactly `meetings` of these slots (None: in any), given as literals.

    `begun[t]` says that its first meeting is in slot t or before. Most participants end up without a break, and then
    `begun` alone says where they are busy: this, not the counting of breaks, is what makes the search short.
    """
    begun = [busy[0], *(model.new_bool_var("") for _ in busy[1:])]
    interrupted = model.new_bool_var("")
    resumed = []
    for slot in range(1, len(busy)):
        model.add_implication(begun[slot - 1], begun[slot])
        model.add_implication(busy[slot], begun[slot])
        model.add_bool_or(~begun[slot], begun[slot - 1], busy[slot])
        resumes = model.new_bool_var("")
        model.add_implication(resumes, busy[slot])
        model.add_implication(resumes, ~busy[slot - 1])
        model.add_implication(resumes, begun[slot - 1])
        model.add_implication(resumes, interrupted)
        model.add_bool_or(resumes, ~busy[slot], busy[slot - 1], ~begun[slot - 1])
        resumed.append(resumes)
    if meetings is None:
        return sum(resumed)
    model.add(sum(busy) == meetings)
    model.add_bool_or(~interrupted, *resumed)
    for slot in range(len(busy)):
        over = [begun[slot - meetings]] if slot >= meetings else []
        model.add_bool_or(interrupted, busy[slot], ~begun[slot], *over)
        for ended in over:
            model.add_bool_or(interrupted, ~busy[slot], ~ended)
    # Two terms instead of one per slot: the core-guided search then reasons about participants, not about slots.
    further = model.new_int_var(0, meetings, "")
    model.add(sum(resumed) == interrupted + further)
    return interrupted + further
