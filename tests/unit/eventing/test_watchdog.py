"""When a consumer counts as stuck: it has something to read, is not busy, and does not move."""

from aiokafka import TopicPartition

from shared.eventing.watchdog import Look, stuck

P, Q = TopicPartition("t", 0), TopicPartition("t", 1)


def look(position: int | None, end: int, *, idle: bool = True) -> Look:
    return Look(idle, {P: position}, {P: end})


def test_one_that_stands_still_while_there_is_more_and_more_to_read_is_stuck() -> None:
    assert stuck([look(5, 7), look(5, 9), look(5, 30)]) == [P]


def test_one_that_never_learns_where_it_is_is_stuck() -> None:
    assert stuck([look(None, 7)] * 3) == [P]


def test_one_that_has_read_everything_is_not() -> None:
    assert stuck([look(9, 9)] * 3) == []


def test_one_that_moves_is_not_however_far_behind() -> None:
    assert stuck([look(5, 700), look(5, 800), look(6, 900)]) == []


def test_one_that_had_read_everything_a_while_ago_is_given_time() -> None:
    assert stuck([look(9, 9), look(9, 30), look(9, 30)]) == []


def test_one_with_a_batch_in_hand_is_slow_and_not_stuck() -> None:
    assert stuck([look(5, 7), look(5, 9, idle=False), look(5, 30)]) == []


def test_a_partition_that_has_just_come_is_given_time() -> None:
    assert stuck([Look(True, {}, {}), look(5, 7), look(5, 7)]) == []


def test_one_partition_of_several_is_enough() -> None:
    looks = [Look(True, {P: 9, Q: number}, {P: 12, Q: 99}) for number in range(3)]
    assert stuck(looks) == [P]
