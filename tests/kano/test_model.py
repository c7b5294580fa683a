"""The penalty-reward contrast of a study: its numbers, tables, findings, charts and page."""

import numpy as np
import pytest

from clientlens_kano.classes import CLASSES
from clientlens_kano.model import Kano
from support import one_model
from support.one_model import answered, assert_on_page, assert_said_and_drawn, catalogue

CODES = ("speed", "manners", "rate")
RNG = np.random.default_rng(4)
N = 240
RATINGS = RNG.integers(1, 6, (N, 3)).astype(float)
RATINGS[RNG.random((N, 3)) < 0.05] = np.nan
LOW, HIGH = RATINGS <= 2, RATINGS >= 4
OVERALL = 6 + LOW @ [-2, -0.1, -0.8] + HIGH @ [0.2, 1.8, 0.8] + RNG.normal(0, 0.5, N)
ANSWERS = np.column_stack([RATINGS, np.clip(np.rint(OVERALL), 1, 10)])
ITEM = {"overall": "overall"}


def evaluate(folder, options, answers=ANSWERS, **settings):
    study = {
        "scales": {"five": {"points": [1, 5]}, "ten": {"points": [1, 10]}},
        "facets": {"satisfaction": {"scale": "five", "column": "{code}"}},
        "items": {"overall": {"scale": "ten"}},
        "hierarchy": {
            "service": {"indicators": {"speed": {}, "manners": {}}},
            "price": {"indicators": {"rate": {}}},
        },
        **settings,
    }
    header = (*CODES, "overall")
    return one_model.evaluate(folder, "kano", options, answers, header=header, **study)


def means_by_level(ratings, outcome):
    """Plain loops: mean outcome where a rating is low, in between, high."""
    groups = {-1: [], 0: [], 1: []}
    for rating, value in zip(ratings, outcome, strict=True):
        if not np.isnan(rating) and not np.isnan(value):
            groups[-1 if rating <= 2 else 1 if rating >= 4 else 0].append(value)
    return {level: (sum(v) / len(v), len(v)) for level, v in groups.items()}


def test_numbers_are_those_of_plain_loops(tmp_path):
    result = evaluate(tmp_path, ITEM)
    for j in range(3):
        found = means_by_level(ANSWERS[:, j], ANSWERS[:, 3])
        (low, n_low), (middle, n_middle), (high, n_high) = (found[k] for k in (-1, 0, 1))
        n = n_low + n_middle + n_high
        p, r = low - middle, high - middle
        assert answered(result, "penalty")[j] == pytest.approx(p)
        assert answered(result, "reward")[j] == pytest.approx(r)
        up, down = max(r, 0), max(-p, 0)
        assert answered(result, "impact_range")[j] == pytest.approx(up + down)
        assert answered(result, "importance")[j] == pytest.approx(up + down)
        assert answered(result, "asymmetry")[j] == pytest.approx((up - down) / (up + down))
        assert answered(result, "share_low")[j] == pytest.approx(n_low / n)
        gain = up * (n_low + n_middle) / n + down * n_low / n
        assert answered(result, "priority")[j] == pytest.approx(gain)
        assert float(result.estimates.counts["n_low"][0, j]) == n_low
    assert answered(result, "performance") == pytest.approx(np.nanmean(RATINGS, axis=0))
    assert answered(result, "overall_rating") == pytest.approx(ANSWERS[:, 3].mean())


def test_the_class_is_a_quantity_that_runs_are_compared_by(tmp_path):
    result = evaluate(tmp_path, ITEM)
    assert result.estimates.classes("class") == CLASSES
    assert result.estimates.scale("performance") == (1, 5)
    found = [CLASSES[int(k)] for k in answered(result, "class")]
    assert found == list(result.table("classes")["class"])


def test_without_an_overall_rating_the_other_ratings_stand_for_it(tmp_path):
    result = evaluate(tmp_path, {})
    for j in range(3):
        left = [[x for x in row if not np.isnan(x)] for row in np.delete(RATINGS, j, axis=1)]
        others = [sum(row) / len(row) if row else np.nan for row in left]
        found = means_by_level(RATINGS[:, j], others)
        assert answered(result, "penalty")[j] == pytest.approx(found[-1][0] - found[0][0])
        assert answered(result, "reward")[j] == pytest.approx(found[1][0] - found[0][0])


def test_three_factors_are_found_again_and_the_sample_is_clear(tmp_path):
    result = evaluate(tmp_path, ITEM, uncertainty={"replicates": 300, "seed": 3})
    rows = result.table("classes").set_index("indicator")
    assert rows.loc["speed", "factor"] == "basic"
    assert rows.loc["manners", "factor"] == "excitement"
    assert rows.loc["speed", "class"] == "frustrator"
    assert rows.loc["manners", "class"] == "delighter"
    assert not rows.loc[["speed", "manners"], "near_line"].any()
    shares = rows[[f"p_{name}" for name in CLASSES]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(1)
    kinds = {(f.kind, f.subject) for f in result.findings}
    assert {("basic", ("speed",)), ("excitement", ("manners",))} <= kinds


def test_an_overall_rating_of_chance_tells_nothing(tmp_path):
    answers = ANSWERS.copy()
    answers[:, 3] = np.random.default_rng(9).integers(1, 11, N)
    result = evaluate(tmp_path, ITEM, answers, uncertainty={"replicates": 200, "seed": 3})
    rows = result.table("classes")
    assert set(rows["factor"]) == {"unclear"}
    assert rows["near_line"].all()
    assert {f.kind for f in result.findings} == {"counts", "gains"}


def test_a_joint_regression_tells_how_much_it_explains(tmp_path):
    result = evaluate(tmp_path, {**ITEM, "regression": "joint"})
    kept = ~np.isnan(ANSWERS).any(axis=1)
    X = np.column_stack([np.ones(kept.sum()), LOW[kept], HIGH[kept]])
    y = ANSWERS[kept, 3]
    beta, rest, *_ = np.linalg.lstsq(X, y, rcond=None)
    assert answered(result, "penalty") == pytest.approx(beta[1:4])
    assert answered(result, "reward") == pytest.approx(beta[4:])
    explained = 1 - rest[0] / ((y - y.mean()) ** 2).sum()
    assert answered(result, "explained_share") == pytest.approx(explained)


@pytest.mark.parametrize("regression", ["alone", "joint"])
def test_every_number_says_how_many_are_behind_it(tmp_path, regression):
    answers = ANSWERS.copy()
    answers[:30, 3] = np.nan
    rated, judged = ~np.isnan(answers[:, :3]), ~np.isnan(answers[:, 3:])
    complete = (rated & judged).all(axis=1, keepdims=True)
    behind = rated & judged & (complete if regression == "joint" else True)
    result = evaluate(tmp_path, {**ITEM, "regression": regression}, answers)
    n = result.table("indicators").set_index(["quantity", "indicator"])["n"]
    for quantity, who in (("performance", rated), ("penalty", behind), ("share_low", behind)):
        assert list(n[quantity][list(CODES)]) == list(who.sum(axis=0)), quantity
    for j in range(3):
        low = answers[behind[:, j], j] <= 2
        assert answered(result, "share_low")[j] == pytest.approx(low.mean())
    n = result.table("overall").set_index("quantity")["n"]
    assert n["overall_rating"] == judged.sum()
    assert n.get("explained_share", complete.sum()) == complete.sum()


def test_a_level_of_fewer_than_a_group_may_have_is_not_shown(tmp_path):
    """Who alone rated it low would be told by the penalty."""
    answers = ANSWERS.copy()
    answers[:, 0] = np.where(answers[:, 0] <= 2, 3, answers[:, 0])
    answers[:4, 0] = 1
    result = evaluate(tmp_path, ITEM, answers)
    for name in ("penalty", "reward", "impact_range", "asymmetry", "priority", "share_low"):
        assert np.isnan(answered(result, name)[0]), name
        assert not np.isnan(answered(result, name)[1:]).any(), name
    assert "speed" not in set(result.table("classes")["indicator"])
    answers[:5, 0] = 1
    assert not np.isnan(answered(evaluate(tmp_path, ITEM, answers), "penalty")[0])


def test_without_low_ratings_all_is_absent_with_its_reason(tmp_path):
    answers = np.column_stack([np.full((N, 3), 5.0), ANSWERS[:, 3]])
    result = evaluate(tmp_path, ITEM, answers)
    reason = "no indicator has low, middle and high ratings enough"
    assert result.estimates.absent["all", "penalty"] == reason
    assert not result.tables
    assert_said_and_drawn(result, Kano, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "uncertainty", [{"replicates": 60}, {"method": "none"}, {"method": "jackknife"}]
)
@pytest.mark.parametrize("options", [ITEM, {}, {**ITEM, "regression": "joint"}])
def test_everything_can_be_said_and_drawn(tmp_path, options, uncertainty, language):
    result = evaluate(tmp_path, options, uncertainty=uncertainty, report={"language": language})
    assert [c.name for c in result.charts(_messages(language))] == ["effects", "asymmetry"]
    assert_said_and_drawn(result, Kano, language)


def _messages(language):
    return one_model.Messages(language, [one_model.LOCALE, Kano.locale])


def test_groups_have_contrasts_of_their_own(tmp_path):
    answers = np.column_stack([ANSWERS, np.arange(N) % 2])
    study = {
        "scales": {"five": {"points": [1, 5]}, "ten": {"points": [1, 10]}},
        "facets": {"satisfaction": {"scale": "five", "column": "{code}"}},
        "items": {"overall": {"scale": "ten"}},
        "hierarchy": {"all_of_it": {"indicators": {code: {} for code in CODES}}},
        "respondents": {"half": {}},
        "segments": {"by": "half"},
    }
    header = (*CODES, "overall", "half")
    result = one_model.evaluate(tmp_path, "kano", ITEM, answers, header=header, **study)
    (code,) = [c for c in result.estimates.groups if c.endswith("1")]
    found = means_by_level(ANSWERS[1::2, 0], ANSWERS[1::2, 3])
    assert answered(result, "penalty", code)[0] == pytest.approx(found[-1][0] - found[0][0])


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue(Kano, "zh") == catalogue(Kano, "en")


def test_options_tables_and_quantities_are_on_the_page(tmp_path):
    result = evaluate(tmp_path, ITEM, uncertainty={"replicates": 20})
    assert_on_page("kano.md", Kano, result)
