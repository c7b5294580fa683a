"""The laws of replicate weights: what an estimate may depend on."""

from __future__ import annotations

import numpy as np

from clientlens.testing.estimating import Estimating, demand_same
from clientlens.testing.law import Statement


def _own_row(example: Estimating) -> None:
    """Every row of weights alone gives what it gives among others."""
    W = example.weights  # (R, n)
    whole = example.estimate(example.sample(W))
    for r in range(len(W)):
        alone = example.estimate(example.sample(W[r : r + 1], answered=W[:1]))
        when = f"replicate {r} among others, and alone"
        demand_same(example, whole.row(r), alone, when)


def _client_order(example: Estimating) -> None:
    order = np.arange(example.n)[::-1]
    W = example.weights
    turned = example.sample(W[:, order], order)
    when = "clients as they came, and in reverse order"
    demand_same(example, example.estimate(example.sample(W)), example.estimate(turned), when)
    once = example.once(example.sample(W[:1])), example.once(example.sample(W[:1, order], order))
    demand_same(example, *once, when)


def _double_weight(example: Estimating) -> None:
    i = example.n // 2
    W = example.weights.copy()
    W[0, i] = 1.0
    twice = np.append(np.arange(example.n), i)
    heavy, halved = W.copy(), W[:, twice]
    heavy[:, i] *= 2
    halved[:, [i, -1]] /= 2
    for once, shared, when in (
        (heavy, W[:, twice], "with weight 2, and there twice"),
        (W, halved, "with weight 1, and there twice with half of it"),
    ):
        demand_same(
            example,
            example.estimate(example.sample(once)),
            example.estimate(example.sample(shared, twice)),
            f"client {i} {when}",
        )


def _zero_weight(example: Estimating) -> None:
    i = example.n // 2
    W = example.weights.copy()
    W[:, i] = 0.0
    others = np.delete(np.arange(example.n), i)
    demand_same(
        example,
        example.estimate(example.sample(W)),
        example.estimate(example.sample(W[:, others], others)),
        f"client {i} with weight 0, and not there",
    )


REPLICATE_LAWS = (
    Statement(
        "a replicate depends on its own weights alone",
        "row r of an estimate rests on row r of the weights, whatever the other rows are; so the "
        "engine may work through replicates in chunks",
        "Keep replicates on axis 0 and reduce over other axes; what rests on the sample as "
        "answered comes from sample.as_answered.",
        _own_row,
    ),
    Statement(
        "the order of clients doesn't matter",
        "the same clients in another order give the same numbers",
        "Don't use positions of respondents; sort by what was answered, or use the statistics of "
        "the sample.",
        _client_order,
    ),
    Statement(
        "weight 2 is a duplicated row",
        "a client of weight 2 counts as two clients who answered alike, one of weight 1 as two "
        "halves",
        "Weigh every sum over clients: use sample.mean, .cov, .distribution …, or sample.weights "
        "with sample.answers; design weights aren't whole numbers.",
        _double_weight,
    ),
    Statement(
        "weight 0 is an absent row",
        "a client of weight 0 counts as nobody, in every replicate",
        "Weigh counts as well: sample.n is the sum of the weights, sample.answers has everybody.",
        _zero_weight,
    ),
)
