"""The comparison with a competitor: its numbers, intervals, tables, findings, charts and page."""

import numpy as np
import pytest
from scipy.stats import t

from clientlens.messages import LOCALE, Messages
from clientlens_ipca.classes import CLASSES
from clientlens_ipca.model import Competitor
from support import one_model
from support.one_model import answered, assert_on_page, assert_said_and_drawn, catalogue

CODES = ("speed", "manners", "rate", "fees")
RNG = np.random.default_rng(12)
N = 160


def drawn(means):
    return np.clip(np.rint(RNG.normal(means, 0.9, (N, 4))), 1, 5)


CARE, OURS, THEIRS = drawn([4.5, 3.0, 4.4, 2.5]), drawn([3, 4, 4.2, 3.4]), drawn([4, 3, 3.4, 4.0])
OVERALL = np.clip(np.rint(OURS[:, :2].mean(axis=1) + RNG.normal(0, 0.3, N)), 1, 5)
for part in (CARE, OURS, THEIRS):
    part[RNG.random((N, 4)) < 0.05] = np.nan
ANSWERS = np.column_stack([CARE, OURS, THEIRS, OVERALL])
FACETS = ("importance", "satisfaction", "competitor")
HEADER = (*(f"{code}_{facet}" for facet in FACETS for code in CODES), "overall")
BY_IMPORTANCE = {"axis": "importance"}
DERIVED = {**BY_IMPORTANCE, "importance": "derived", "overall": "overall"}


def evaluate(folder, options, answers=ANSWERS, header=HEADER, **settings):
    study = {
        "scales": {"five": {"points": [1, 5]}},
        "facets": {facet: {"scale": "five"} for facet in FACETS},
        "items": {"overall": {"scale": "five"}},
        "hierarchy": {
            "service": {"indicators": {code: {} for code in CODES[:2]}},
            "price": {"indicators": {code: {} for code in CODES[2:]}},
        },
        **settings,
    }
    return one_model.evaluate(folder, "ipca", options, answers, header=header, **study)


def paired(a, b):
    """Plain loops: the differences of those who gave both."""
    return [x - y for x, y in zip(a, b, strict=True) if not np.isnan(x) and not np.isnan(y)]


def test_differences_and_gaps_are_those_of_pairs(tmp_path):
    result = evaluate(tmp_path, {})
    for j in range(4):
        difference, gap = paired(OURS[:, j], THEIRS[:, j]), paired(OURS[:, j], CARE[:, j])
        d, g = sum(difference) / len(difference), sum(gap) / len(gap)
        assert answered(result, "difference")[j] == pytest.approx(d)
        assert answered(result, "gap")[j] == pytest.approx(g)
        assert answered(result, "priority")[j] == pytest.approx(-d * np.nanmean(CARE[:, j]))
        assert float(result.estimates.counts["n_difference"][0, j]) == len(difference)
    differences = answered(result, "difference")
    assert answered(result, "overall_difference") == pytest.approx(differences.mean())
    assert answered(result, "dimension_difference") == pytest.approx(
        [differences[:2].mean(), differences[2:].mean()]
    )


def test_every_number_says_how_many_are_behind_it(tmp_path):
    known = {name: ~np.isnan(X) for name, X in (("a", OURS), ("b", THEIRS), ("c", CARE))}
    behind = {
        "performance": known["a"],
        "competitor_performance": known["b"],
        "difference": known["a"] & known["b"],
        "importance": known["c"],
        "gap": known["a"] & known["c"],
        "priority": known["a"] & known["b"],
    }
    result = evaluate(tmp_path, {})
    n = result.table("indicators").set_index(["quantity", "indicator"])["n"]
    for quantity, who in behind.items():
        assert list(n[quantity][list(CODES)]) == list(who.sum(axis=0)), quantity
    n = result.table("dimensions").set_index(["quantity", "dimension"])["n"]
    for quantity, of in (("performance", "performance"), ("difference", "difference")):
        assert n[quantity, "service"] == behind[of][:, :2].any(axis=1).sum()
    n = result.table("overall").set_index("quantity")["n"]
    assert n["importance_line"] == known["c"].any(axis=1).sum()
    derived = evaluate(tmp_path, DERIVED).table("indicators").set_index(["quantity", "indicator"])
    assert list(derived["n"]["importance"][list(CODES)]) == list(known["a"].sum(axis=0))


def test_the_class_is_a_quantity_that_runs_are_compared_by(tmp_path):
    for options in ({}, BY_IMPORTANCE):
        result = evaluate(tmp_path, options)
        assert result.estimates.classes("class") == CLASSES
        assert result.estimates.scale("importance") == (1, 5)
        found = [CLASSES[int(k)] for k in answered(result, "class")]
        assert found == list(result.table("classes")["class"])


def test_the_interval_is_that_of_the_paired_t_test(tmp_path):
    """The jackknife of a mean of complete pairs is exact: the error, and t for the interval."""
    answers = np.where(np.isnan(ANSWERS), 3.0, ANSWERS)
    result = evaluate(tmp_path, {}, answers, uncertainty={"method": "jackknife"})
    rows = result.table("indicators").query("quantity == 'difference'")
    for j, row in enumerate(rows.to_dict("records")):
        d = np.array(paired(answers[:, 4 + j], answers[:, 8 + j]))
        error = d.std(ddof=1) / np.sqrt(N)
        half = t.ppf(0.975, N - 1) * error
        assert row["std_error"] == pytest.approx(error, rel=1e-10)
        assert [row["ci_low"], row["ci_high"]] == pytest.approx([d.mean() - half, d.mean() + half])


def test_derived_importance_is_the_correlation_with_the_overall_rating(tmp_path):
    result = evaluate(tmp_path, DERIVED)
    for j in range(4):
        known = ~np.isnan(OURS[:, j])
        r = np.corrcoef(OURS[known, j], OVERALL[known])[0, 1]
        assert answered(result, "importance")[j] == pytest.approx(r)
    assert result.estimates.absent["all", "gap"] == "derived importance has no scale"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["urgent_action", "solid_advantage", "null_advantage", "head_to_head"]),
        (
            BY_IMPORTANCE,
            ["competitive_disadvantage", "false_advantage", "competitive_advantage", "false_alarm"],
        ),
    ],
)
def test_each_corner_is_found_where_it_was_put(tmp_path, options, expected):
    result = evaluate(tmp_path, options, uncertainty={"replicates": 200, "seed": 2})
    rows = result.table("classes").set_index("indicator")
    assert list(rows["class"]) == expected
    shares = rows[[c for c in rows if c.startswith("p_")]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(1)
    urgent = [f.subject for f in result.findings if f.message == "ipca-urgent"]
    assert urgent == [("speed",)]
    sides = {f.kind: f.subject for f in result.findings if f.kind in ("ahead", "behind")}
    assert sides == {"ahead": ("manners", "rate"), "behind": ("speed", "fees")}


def test_equal_ratings_lie_on_a_line_and_the_sample_tells_nothing(tmp_path):
    answers = ANSWERS.copy()
    answers[:, 8:12] = answers[:, 4:8]
    result = evaluate(tmp_path, {}, answers, uncertainty={"replicates": 50})
    rows = result.table("classes")
    assert set(rows["class"]) == {"boundary"}
    assert rows["near_line"].all()
    assert {f.message for f in result.findings} == {"ipca-overall-near", "ipca-unsure"}


def test_few_who_rated_both_are_not_shown(tmp_path):
    """Their difference would tell what single clients answered."""
    answers = ANSWERS.copy()
    answers[: N // 2, 4], answers[N // 2 :, 8] = np.nan, np.nan
    answers[:4, 4] = 3
    answers[:4, 8] = 5
    result = evaluate(tmp_path, {}, answers)
    assert np.isnan(answered(result, "difference")[0])
    assert not np.isnan(answered(result, "performance")[0])
    assert "speed" not in set(result.table("classes")["indicator"])


def test_nobody_who_rated_both_leaves_no_comparison(tmp_path):
    answers = ANSWERS.copy()
    answers[: N // 2, 4:8] = np.nan
    answers[N // 2 :, 8:12] = np.nan
    result = evaluate(tmp_path, {}, answers)
    reason = "fewer than 5 respondents rated both on any indicator"
    assert result.estimates.absent["all", "difference"] == reason
    assert not result.tables
    assert_said_and_drawn(result, Competitor, "zh")


def test_an_overall_rating_that_is_constant_leaves_differences_and_no_class(tmp_path):
    answers = ANSWERS.copy()
    answers[:, -1] = 3
    result = evaluate(tmp_path, DERIVED, answers)
    assert not np.isnan(answered(result, "difference")).any()
    assert {table.name for table in result.tables} == {"indicators", "dimensions", "overall"}
    assert_said_and_drawn(result, Competitor, "en")


def test_groups_have_comparisons_of_their_own(tmp_path):
    half = np.arange(N) % 2
    study = {"respondents": {"half": {}}, "segments": {"by": "half"}}
    answers = np.column_stack([ANSWERS, half])
    result = evaluate(tmp_path, {}, answers, (*HEADER, "half"), **study)
    expected = np.mean(paired(OURS[half == 1, 0], THEIRS[half == 1, 0]))
    assert answered(result, "difference", "half=1")[0] == pytest.approx(expected)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "uncertainty", [{"replicates": 60}, {"method": "none"}, {"method": "jackknife"}]
)
@pytest.mark.parametrize("options", [{}, BY_IMPORTANCE, DERIVED])
def test_everything_can_be_said_and_drawn(tmp_path, options, uncertainty, language):
    result = evaluate(tmp_path, options, uncertainty=uncertainty, report={"language": language})
    messages = Messages(language, [LOCALE, Competitor.locale])
    assert [c.name for c in result.charts(messages)] == ["matrix", "differences"]
    assert_said_and_drawn(result, Competitor, language)


@pytest.mark.parametrize("shift", [-1, 1])
def test_who_is_better_on_the_whole_is_said_in_both_languages(tmp_path, shift):
    answers = np.where(np.isnan(ANSWERS), 3.0, ANSWERS)
    answers[:, 8:12] = np.clip(answers[:, 4:8] - shift, 1, 5)
    result = evaluate(tmp_path, {}, answers, uncertainty={"replicates": 60})
    side = "ahead" if shift > 0 else "behind"
    (overall,) = [f for f in result.findings if f.kind == "overall"]
    assert overall.message == f"ipca-overall-{side}"
    assert overall.evidence.get("difference", overall.evidence.get("lag")) > 0
    for language in ("zh", "en"):
        assert_said_and_drawn(result, Competitor, language)


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue(Competitor, "zh") == catalogue(Competitor, "en")


def test_options_tables_and_quantities_are_on_the_page(tmp_path):
    result = evaluate(tmp_path, {}, uncertainty={"replicates": 20})
    assert_on_page("ipca.md", Competitor, result)
