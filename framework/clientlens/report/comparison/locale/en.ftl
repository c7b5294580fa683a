comparison-title-models = Comparison of models
comparison-title-settings = Comparison of settings on the same answers
comparison-title-regions = Comparison of regions
comparison-title-waves = Comparison of waves
comparison-title-studies = Comparison of studies
comparison-title-mixed = Comparison
comparison-pair = { $first } – { $second }
comparison-source = { $run } · { $model }
comparison-of = { $measure }, { $quantity }
section-comparison = Side by side
section-agreement = Agreement
section-pairs = Indicators, differences, parts
section-unaligned = What doesn't compare
section-sources = What is compared

comparison-quantity-performance = Satisfaction
comparison-quantity-importance = Importance
comparison-quantity-priority = Priority
comparison-quantity-class = Class
comparison-quantity-dimension_score = Score of dimension
comparison-quantity-index = Index (0–100)

measure-kendall = Kendall's τ
measure-spearman = Spearman's ρ
measure-concordance = Lin's concordance
measure-top_overlap = Overlap of tops
measure-rank_biased_overlap = Rank-biased overlap
measure-kappa = Cohen's κ
measure-same_class = Same class

comparison-rank = Rank
comparison-agreement = Agreement (1: the same; 0: none)
comparison-hundred = On 0 to 100
comparison-second-less-first = Second less first
comparison-chart-priorities = What is most urgent, by each
comparison-chart-priorities-describes = Ranks of the priority of { $count } indicators, a column for each source; lines join an indicator with itself.
comparison-chart-priorities-note = Rank 1 is what to act on first. Red: ranks lie more than { $gap } places apart somewhere, with a probability of at least 90% (without draws: as answered).
comparison-chart-agreement = How well they agree: { $pair }
comparison-chart-agreement-priority = Agreement on priorities (Kendall's τ)
comparison-chart-agreement-class = Agreement on classes (Cohen's κ)
comparison-chart-agreement-describes = Agreement of every two of { $count } sources.
comparison-chart-measures-describes = { $count } measures of agreement with their intervals.
comparison-chart-agreement-note = Sampling error makes two rankings agree less than they truly do, so agreement is rather understated; intervals allow for that.
comparison-chart-differences = Where they differ: { $first } and { $second }
comparison-chart-differences-describes = { $count } pairs of values on 0 to 100, and their differences with intervals.
comparison-chart-differences-note = Left the two values, right the second less the first with its interval. Red: clear at a false discovery rate of 5% (Benjamini and Hochberg).

comparison-figure-sources = Compared
comparison-figure-range = Lowest and highest of { $count } pairs
comparison-figure-index = Difference of the index
comparison-figure-largest = Largest of { $count } pairs

says-index-same = { $first } and { $second } give the same index, in the answers and in every draw.
says-index-higher = { $second } gives an index { $size } points higher than { $first }, { $interval }; p = { $p } after Holm's correction.
says-index-lower = { $second } gives an index { $size } points lower than { $first }, { $interval }; p = { $p } after Holm's correction.
says-index-higher-untested = { $second } gives an index { $size } points higher than { $first }; there are no draws to tell how sure that is.
says-index-lower-untested = { $second } gives an index { $size } points lower than { $first }; there are no draws to tell how sure that is.
says-index-open = The indices lie { $size } points apart, { $interval }; the answers can't tell that from chance (p = { $p }).
says-parts = Of the difference of { $total } points, { $ratings } come from other ratings and { $weights } from other weights.
says-parts-coverage = Of the difference of { $total } points, { $ratings } come from other ratings, { $weights } from other weights, and { $coverage } from indicators that only one of the two has.
says-priorities = Priorities of { $n } indicators agree with Kendall's τ = { $tau } { $interval }; they share { $common } of the { $k } most urgent.
says-class-verdicts = They put { $agree } indicators into the same class and { $disagree } into another one, each with a probability of at least 90%; of { $open } the sample can't tell.
says-rank-verdicts = They rank { $agree } indicators alike and { $disagree } more than { $gap } places apart, each with a probability of at least 90%; of { $open } the sample can't tell.
says-disagree-on = { $more ->
    [0] They disagree on { $names } (lowest probability { $least }).
   *[other] They disagree on { $names } and { $more } more (lowest probability { $least }).
}

pairing-same-run = All are estimated on the same replicates, so intervals of differences are paired.
pairing-same-rows = The same respondents have the same weights in every replicate, so intervals of differences are paired.
pairing-keyed = Respondents who are in both have the same weights in every replicate, so intervals of differences are paired over them.
pairing-no-replicates = A run has no draws, so there are no intervals.
comparison-more-pairs = Told are the first { $told } pairs; { $left } more stand in the tables. Name some models with --models, or fewer runs, to read of them.
pairing-tells-of-few = Two runs of the same answers differ by fewer respondents than a group may have. Who sees both can tell what these answered, so keep this page as the answers themselves are kept.
pairing-other-draws = Runs with another way of drawing, another seed or other clusters are compared as independent. On the same answers, the same seed and method would make intervals narrower.
pairing-other-respondents = Other respondents were kept, so the runs are compared as independent. With poisson or bayesian weights and respondent ids they would be paired.
pairing-other-answers = The runs rest on different answers and are compared as independent. For a panel, poisson or bayesian weights and respondent ids would pair them.
pairing-other-region = Runs of different regions are compared as independent.

hint-agreement = In small type: intervals from the draws. Rankings agree at 1, have nothing to do with each other at 0. Kendall, Spearman and the overlaps look at ranks, Lin's concordance at the values themselves where both are on one scale.
hint-indicators = Ranks differ where they lie more than { $gap } places apart. Verdict: on the class, where both have one, otherwise on the rank; with a probability of at least 90% either way.
hint-differences = Second less first. p values after Holm's and Benjamini and Hochberg's correction, over the lines of a quantity; those of the index over all pairs. No p value is below 2 / (draws + 1), so many lines need many draws to be clear after Holm's correction.
hint-decomposition = Ratings: what other ratings of shared indicators make, under mean weights. Weights: what other weights make, at mean ratings. Coverage: what indicators make that only one of the two has.
table-indicators = Indicators: { $pair }
table-differences = Differences: { $pair }
table-decomposition = Parts of the index difference: { $pair }

comparison-quantity = Quantity
comparison-count = Compared
comparison-rank-in = Rank: { $name }
comparison-class-in = Class: { $name }
comparison-p-rank = Ranks differ
comparison-p-class = Classes differ
comparison-verdict = Verdict
verdict-agree = agree
verdict-disagree = disagree
verdict-open = can't tell
verdict-untested = not tested
comparison-difference = Difference
comparison-scale = Scale
comparison-p-direction = Probability of direction
comparison-p-holm = p (Holm)
comparison-p-bh = p (BH)
comparison-effect = Effect
comparison-points = Points
effect-total = Difference
effect-ratings = Ratings
effect-weights = Weights
effect-coverage = Coverage

comparison-of-heading = Of
comparison-why = Why
comparison-sources = Sources
comparison-source-heading = Source
comparison-everything = Everything
comparison-and-more = { $names } and { $count } more
comparison-unaligned-count = { $count } lines
comparison-unaligned-told = { $count } things don't compare; the report and tables/unaligned.csv list them.
unaligned-only-everybody = Is estimated for everybody alone.
unaligned-nothing-shared = Has nothing that other models say as well.
unaligned-only-in-first = Only the first study asks it.
unaligned-only-in-second = Only the second study asks it.
unaligned-not-in-first = The first hasn't got it.
unaligned-not-in-second = The second hasn't got it.
unaligned-no-value-in-first = The first has no value of it.
unaligned-no-value-in-second = The second has no value of it.
unaligned-no-common-scale = On no common scale: only the order is compared.
unaligned-no-common-classes = Without a common class.
unaligned-all-tied-in-first = All are equal in the first, so there is no ranking.
unaligned-all-tied-in-second = All are equal in the second, so there is no ranking.
unaligned-no-weighted-mean-in-first = Isn't parted: the index of the first isn't the mean of ratings weighted by importance.
unaligned-no-weighted-mean-in-second = Isn't parted: the index of the second isn't the mean of ratings weighted by importance.
unaligned-no-rated-indicator-in-both = Isn't parted: no indicator is rated in both.

comparison-study = Study
comparison-region = Region
comparison-wave = Wave
comparison-method = Replicates by
comparison-respondents = Valid answers
comparison-replicates = Replicates
comparison-seed = Seed
method-short-bootstrap = bootstrap
method-short-poisson = Poisson weights
method-short-bayesian = Bayesian weights
method-short-jackknife = jackknife
method-short-none = none
