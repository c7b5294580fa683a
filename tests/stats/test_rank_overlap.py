"""Overlap of rankings: Webber's example, Corsi and Urbano's values with ties, plain loops, laws."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens.errors import RequestError
from clientlens.stats.rank_overlap import rank_biased_overlap, top_overlap

NAN = np.nan

# From the test values that Corsi & Urbano publish beside their paper on ties (SIGIR 2024):
# github.com/julian-urbano/sigir2024-rbo, README.md and rbo/test.csv, RBO^w_EXT, 6 digits asserted.
PUBLISHED = [
    ("red (blue green) yellow pink", "(blue red) white (yellow black purple) green",
     0.95, 0.7068257),
    ("(i5 i9 i13 i15 i16 i19 i20) (i3 i8)", "i6 (i4 i18) i2 i7 i8 i17 i14 (i11 i12) i1",
     0.958074765324023, 0.0816485573277354),
    ("i13 (i1 i4 i5 i6)", "i3 i14 i11 (i10 i15) i12 (i6 i9) i4 i2",
     0.92238320668128, 0.117578490431637),
    ("i13 i4 (i1 i2 i5 i6)", "i11 i14 i1 (i5 i6) (i3 i12) i8",
     0.936646766367491, 0.419724384588563),
    ("(i3 i6) (i2 i7) i10", "(i3 i6 i7 i10) (i1 i2)", 0.965413635276732, 0.946064537517568),
    ("i1 (i15 i16) i10 i12 i2 i14", "i16 (i1 i10 i11 i15) i2 (i4 i5 i6)",
     0.988786023528663, 0.691527178549045),
    ("i4 (i2 i14) i7 i5 i3", "(i9 i13) (i6 i8) i1 i5 i10 i15 i11",
     0.986650551181127, 0.155835200392091),
    ("(i4 i14) i10 i9 i16 i1 (i11 i21) i7", "(i4 i7 i9 i10 i14 i16) i21 (i1 i11) (i3 i6 i17 i18)",
     0.980350757903177, 0.95731778452095),
    ("i3 i10 (i2 i4 i5)", "(i3 i5 i7 i10) (i2 i4 i6 i11)", 0.968045007945821, 0.867306353299043),
    ("(i1 i9 i15 i17) i13 i4 i3 i2", "(i1 i17) i15 i9 i13 i4 (i2 i3) i14",
     0.959906916802432, 0.966438584453973),
    ("i21 i20 (i1 i16 i19) (i5 i10) i4",
     "(i12 i17) (i2 i3 i8 i11) (i15 i18) (i6 i13) (i7 i14) i9", 0.930074017489188, 0.0),
]  # fmt: skip


def scored(text):
    """Unit → score, higher first; those in brackets are tied."""
    places = [part.strip("()").split() for part in re.findall(r"\([^)]*\)|\S+", text)]
    return {unit: -float(place) for place, units in enumerate(places) for unit in units}


def as_rows(first, second):
    units = sorted(first.keys() | second.keys())
    return tuple(np.array([[side.get(unit, NAN) for unit in units]]) for side in (first, second))


@pytest.mark.parametrize(("first", "second", "p", "expected"), PUBLISHED)
def test_values_with_ties_and_foreign_units_are_the_published_ones(first, second, p, expected):
    rows = as_rows(scored(first), scored(second))
    for one, other in (rows, rows[::-1]):
        np.testing.assert_allclose(rank_biased_overlap(one, other, p), [expected], atol=5e-7)


def test_the_overlaps_of_webbers_two_lists_are_his():
    """Webber, Moffat & Zobel (2010), figure 5: abcdefg against zcavwxy to depth 7."""
    rows = as_rows(scored("a b c d e f g"), scored("z c a v w x y"))
    agreement = np.array([0, 0, 2 / 3, 1 / 2, 2 / 5, 1 / 3, 2 / 7])
    for p in (0.5, 0.9, 0.98):
        weights = (1 - p) * p ** np.arange(7)
        expected = (weights * agreement).sum() + agreement[-1] * p**7
        np.testing.assert_allclose(rank_biased_overlap(*rows, p), [expected], rtol=1e-12)
    assert agreement.mean() == pytest.approx(0.312, abs=5e-4)  # his average overlap at depth 7


def by_loops(first, second, p):
    """Equation 23 of Webber et al. on two rankings of the same units, without ties."""
    tops = [sorted(range(len(side)), key=lambda u, s=side: -s[u]) for side in (first, second)]
    k, found = len(first), 0.0
    for d in range(1, k + 1):
        common = len(set(tops[0][:d]) & set(tops[1][:d]))
        found += (1 - p) / p * common / d * p**d
    return found + p**k


permutations = st.integers(1, 8).flatmap(lambda U: st.tuples(*[st.permutations(range(U))] * 2))


@given(both=permutations, p=st.floats(0.05, 0.98))
def test_without_ties_it_is_the_published_equation(both, p):
    first, second = (np.array([side], dtype=float) for side in both)
    found = rank_biased_overlap(first, second, p)
    np.testing.assert_allclose(found, [by_loops(*both, p)], atol=1e-12)


@given(both=permutations, k=st.integers(1, 9))
def test_without_ties_the_overlap_of_tops_is_a_share_of_common_units(both, k):
    first, second = (np.array([side], dtype=float) for side in both)
    size = min(k, len(both[0]))
    tops = [set(np.argsort(-side[0])[:size]) for side in (first, second)]
    assert top_overlap(first, second, k)[0] == pytest.approx(len(tops[0] & tops[1]) / size)


scores = st.tuples(st.integers(1, 4), st.integers(1, 7)).flatmap(
    lambda shape: st.tuples(
        *[arrays(float, shape, elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, NAN]))] * 2
    )
)


@given(both=scores, p=st.floats(0.05, 0.98), k=st.integers(1, 4))
def test_overlaps_lie_between_0_and_1_whichever_side_comes_first(both, p, k):
    for measure, setting in ((rank_biased_overlap, p), (top_overlap, k)):
        found = measure(*both, setting)
        np.testing.assert_allclose(found, measure(*both[::-1], setting), atol=1e-12)
        known = found[~np.isnan(found)]
        assert ((known >= 0) & (known <= 1)).all()


@given(both=scores, p=st.floats(0.05, 0.98), seed=st.integers(0, 99))
def test_the_order_of_the_units_does_not_matter(both, p, seed):
    order = np.random.default_rng(seed).permutation(both[0].shape[1])
    moved = [side[:, order] for side in both]
    np.testing.assert_allclose(
        rank_biased_overlap(*moved, p), rank_biased_overlap(*both, p), atol=1e-12
    )
    np.testing.assert_allclose(top_overlap(*moved, 2), top_overlap(*both, 2))


@given(both=scores, p=st.floats(0.05, 0.98))
def test_a_ranking_overlaps_wholly_with_itself(both, p):
    own, _ = both
    is_empty = np.isnan(own).all(axis=1)
    expected = np.where(is_empty, NAN, 1.0)
    np.testing.assert_allclose(rank_biased_overlap(own, own, p), expected, atol=1e-12)
    np.testing.assert_array_equal(top_overlap(own, own, 3), expected)


def test_wrong_arguments_are_refused():
    row = np.ones((1, 3))
    with pytest.raises(RequestError, match="`k` of `top_overlap` must be at least 1, got 0"):
        top_overlap(row, row, 0)
    with pytest.raises(RequestError, match=r"must lie in \(0, 1\), got 1"):
        rank_biased_overlap(row, row, 1)
    with pytest.raises(RequestError, match=r"got \(1, 3\) and \(2, 3\)"):
        rank_biased_overlap(row, np.ones((2, 3)))
