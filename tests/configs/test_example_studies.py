"""The example studies: what they say, and what their answers add up to."""

import csv
import importlib.util
import io
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import clientlens
from clientlens import plugins
from clientlens.engine import read_answers
from clientlens.hierarchy import hierarchy_of
from clientlens.survey.screen import screen

CONFIGS = Path(__file__).parents[2] / "configs"
BASE = CONFIGS / "credit-service.yaml"
XINYU = CONFIGS / "jiangxi" / "xinyu-2022.yaml"
ZUNYI = CONFIGS / "guizhou" / "zunyi-2023.yaml"
STUDIES = [BASE, XINYU, ZUNYI]
PAGE = CONFIGS.parent / "docs" / "credit-service.md"
GENERATORS = sorted(CONFIGS.glob("*/data/generate_*.py"))

KEEP_UP = {
    *("interest_rate", "product_fit", "loan_amount", "loan_term"),
    *("policy_explanation", "contract_terms", "application_ease", "disbursement_speed"),
    *("staff_competence", "attentiveness", "prompt_replies", "proactive_contact", "integrity"),
    *("settlement", "post_loan_visits"),
}
CONCENTRATE = {
    *("fee_openness", "lean_paperwork", "approval_speed"),
    *("complaint_channels", "business_expansion"),
}
NEAR_THE_LINE = {"fee_openness", "complaint_channels", "business_expansion"}
LOW_PRIORITY = {"e_banking", "branch_network", "branch_hall"}
OVERKILL = {"reputation", "rural_duty"}
BOUNDARY = {"progress_information"}


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def registry():
    return plugins.load()


@pytest.fixture(scope="module")
def screened(registry):
    """Path → study, kept answers, and who was set aside."""

    def screened_of(path):
        study = clientlens.load(path)
        return study, *screen(read_answers(study, registry), study, registry.screens)

    return {path: screened_of(path) for path in (XINYU, ZUNYI)}


def generator_at(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(path, encoding):
    with io.StringIO(path.read_bytes().decode(encoding), newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def valid_rows():
    """The valid questionnaires of Xinyu, told apart without the screening of clientlens."""
    study = clientlens.load(XINYU)
    seen, valid = set(), []
    for row in rows_of(study.folder / study.survey.source, "utf-8-sig"):
        ratings = [row[name] for name in row if name.endswith(("_imp", "_sat"))]
        blank = sum(cell in ("", "不了解", "不适用") for cell in ratings)
        same = len({cell[:-2] for cell in ratings}) == 1
        is_set_aside = (
            *(row["受访对象"] != "客户", row["编号"] in seen),
            *(blank > 0.2 * len(ratings), int(row["用时秒"]) < 60, same),
        )
        seen.add(row["编号"])
        valid += [] if any(is_set_aside) else [row]
    return valid


@pytest.fixture(scope="module")
def sums(valid_rows):
    """Facet → (J,) sums over the valid questionnaires, in whole scale points."""
    study = clientlens.load(XINYU)
    codes = hierarchy_of(study).indicators
    return {
        facet: np.array([
            sum(study.scales[scale].labels[row[f"{code}_{suffix}"]] for row in valid_rows)
            for code in codes
        ])
        for facet, scale, suffix in (
            ("importance", "care", "imp"),
            ("satisfaction", "satisfaction", "sat"),
        )
    }  # fmt: skip


@pytest.fixture(scope="module")
def sides(sums):
    """Facet → (J,) side of the line: -1 below, 0 on it, 1 above, found in whole numbers."""
    return {facet: np.sign(len(s) * s - s.sum()) for facet, s in sums.items()}


def indicators_on(sides, importance, satisfaction):
    codes = np.array(hierarchy_of(clientlens.load(XINYU)).indicators)
    where = (sides["importance"] == importance) & (sides["satisfaction"] == satisfaction)
    return set(codes[where])


@each(STUDIES)
def test_every_example_names_and_words_everything_in_both_languages(path):
    study = clientlens.load(path)
    hierarchy = hierarchy_of(study)
    names = [study.about.title, *(facet.name for facet in study.facets.values())]
    names += [hierarchy.names[code] for code in hierarchy.dimensions + hierarchy.indicators]
    names += [attribute.name for attribute in study.respondents.values()]
    names += [text for a in study.respondents.values() for text in a.names.values()]
    for indicator in hierarchy.details.values():
        assert set(indicator.question) == set(study.facets)
        names += indicator.question.values()
    assert all(text.zh and text.en and text.zh != text.en for text in names)


@each(STUDIES)
def test_every_wording_is_asked_once(path):
    questions = [
        (facet, text.zh)
        for indicator in hierarchy_of(clientlens.load(path)).details.values()
        for facet, text in indicator.question.items()
    ]
    assert len(set(questions)) == len(questions)


@each(STUDIES)
def test_every_value_of_an_attribute_has_a_name(path):
    for attribute in clientlens.load(path).respondents.values():
        assert set(attribute.values.values()) == set(attribute.names)


def test_base_has_seven_dimensions_and_twenty_six_indicators():
    hierarchy = hierarchy_of(clientlens.load(BASE))
    per_dimension = Counter(hierarchy.dimension_of)
    assert [per_dimension[d] for d in range(7)] == [4, 3, 5, 5, 4, 3, 2]


def test_base_says_where_every_indicator_comes_from():
    details = hierarchy_of(clientlens.load(BASE)).details.values()
    assert all(indicator.basis for indicator in details)
    assert Counter(i.origin for i in details) == {
        "named": 7,
        "concern": 3,
        "concern_derived": 2,
        "reconstructed": 14,
    }
    assert Counter(i.stage for i in details) == {"pre_loan": 12, "in_loan": 10, "post_loan": 4}
    constructs = {"value": 4, "quality": 18, "complaints": 1, "loyalty": 1, "image": 2}
    assert Counter(i.csi for i in details) == constructs


def test_servqual_leaves_out_price_terms_and_image():
    details = hierarchy_of(clientlens.load(BASE)).details
    assert {code for code, i in details.items() if i.servqual is None} == {
        *("interest_rate", "fee_openness", "contract_terms", "reputation", "rural_duty"),
    }
    assert Counter(i.servqual for i in details.values() if i.servqual) == {
        "assurance": 2,
        "empathy": 6,
        "reliability": 4,
        "responsiveness": 6,
        "tangibles": 3,
    }


def test_study_on_the_page_loads(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    (folder := tmp_path / "configs" / "guizhou").mkdir(parents=True)
    (tmp_path / "configs" / BASE.name).write_bytes(BASE.read_bytes())
    study = folder / "study.yaml"
    study.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert "branch_hall" not in hierarchy_of(clientlens.load(study)).indicators


def test_page_tells_the_counts_of_the_base():
    page = PAGE.read_text(encoding="utf-8")
    details = hierarchy_of(clientlens.load(BASE)).details.values()
    for origin, count in Counter(i.origin for i in details).items():
        assert f"| `{origin}` | {count} |" in page


@each(GENERATORS)
def test_generator_makes_the_survey_file_byte_for_byte(path):
    generator = generator_at(path)
    assert generator.survey_file() == generator.PATH.read_bytes()


def test_generator_and_study_list_the_same_indicators():
    generator = generator_at(CONFIGS / "jiangxi" / "data" / "generate_xinyu_2022.py")
    assert tuple(generator.SUMS) == hierarchy_of(clientlens.load(XINYU)).indicators


def test_valid_questionnaires_add_up_to_the_chosen_sums(valid_rows, sums):
    generator = generator_at(CONFIGS / "jiangxi" / "data" / "generate_xinyu_2022.py")
    assert len(valid_rows) == 56
    assert sums["importance"].tolist() == list(generator.IMPORTANCE_SUMS)
    assert sums["satisfaction"].tolist() == list(generator.SATISFACTION_SUMS)


def test_data_mean_crosshair_gives_the_published_quadrants(sides):
    assert indicators_on(sides, 1, 1) == KEEP_UP
    assert indicators_on(sides, 1, -1) == CONCENTRATE
    assert indicators_on(sides, -1, -1) == LOW_PRIORITY
    assert indicators_on(sides, -1, 1) == OVERKILL
    assert indicators_on(sides, 1, 0) == BOUNDARY
    classes = (KEEP_UP, CONCENTRATE, LOW_PRIORITY, OVERKILL, BOUNDARY)
    assert [len(members) for members in classes] == [15, 5, 3, 2, 1]


def test_quadrant_model_finds_the_published_quadrants():
    study = clientlens.load(XINYU, changes={"uncertainty": {"replicates": 20}})
    classes = clientlens.evaluate(study)["quadrant"].table("classes")
    everybody = classes[classes["group"] == "all"]
    found = {name: set(rows["indicator"]) for name, rows in everybody.groupby("class")}
    assert found == {
        "keep_up": KEEP_UP,
        "concentrate": CONCENTRATE,
        "low_priority": LOW_PRIORITY,
        "overkill": OVERKILL,
        "boundary": BOUNDARY,
    }


def test_answers_bear_out_what_the_published_study_remarks(sums):
    codes = hierarchy_of(clientlens.load(XINYU)).indicators
    importance, satisfaction = (sums[f] / 56 for f in ("importance", "satisfaction"))
    from_line = dict(zip(codes, satisfaction - satisfaction.mean(), strict=True))
    below_line = dict(zip(codes, importance.mean() - importance, strict=True))
    assert codes[importance.argmax()] == codes[satisfaction.argmax()] == "interest_rate"
    nearest = sorted(CONCENTRATE, key=lambda code: -from_line[code])[:3]
    assert set(nearest) == NEAR_THE_LINE
    assert all(-0.1 < from_line[code] < 0 for code in NEAR_THE_LINE)
    assert all(from_line[code] < -0.3 for code in CONCENTRATE - NEAR_THE_LINE)
    assert min(LOW_PRIORITY, key=below_line.__getitem__) == "e_banking"


def test_screening_keeps_the_valid_questionnaires_alone(screened, valid_rows):
    _, kept, _ = screened[XINYU]
    assert [str(name) for name in kept.ids] == [row["编号"] for row in valid_rows]
    assert not np.isnan(kept.values).any()


def test_each_questionnaire_is_set_aside_for_one_reason(screened):
    _, _, screening = screened[XINYU]
    counts = {count.rule: count.removed for count in screening.rules}
    assert counts == {
        "out_of_frame": 1,
        "duplicates": 2,
        "incomplete": 3,
        "identical_facets": 1,
        "straight_line": 0,
        "too_fast": 1,
    }
    assert (screening.distributed, screening.returned, screening.valid) == (64, 64, 56)
    assert all(len(remark.removed_by) <= 1 for remark in screening.remarks())


def test_a_sincere_straight_line_is_flagged_and_kept(screened):
    _, kept, screening = screened[XINYU]
    (flagged,) = (r for r in screening.remarks() if r.flagged_by and not r.removed_by)
    answers = kept.facet("satisfaction")[kept.ids == flagged.id]  # (1, J)
    assert flagged.flagged_by == ("straight_line",)
    assert set(answers.ravel()) == {5}


def test_page_tells_who_is_set_aside(screened):
    page = PAGE.read_text(encoding="utf-8")
    _, _, screening = screened[XINYU]
    for count in screening.rules:
        row = next((line for line in page.splitlines() if line.startswith(f"| `{count.rule}`")), "")
        assert not count.removed or row.endswith(f"| {count.removed} |")


def test_kept_answers_spread_and_hang_together_like_real_ones(screened):
    _, kept, _ = screened[XINYU]
    for facet, spread in (("importance", 0.63), ("satisfaction", 0.70)):
        answers = kept.facet(facet)  # (n, J)
        correlations = np.corrcoef(answers.T)[np.triu_indices(answers.shape[1], k=1)]
        assert answers.std(axis=0, ddof=1).mean() == pytest.approx(spread, abs=0.03)
        assert 0.3 < correlations.mean() < 0.5
        assert len(np.unique(answers, axis=0)) > 50


def test_zunyi_keeps_those_who_answered_enough(screened):
    _, kept, _ = screened[ZUNYI]
    assert len(kept) == 186
    assert 0 < np.isnan(kept.values).mean() < 0.05
    assert set(np.unique(kept.values[~np.isnan(kept.values)])) <= set(range(1, 11))
    assert kept.weights.mean() == pytest.approx(1, abs=0.02)


def test_zunyi_swaps_indicators_scale_and_columns():
    base, zunyi = (hierarchy_of(clientlens.load(path)) for path in (BASE, ZUNYI))
    assert set(base.indicators) - set(zunyi.indicators) == {"branch_hall"}
    assert set(zunyi.indicators) - set(base.indicators) == {"agricultural_guarantee"}
    common = set(base.indicators) & set(zunyi.indicators)
    assert {c for c in common if base.names[c] != zunyi.names[c]} == {
        *("interest_rate", "proactive_contact"),
    }
