"""Gaps between clients, staff and managers."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

import clientlens
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.messages import LOCALE, Messages
from clientlens.report.notes import notes_of
from clientlens.report.sentences import sentence
from clientlens.sample import Ratings, Sample
from clientlens_servqual.chain import NUMBERS, Link, Rating, chain_of
from clientlens_servqual.model import Servqual
from clientlens_servqual.role_gaps import Ends, complete_values, incomplete_values
from clientlens_servqual.values import SampleGaps
from servqual.studies import INDICATORS, many, write_study

PROVINCE = Path(__file__).parents[2] / "configs" / "jiangxi" / "province-2023.yaml"
RNG = np.random.default_rng(5)
OTHERS = {
    "staff": {
        "expectation": RNG.integers(3, 6, (4, 30)).astype(float),
        "delivery": RNG.integers(2, 5, (4, 30)).astype(float),
        "promise": RNG.integers(3, 6, (4, 30)).astype(float),
    },
    "managers": {
        "expectation": RNG.integers(3, 5, (4, 12)).astype(float),
        "standard": RNG.integers(2, 6, (4, 12)).astype(float),
    },
}
OTHERS["staff"]["promise"][0, :9] = np.nan
FACETS = ("satisfaction", "expectation")
ASKED = [0, 1, 2]
"""`price` belongs to no quality dimension."""


def evaluate(folder, options=None, others=OTHERS, clients=None, **settings):
    roles = {}
    for role, ratings in others.items():
        columns = {
            f"{code}_{facet}": ["" if np.isnan(x) else f"{x:g}" for x in ratings[facet][j]]
            for facet in ratings
            for j, code in enumerate(INDICATORS)
        }
        rows = [",".join(row) for row in zip(*columns.values(), strict=True)]
        (folder / f"{role}.csv").write_text("\n".join([",".join(columns), *rows]), "utf-8")
        facets = {facet: {"scale": "five"} for facet in ratings}
        roles[role] = {"survey": {"source": f"{role}.csv"}, "facets": facets}
    path = write_study(folder, options, clients or many(), roles=roles, **settings)
    return clientlens.evaluate(path)["servqual"]


def whole(X):
    """Mean of the two dimensions: `neat` and `modern`, and `on_time`."""
    of_item = np.nanmean(X, axis=1)[ASKED]
    return (of_item[:2].mean() + of_item[2]) / 2


def table(result, name="roles"):
    frame = result.table(name)
    keys = [key for key in ("role_gap", "indicator", "quantity") if key in frame]
    return frame[frame["group"] == "all"].set_index(keys)


@pytest.mark.parametrize(
    ("gap", "of", "against"),
    [
        ("knowledge", "managers.expectation", "clients.expectation"),
        ("standards", "managers.standard", "managers.expectation"),
        ("delivery", "staff.delivery", "managers.standard"),
        ("service", "clients.satisfaction", "clients.expectation"),
        ("staff_knowledge", "staff.expectation", "clients.expectation"),
        ("internal", "staff.expectation", "managers.expectation"),
    ],
)
def test_a_gap_is_the_difference_of_both_means(tmp_path, gap, of, against):
    ratings = {"clients": many(), **OTHERS}
    one, other = (ratings[r.role][r.facet] for r in map(Rating.of, (of, against)))
    found = table(evaluate(tmp_path)).loc[gap]
    assert found["estimate"]["gap"] == pytest.approx(whole(one) - whole(other), abs=1e-12)
    assert found["estimate"]["of"] == pytest.approx(whole(one), abs=1e-12)
    assert found["estimate"]["against"] == pytest.approx(whole(other), abs=1e-12)
    assert list(found.loc["gap", ["rating_of", "rating_against"]]) == [of, against]
    assert found["n"]["gap"] == min(one.shape[1], other.shape[1])


def test_within_a_role_a_gap_rests_on_those_who_gave_both(tmp_path):
    found = table(evaluate(tmp_path), "roles_items")["estimate"]
    staff = OTHERS["staff"]
    both = np.nanmean(staff["delivery"] - staff["promise"], axis=1)
    for j in ASKED:
        key = ("communication", INDICATORS[j], "gap")
        assert found[key] == pytest.approx(both[j], abs=1e-12)


def test_the_means_of_a_gap_rest_on_all_who_gave_them(tmp_path):
    # Otherwise one who gave one rating alone could be told by subtraction.
    found = table(evaluate(tmp_path))
    staff = OTHERS["staff"]
    estimate = found["estimate"].loc["communication"]
    assert estimate["of"] == pytest.approx(whole(staff["delivery"]), abs=1e-12)
    assert estimate["of"] == pytest.approx(found["estimate"]["delivery", "of"], abs=1e-12)
    assert estimate["against"] == pytest.approx(whole(staff["promise"]), abs=1e-12)


@given(
    arrays(float, (25, 4), elements=st.integers(1, 7).map(float)),
    arrays(float, (8, 4), elements=st.integers(1, 7).map(float)),
    arrays(bool, 4).filter(np.any),
    st.integers(0, 99),
)
def test_means_of_complete_indicators_are_those_of_the_general_formula(
    make_study, clients, staff, is_known, seed
):
    gaps, ends = ends_among(make_study(facets=FACETS), clients, staff, is_known, seed)
    general = incomplete_values(gaps, ends)
    for name, values in complete_values(gaps, ends).items():
        np.testing.assert_allclose(values, general[name], atol=1e-12)


def test_a_replicate_without_an_indicator_is_left_to_the_general_formula(make_study):
    staff = np.full((8, 4), 3.0)
    staff[1:, 0] = np.nan  # some resample is bound to miss the first
    known = np.ones(4, dtype=bool)
    gaps, ends = ends_among(make_study(facets=FACETS), np.full((25, 4), 2.0), staff, known, 1)
    assert complete_values(gaps, ends) is None
    np.testing.assert_allclose(incomplete_values(gaps, ends)["gap"], 1)


def ends_among(study, clients, staff, is_known, seed):
    """Both ratings of a gap between staff and clients on sixty resamples."""
    questions, draws = questions_of(study), np.random.default_rng(seed)
    weights = [draws.multinomial(n, np.ones(n) / n, 60) * 1.0 for n in (len(clients), len(staff))]
    asked = [np.hstack([rows, rows]) for rows in (clients, staff)]
    of, against = (
        Sample(Ratings(rows, questions, hierarchy_of(study)), own)
        for rows, own in zip(asked, weights, strict=True)
    )
    link = Link("own", Rating("staff", "satisfaction"), Rating("clients", "satisfaction"))
    gaps = SampleGaps(of, study, study.models["servqual"].options)
    return gaps, Ends(link, against, of, (staff, clients), is_known)


def test_every_n_counts_what_its_gap_rests_on(tmp_path):
    staff = {facet: X.copy() for facet, X in OTHERS["staff"].items()}
    staff["delivery"][1, 6:] = np.nan  # six rated `modern` on delivery
    result = evaluate(tmp_path, others={**OTHERS, "staff": staff})
    items = table(result, "roles_items")["n"]
    assert items["delivery", "modern", "gap"] == 6
    assert items["delivery", "neat", "gap"] == 12  # the managers
    assert items["communication", "neat", "gap"] == 21  # nine gave no promise
    assert items["communication", "modern", "gap"] == 6
    dimensions = result.table("roles_dimensions")
    dimensions = dimensions.set_index(["role_gap", "quality_dimension"])["n"]
    # 21 gave both ratings of `neat`, and six of `modern` are among the nine who didn't.
    assert dimensions["communication", "tangibles"] == 27
    assert table(result)["n"]["delivery", "of"] == 30


def test_pairs_too_few_to_be_shown_have_no_gap(tmp_path):
    staff = {facet: X.copy() for facet, X in OTHERS["staff"].items()}
    staff["promise"][0, :18] = np.nan  # twelve gave it
    staff["promise"][0, 18:] = 4.0
    staff["delivery"][0, 27:] = np.nan  # of whom nine gave both
    settings = {"report": {"language": "en", "minimum_group": 12}}
    result = evaluate(tmp_path, {"minimum_n": 2}, {**OTHERS, "staff": staff}, **settings)
    items = table(result, "roles_items")
    assert ("communication", "neat", "gap") not in items.index
    assert ("communication", "modern", "gap") in items.index


def test_few_managers_are_held_to_student_s_distribution(tmp_path):
    rng = np.random.default_rng(11)
    short, doubtful = 0, 0
    for trial in range(8):
        folder = tmp_path / str(trial)
        folder.mkdir()
        few = rng.choice([1, 2, 3], size=(4, 6)).astype(float)
        settings = {"uncertainty": {"replicates": 60, "seed": trial}}
        result = evaluate(folder, others={"managers": {"expectation": few}}, **settings)
        frame = table(result, "roles_items").loc["knowledge"]
        named = {
            code
            for f in result.findings
            if f.message == "servqual-role-where"
            for code in f.subject
        }
        for (code, _), row in frame.iterrows():
            n, error = row["n"], row["std_error"] * np.sqrt(row["n"] / (row["n"] - 1))
            p = 2 * stats.t.sf(abs(row["estimate"]) / error, n - 1)
            short += code in named
            doubtful += code in named and p >= 0.05
    assert short > 0
    assert doubtful == 0


def test_a_gap_called_as_a_quantity_meets_none_of_them(tmp_path):
    options = {"role_gaps": {"dimension": {"of": "staff.delivery", "against": "satisfaction"}}}
    assert "dimension" in set(evaluate(tmp_path, options).table("roles")["role_gap"])


def test_a_box_has_a_number_if_its_gaps_agree_on_it(tmp_path):
    managers = {facet: X.copy() for facet, X in OTHERS["managers"].items()}
    managers["standard"][0] = np.nan  # gap 3 rests on fewer indicators than gap 4
    result = evaluate(tmp_path, others={**OTHERS, "managers": managers})
    messages = Messages("en", [LOCALE, Servqual.locale])
    (chart,) = [c for c in result.charts(messages) if c.name == "chain"]
    assert messages("servqual-box-varies") in json.dumps(chart.wide)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_notes_call_the_gaps_by_their_names(tmp_path, language):
    few = {facet: X[:, :4] for facet, X in OTHERS["managers"].items()}
    evaluate(tmp_path, others={**OTHERS, "managers": few}, report={"language": language})
    notes = notes_of(clientlens.evaluate(tmp_path / "study.yaml"))
    assert notes
    assert not [note.text for note in notes if re.search(r"[a-z]+_[a-z]", note.text)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_importance_is_not_called_expectation_between_roles(tmp_path, language):
    others = {"managers": {"importance": OTHERS["managers"]["expectation"]}}
    options = {"expectation": "importance"}
    result = evaluate(tmp_path, options, others, report={"language": language})
    messages = Messages(language, [LOCALE, Servqual.locale])
    said = [sentence(f, result, messages) for f in result.findings if f.kind == "roles"]
    assert said
    assert not [s for s in said if re.search("expect|期望", s)]


def test_without_intervals_nothing_in_the_picture_is_sure(tmp_path):
    result = evaluate(tmp_path)
    messages = Messages("en", [LOCALE, Servqual.locale])
    (chart,) = [c for c in result.charts(messages) if c.name == "chain"]
    rules = chart.wide["layer"][0]["data"]["values"]
    assert len({rule["colour"] for rule in rules}) == 1


def test_the_sign_turns_the_gaps_and_not_the_means(tmp_path):
    plain = table(evaluate(tmp_path))["estimate"]
    turned = table(evaluate(tmp_path, {"sign": "expectation_minus_perception"}))["estimate"]
    is_gap = plain.index.get_level_values("quantity") == "gap"
    np.testing.assert_allclose(turned[is_gap], -plain[is_gap], atol=1e-12)
    np.testing.assert_allclose(turned[~is_gap], plain[~is_gap], atol=1e-12)


def test_importance_weighs_the_gaps(tmp_path):
    clients = many()
    found = table(evaluate(tmp_path, {"weights": "importance"}))["estimate"]
    w = clients["importance"].mean(axis=1)[ASKED]
    gap = OTHERS["managers"]["expectation"].mean(axis=1) - clients["expectation"].mean(axis=1)
    assert found["knowledge", "gap"] == pytest.approx(np.average(gap[ASKED], weights=w), abs=1e-12)


def test_the_service_gap_of_the_chain_is_gap_5(tmp_path):
    result = evaluate(tmp_path)
    overall = result.table("overall").set_index("quantity")["estimate"]
    assert table(result)["estimate"]["service", "gap"] == pytest.approx(overall["gap_overall"])


def test_an_interval_holds_the_uncertainty_of_both_roles(tmp_path):
    result = evaluate(tmp_path, uncertainty={"replicates": 3000, "seed": 2})
    item = table(result, "roles_items").loc["knowledge", "neat", "gap"]
    managers, clients = OTHERS["managers"]["expectation"][0], many()["expectation"][0]
    error = np.sqrt(managers.var() / managers.size + clients.var() / clients.size)
    assert item["std_error"] == pytest.approx(error, rel=0.06)


def test_importance_stands_for_expectation_with_every_role(tmp_path):
    others = {"managers": {"importance": OTHERS["managers"]["expectation"]}}
    result = evaluate(tmp_path, {"expectation": "importance"}, others)
    found = table(result).loc[("knowledge", "gap")]
    assert found["rating_of"] == "managers.importance"
    assert found["rating_against"] == "clients.importance"


def test_another_gap_can_be_wanted_and_a_default_replaced(tmp_path):
    options = {
        "role_gaps": {
            "self_image": {"of": "staff.delivery", "against": "satisfaction", "name": "Self"},
            "knowledge": {"of": "managers.standard", "against": "expectation"},
        }
    }
    result = evaluate(tmp_path, options)
    found = table(result)["estimate"]
    expected = whole(OTHERS["staff"]["delivery"]) - whole(many()["satisfaction"])
    assert found["self_image", "gap"] == pytest.approx(expected, abs=1e-12)
    assert table(result)["rating_of"]["knowledge", "gap"] == "managers.standard"
    assert result.name_of("self_image", "en") == "Self"


def test_what_is_not_asked_is_told_with_its_reason(tmp_path):
    others = {"staff": {"expectation": OTHERS["staff"]["expectation"]}}
    result = evaluate(tmp_path, others=others)
    missing = {
        f.evidence["reason"]: f.subject for f in result.findings if f.message.endswith("-missing")
    }
    assert missing == {
        "the study has no role 'managers'": ("knowledge", "standards", "internal"),
        "'delivery' isn't asked of 'staff'": ("delivery", "communication"),
    }
    assert set(result.table("roles")["role_gap"]) == {"service", "staff_knowledge"}


def test_a_role_too_small_to_be_shown_is_told_with_its_reason(tmp_path):
    few = {facet: X[:, :4] for facet, X in OTHERS["managers"].items()}
    result = evaluate(tmp_path, others={**OTHERS, "managers": few})
    reason = "fewer than 5 answers by role 'managers'"
    assert result.estimates.absent["all", "role_knowledge_gap"] == reason
    assert any(f.evidence.get("reason") == reason for f in result.findings)
    assert "knowledge" not in set(result.table("roles")["role_gap"])


def test_another_scale_leaves_a_gap_out(tmp_path):
    path = write_study(
        tmp_path,
        {},
        many(),
        roles={
            "staff": {
                "facets": {"expectation": {"scale": "seven"}, "delivery": {"scale": "five"}},
            }
        },
    )
    study = clientlens.load(path)
    _, reasons = chain_of(study, study.models["servqual"].options)
    assert reasons["staff_knowledge"] == (
        "'staff.expectation' runs from 1 to 7 and 'clients.expectation' from 1 to 5"
    )


def test_without_roles_the_model_says_that_only_clients_were_asked(tmp_path):
    result = evaluate(tmp_path, others={})
    assert "servqual-roles" in {finding.message for finding in result.findings}
    assert "roles" not in {table.name for table in result.tables}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("method", ["bootstrap", "none"])
@pytest.mark.parametrize("expectation", ["expectation", "importance"])
def test_every_gap_has_its_sentence_and_its_place_in_the_picture(
    tmp_path, language, method, expectation
):
    others = {
        "staff": {**OTHERS["staff"], "familiarity": OTHERS["staff"]["delivery"]},
        "managers": OTHERS["managers"],
    }
    others = {
        role: {expectation if facet == "expectation" else facet: X for facet, X in own.items()}
        for role, own in others.items()
    }
    result = evaluate(
        tmp_path,
        {
            "expectation": expectation,
            "role_gaps": {"own": {"of": "staff.delivery", "against": "satisfaction"}},
        },
        others,
        uncertainty={"method": method} | ({"replicates": 100} if method == "bootstrap" else {}),
        report={"language": language},
    )
    messages = Messages(language, [LOCALE, Servqual.locale])
    said = {
        f.subject[0]: sentence(f, result, messages)
        for f in result.findings
        if f.message.startswith("servqual-role-") and "where" not in f.message
    }
    assert set(said) == {*NUMBERS, "familiarity", "own"} - {"service"}
    assert len(set(said.values())) == len(said)
    (chart,) = [c for c in result.charts(messages) if c.name == "chain"]
    text = json.dumps(chart.wide, ensure_ascii=False)
    assert all(messages("servqual-gap-number", number=n) in text for n in NUMBERS.values())
    assert json.dumps(chart.narrow)


def test_the_truth_of_the_province_is_found():
    study = clientlens.load(
        PROVINCE,
        changes={
            "models": {"quadrant": None, "csi": None, "csi-overall": None},
            "uncertainty": {"replicates": 100},
            "segments": None,
        },
    )
    result = clientlens.evaluate(study)["servqual"]
    where = {
        f.evidence["role_gap"]: f.subject
        for f in result.findings
        if f.message == "servqual-role-where"
    }
    # As the truth files say: managers don't see how much clients want to be told of progress …
    assert where["knowledge"][0] == "progress_information"
    # … the days of the standard aren't kept, and clients are promised better.
    assert where["delivery"][0] == "approval_speed"
    assert where["communication"][0] == "approval_speed"
