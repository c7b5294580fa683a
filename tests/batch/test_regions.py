"""Which regions lie below which, and whose studies speak for them."""

from clientlens.batch.regions import below, parents_of, waves_of
from support.digests import digest


def surveyed(*regions):
    return {tuple(region): digest("-".join(region), region) for region in regions}


def test_a_region_is_told_by_what_lies_below_it():
    studies = surveyed(["jx", "xinyu"], ["jx", "jiujiang"], ["gz", "zunyi"])
    assert parents_of(studies) == [("jx",), ()]
    assert list(below(("jx",), studies)) == [("jx", "jiujiang"), ("jx", "xinyu")]
    assert list(below((), studies)) == [("gz", "zunyi"), ("jx", "jiujiang"), ("jx", "xinyu")]


def test_a_study_of_a_province_stands_for_its_cities():
    studies = surveyed(["jx"], ["jx", "xinyu"], ["jx", "jiujiang"], ["gz", "zunyi"])
    assert list(below((), studies)) == [("gz", "zunyi"), ("jx",)]
    assert list(below(("jx",), studies)) == [("jx", "jiujiang"), ("jx", "xinyu")]


def test_finer_regions_come_before_those_that_hold_them():
    studies = surveyed(["a", "b", "c"], ["a", "b", "d"], ["a", "e"], ["f"])
    assert parents_of(studies) == [("a", "b"), ("a",), ()]


def test_a_region_with_studies_in_one_part_alone_is_no_sum():
    assert parents_of(surveyed(["jx", "xinyu"])) == []
    assert parents_of(surveyed(["jx", "xinyu"], ["jx", "jiujiang"])) == [("jx",)]


def test_waves_are_in_the_order_of_their_numbers_then_of_their_names():
    waves = [digest("a", ["x"], wave=w) for w in ("2023Q2", 10, 9, None, "2023Q1")]
    assert waves_of(waves) == ["9", "10", "", "2023Q1", "2023Q2"]
