"""Segments found by the path model, as a study asks for them."""

import numpy as np
import pytest

import clientlens
from clientlens.report.reasons import reason_in
from clientlens.report.words import catalogue
from clientlens_csi.segments.profile import LOCALE
from csi.classes import ITEMS, MODEL, adjusted_rand, two_classes
from csi.studies import evaluation_of, write_study

N = 300
PRICE = {"items": list(ITEMS[:5]), "mode": "B"}
FORMED = MODEL | {"constructs": {**MODEL["constructs"], "price": PRICE}}
WHOLE = {"constructs": ["price", "quality"]}
HIGHER_ORDER = MODEL | {
    "constructs": {**MODEL["constructs"], "whole": WHOLE},
    "paths": {"satisfaction": ["whole"]},
}


def found(folder, X, entry, model=MODEL, **more):
    """The evaluation of a study with one entry under ``segments.found``."""
    return evaluation_of(
        folder, X, model, items=ITEMS, points=(1, 99), segments={"found": {"kind": entry}}, **more
    )


def local_of(result):
    """(segment, quantity, subject, other) → what the method estimated."""
    rows = result.table("local").to_dict("records")
    return {(r["code"], r["quantity"], r["subject"], r["other"]): r["estimate"] for r in rows}


def quick(method):
    """An entry that finds two segments, or tells that there are none, in little time."""
    return {"method": method, **({"draws": 19} if method == "rebus" else {})}


@pytest.fixture(scope="module")
def population():
    return two_classes(N, np.random.default_rng(1), levels=(2.0, -2.0))


@pytest.mark.parametrize(
    "entry", [{"method": "rebus", "draws": 39, "most": 2}, {"method": "fimix"}]
)
def test_two_classes_are_found_named_and_evaluated(entry, population, tmp_path):
    X, labels = population
    evaluation = found(tmp_path, X, entry)
    told = evaluation.segmentations["kind"]
    assert told.codes == ("s1", "s2"), told.reason
    assert adjusted_rand(told.labels, labels) >= (0.9 if entry["method"] == "fimix" else 0.7)
    assert "price" in told.names["s1"].en  # the more satisfied, whom the price moves
    assert "quality" in told.names["s2"].en
    assert "price" in told.names["s1"].zh
    result = evaluation["csi"]
    assert "kind=s1" in result.estimates.groups
    own = local_of(result)
    price, quality = (
        own["kind=s1", "path_coefficient", c, "satisfaction"] for c in ("price", "quality")
    )
    assert price > 3 * quality
    assert told.features.names == ("score.price", "score.quality", "score.satisfaction")
    assert told.features.values.shape == (N, 3)


def test_scores_are_called_by_their_constructs_where_the_map_names_them(population, tmp_path):
    X, _ = population
    name = {"zh": "价格感受", "en": "Feeling about price"}
    constructs = {**MODEL["constructs"], "price": {**MODEL["constructs"]["price"], "name": name}}
    evaluation = found(
        tmp_path, X, {"method": "fimix", "segments": 2}, MODEL | {"constructs": constructs}
    )
    features = evaluation.segmentations["kind"].features
    assert features.texts["score.price"].zh == "价格感受"


def test_what_the_method_estimates_is_what_the_segment_has_as_a_group(population, tmp_path):
    """REBUS estimates each class as any group is estimated."""
    X, _ = population
    evaluation = found(tmp_path, X, {"method": "rebus", "segments": 2, "draws": 19})
    result = evaluation["csi"]
    paths = result.table("paths")
    local = local_of(result)
    for group in ("kind=s1", "kind=s2"):
        own = paths[(paths["group"] == group) & (paths["quantity"] == "path")]
        for record in own.to_dict("records"):
            key = (group, "path_coefficient", record["source"], record["target"])
            assert local[key] == pytest.approx(record["estimate"], abs=1e-6)


@pytest.mark.parametrize("method", ["rebus", "fimix"])
def test_order_of_rows_does_not_matter(method, population, tmp_path):
    X, _ = population
    entry = quick(method) | {"segments": 2}
    order = np.random.default_rng(0).permutation(N)
    one = found(tmp_path, X, entry).segmentations["kind"].labels
    other = found(tmp_path, X[order], entry).segmentations["kind"].labels
    np.testing.assert_array_equal(one[order], other)


@pytest.mark.parametrize("method", ["rebus", "fimix"])
def test_one_population_has_no_segments_and_says_why(method, tmp_path):
    X, _ = two_classes(N, np.random.default_rng(3), is_one=True)
    told = found(tmp_path, X, quick(method) | {"most": 3}).segmentations["kind"]
    assert told.codes == ()
    assert told.reason
    assert (told.labels == -1).all()
    chinese = reason_in(catalogue("zh", LOCALE), told.reason)
    assert chinese != told.reason


@pytest.mark.parametrize("method", ["rebus", "fimix"])
def test_incomplete_answers_belong_to_no_segment(method, population, tmp_path):
    X = population[0].copy()
    X[:20, 3] = np.nan
    told = found(tmp_path, X, quick(method) | {"segments": 2}).segmentations["kind"]
    assert (told.labels[:20] == -1).all()
    assert (told.labels[20:] >= 0).all()
    assert np.isnan(told.features.values[:20]).all()
    assert told.remarks[0] == (
        f"20 of {N} left a question of the path model open and belong to no segment"
    )
    if method == "fimix":
        assert np.isnan(told.probabilities[:20]).all()
        np.testing.assert_allclose(told.probabilities[20:].sum(axis=1), 1)


@pytest.mark.parametrize("method", ["rebus", "fimix"])
def test_too_few_respondents_are_a_reason(method, population, tmp_path):
    told = found(tmp_path, population[0][:50], {"method": method}).segmentations["kind"]
    assert told.reason == "50 answered every question of the path model, and 60 are needed"


@pytest.mark.parametrize("method", ["rebus", "fimix"])
def test_a_question_answered_alike_is_a_reason(method, population, tmp_path):
    X = population[0].copy()
    X[:, 4] = 50
    told = found(tmp_path, X, {"method": method}).segmentations["kind"]
    assert told.reason == "everybody gave the same answer to mv5"


@pytest.mark.parametrize("method", ["rebus", "fimix"])
def test_every_criterion_has_a_name_in_both_languages(method, population, tmp_path):
    told = found(tmp_path, population[0], quick(method) | {"segments": 2}).segmentations["kind"]
    for language in ("zh", "en"):
        words = catalogue(language, LOCALE)
        assert f"segmenter-{method}" in words
        for criterion in told.criteria:
            assert f"criterion-{criterion}" in words
        for quantity in told.local:
            assert f"quantity-{quantity}" in words


def test_every_reason_and_remark_is_known_in_chinese():
    words = catalogue("zh", LOCALE)
    for text in (
        "REBUS comes to no partition whose segments all have 30 respondents",
        "REBUS ends badly in populations without segments, so it can't be judged",
        "populations without segments give partitions as good (p = 0.300)",
        "REBUS stopped after 100 rounds, 3.2 % still moving",
        "AIC3 is best with 3 classes and CAIC with 2",
        "one class describes the scores best, by AIC3 and CAIC",
        "every mixture of 3 classes closes in on a few respondents",
        "the smallest of 3 classes has 12 respondents, fewer than 30",
        "2 classes aren't clearly apart: the entropy criterion is 0.31, below 0.5",
        "the likelihood of 2 classes still rose after 2000 steps",
        "the mixtures are fitted to 10000 of 50000 drawn at random",
        "the path model can't be estimated for everybody",
    ):
        assert reason_in(words, text) != text


@pytest.mark.parametrize(
    ("model", "entry", "told"),
    [
        (MODEL, {"method": "rebus", "model": "cis"}, "no path model 'cis'"),
        (
            HIGHER_ORDER,
            {"method": "fimix"},
            "doesn't know higher-order constructs",
        ),
        (
            MODEL | {"paths": {"satisfaction": ["price", "quality", "price*quality"]}},
            {"method": "rebus"},
            "doesn't know products of constructs",
        ),
        (
            FORMED,
            {"method": "rebus"},
            "'price' is mode B",
        ),
        (MODEL, {"method": "rebus", "segments": 1}, "segments"),
    ],
)
def test_a_model_without_segments_of_its_own_is_refused(model, entry, told, tmp_path):
    path = write_study(
        tmp_path,
        np.full((10, 13), 5.0),
        model,
        items=ITEMS,
        points=(1, 99),
        segments={"found": {"kind": entry}},
    )
    with pytest.raises(clientlens.errors.StudyError, match=told):
        clientlens.load(path)


def test_a_mixture_takes_formed_constructs_too(population, tmp_path):
    told = found(tmp_path, population[0], {"method": "fimix", "most": 3}, FORMED).segmentations[
        "kind"
    ]
    assert told.codes == ("s1", "s2")
