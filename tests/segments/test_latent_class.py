"""Latent classes against stepmix, and laws of the EM algorithm."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from clientlens_segments.methods.latent_class import (
    fit_latent_classes,
    information_criteria,
    one_hot_items,
)
from segments.arrays import lumps


def binned():
    """The mobile phone data in four bins, as the reference has them, and its results."""
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder with python_peers.json")
    reference = json.loads((Path(folder) / "results" / "python_peers.json").read_text())
    with (Path(folder) / "data" / "mobi.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return reference, rows


def test_likelihood_and_criteria_are_those_of_stepmix():
    reference, rows = binned()
    counts = reference["stepmix_lca_binning"]["counts"]
    columns = sorted(counts)
    data = np.array([[float(row[c]) for c in columns] for row in rows])
    edges = cut_points(data, columns, counts)
    answers = np.column_stack([np.digitize(x, e) for x, e in zip(data.T, edges, strict=True)])
    indicators, items = one_hot_items(answers.astype(float))
    for k in (1, 2, 3, 4):
        wanted = reference["stepmix_lca"][str(k)]
        found = fit_latent_classes(
            indicators, items, k, np.ones(250), np.random.default_rng(k), starts=60
        )
        told = information_criteria(found, found.probabilities(indicators), np.ones(250))
        assert found.parameters == wanted["n_parameters"]
        # No start of theirs or ours is sure to be the best: ours may be better, never worse.
        assert found.log_likelihood >= wanted["loglik_total"] - 0.01
        if abs(found.log_likelihood - wanted["loglik_total"]) < 0.01:
            assert told["bic"] == pytest.approx(wanted["bic"], abs=0.05)
            assert told["aic"] == pytest.approx(wanted["aic"], abs=0.05)
        if k == 1:
            assert found.log_likelihood == pytest.approx(wanted["loglik_total"], abs=1e-6)


def cut_points(data, columns, counts):
    """Edges of the bins from the counts of the reference."""
    edges = []
    for x, column in zip(data.T, columns, strict=True):
        ends = np.cumsum([counts[column][str(b)] for b in range(4)])[:-1]
        ordered = np.sort(x)
        edges.append([ordered[end] for end in ends])
    return edges


def test_the_likelihood_never_falls():
    answers, _ = lumps(150, 8, 3, seed=1)
    indicators, items = one_hot_items(answers)
    found = fit_latent_classes(indicators, items, 3, np.ones(150), np.random.default_rng(0))
    assert (np.diff(found.trace) >= -1e-8 * abs(found.log_likelihood)).all()
    assert found.has_converged


def test_the_likelihood_by_its_definition():
    answers, _ = lumps(60, 4, 2, seed=2)
    answers[::7, 1] = np.nan
    indicators, items = one_hot_items(answers)
    found = fit_latent_classes(indicators, items, 2, np.ones(60), np.random.default_rng(0))
    total = 0.0
    for row in indicators:
        joint = [
            share * np.prod([p for p, is_given in zip(own, row, strict=True) if is_given])
            for share, own in zip(found.shares, found.answers, strict=True)
        ]
        total += np.log(sum(joint))
    assert found.log_likelihood == pytest.approx(total, rel=1e-6)


def test_a_weight_of_two_is_a_respondent_twice():
    answers, _ = lumps(80, 6, 2, seed=3)
    weights = np.where(np.arange(80) % 2 == 0, 2.0, 1.0)
    indicators, items = one_hot_items(answers)
    twice = np.repeat(indicators, weights.astype(int), axis=0)
    one = fit_latent_classes(indicators, items, 2, weights, np.random.default_rng(0))
    other = fit_latent_classes(twice, items, 2, np.ones(len(twice)), np.random.default_rng(0))
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-5)


def test_known_classes_are_found_though_answers_are_missing():
    answers, truth = lumps(400, 10, 2, seed=4, within=0.6)
    answers[np.random.default_rng(0).random(answers.shape) < 0.15] = np.nan
    indicators, items = one_hot_items(answers)
    found = fit_latent_classes(indicators, items, 2, np.ones(400), np.random.default_rng(1))
    labels = found.probabilities(indicators).argmax(axis=1)
    agreement = (labels == truth).mean()
    assert max(agreement, 1 - agreement) > 0.97
