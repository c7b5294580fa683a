# Comparison of units

model-units = Comparison of units

# Tables
table-league = Units by score
table-overview = The units together
table-dimensions = Scores by dimension
table-contributions = Strengths and weaknesses
table-breakpoints = Weights at which neighbours change places
table-rank_sets = Confidence sets of ranks
table-pairs = Every two units
table-funnel = Limits of the funnel
table-methods = Ranks by sampling and by method
table-variance = Variance of ranks
table-sensitivity = What drives the ranks
table-alternatives = What was varied
table-runs = Runs

# Quantities and columns
quantity-score = Score
quantity-dimension_score = Score of a dimension
quantity-item = Mean of an indicator
quantity-dimension_weight = Weight of a dimension
quantity-indicator_weight = Weight of an indicator
quantity-compared_dimension_weight = Compared weight of a dimension
quantity-compared_indicator_weight = Compared weight of an indicator
quantity-contribution = Contribution
quantity-n_item = Answers
quantity-units = Units
quantity-k = Size of the top (k)
quantity-reliability = Reliability
quantity-centre = Mean of true scores
quantity-between_deviation = Std. deviation of true scores
quantity-typical_error = Typical standard error
quantity-ranks_are_shown = Ranks are shown
quantity-runs = Runs
quantity-failed_runs = Runs without the score of a unit
quantity-mean_shift = Average shift in ranks
quantity-most_shift = Largest shift in ranks
quantity-share_same_top = Same k best units (share of methods)
quantity-crossed_methods = Methods crossed with replicates
quantity-crossed_replicates = Replicates crossed with methods
quantity-sum_of_first = Sum of first-order indices
quantity-has_settled = Indices have settled
column-unit = Unit
column-other = Other unit
column-is_small = Few respondents
column-score_low = Interval, low
column-score_high = Interval, high
column-rank = Rank
column-rank_low = Rank, first
column-rank_high = Rank, last
column-rank_kind = Kind of rank interval
column-p_top = Probability: among the best k
column-p_bottom = Probability: among the worst k
column-tier = Tier
column-value = Value
column-weight = Weight
column-weight_where_equal = Weight at which both are equal
column-rank_one_low = First rank, for one unit
column-rank_one_high = Last rank, for one unit
column-rank_all_low = First rank, for all at once
column-rank_all_high = Last rank, for all at once
column-rank_resampled_low = First rank, resampling
column-rank_resampled_high = Last rank, resampling
column-difference = Difference
column-difference_low = Interval, low
column-difference_high = Interval, high
column-p_above = Probability that the first is above
column-limit_low = Limit 95%, low
column-limit_high = Limit 95%, high
column-outer_low = Limit 99.8%, low
column-outer_high = Limit 99.8%, high
column-side = Place in the funnel
column-rank_method_low = First rank, method alone
column-rank_method_high = Last rank, method alone
column-rank_sampling_low = First rank, sampling alone
column-rank_sampling_high = Last rank, sampling alone
column-rank_both_low = First rank, both
column-rank_both_high = Last rank, both
column-component = Cause
column-rank_deviation = Std. deviation in ranks
column-factor = Factor
column-first_order = Alone
column-first_order_low = Alone, low
column-first_order_high = Alone, high
column-total_order = In any way
column-total_order_low = In any way, low
column-total_order_high = In any way, high
column-alternatives = Alternatives
column-mean_shift = Average shift in ranks
column-share_same_top = Same k best units
column-draws = Methods
column-k = k
column-least = At least
column-smallest = Smallest group shown
column-units = Units
column-share_reliability = Reliability
column-share_least = Least reliability
column-share_sampling = Share of sampling
column-share_method = Share of method
column-share_interaction = Share of both together
column-share_total = Share of variance

# Codes
rank_kind-posterior = empirical-Bayes posterior
rank_kind-sets = confidence set, for one unit
rank_kind-resampling = spread under resampling
tier-top = surely in the best quarter
tier-bottom = surely in the worst quarter
tier-not_separated = can't be separated
side-far_below = below the 99.8% limit
side-below = below the 95% limit
side-inside = inside
side-above = above the 95% limit
side-far_above = above the 99.8% limit
component-sampling = Sampling
component-method = Method
component-interaction = Both together
factor-sampling = Sampling of respondents
factor-weights = Weights, more or less
factor-weighting = Way of weighting
factor-normalisation = Normalisation
factor-aggregation = Mean within dimensions
factor-dimension_aggregation = Mean of dimensions
factor-left_out = An indicator left out

# Findings
kind-standing = Where the units stand
kind-funnel = Outside what chance explains
kind-method = What the ranks rest on
kind-caution = To be borne in mind
units-absent = Units can't be compared: { $reason }.
units-no-scores = No unit has a score: too few of the indicators were answered, or all units are equal on them.
units-order-only = Sampling error wasn't estimated: the { $units } units stand in the order of their scores, and nothing is known of how sure that order is.
units-top = { $count ->
    [0] Of no unit is it sure that it is among the best { $k } of { $units }.
    [1] One unit is surely among the best { $k } of { $units }: { $name }.
   *[other] { $count } units are surely among the best { $k } of { $units }: { $name }.
  }
units-bottom = { $count ->
    [0] Of no unit is it sure that it is among the worst { $k } of { $units }.
    [1] One unit is surely among the worst { $k } of { $units }: { $name }.
   *[other] { $count } units are surely among the worst { $k } of { $units }: { $name }.
  }
units-between = { $count ->
    [1] One other unit can be placed in neither; see its range of ranks ({ $level } interval).
   *[other] { $count } other units can be placed in neither; see their ranges of ranks ({ $level } intervals).
  }
units-no-ranking = No ranking is shown: only { $share_reliability } of the variance between the scores of units is theirs, less than { $share_least }; the rest is chance. Ranks would say more of chance than of the units.
units-tier-top = { $count ->
    [1] One unit is surely in the best quarter of { $units } all the same: { $name }.
   *[other] { $count } units are surely in the best quarter of { $units } all the same: { $name }.
  }
units-tier-bottom = { $count ->
    [1] One unit is surely in the worst quarter of { $units } all the same: { $name }.
   *[other] { $count } units are surely in the worst quarter of { $units } all the same: { $name }.
  }
units-funnel-below = { $count ->
    [1] One unit lies farther below the mean than chance explains at its number of respondents (99.8% limit): { $name }.
   *[other] { $count } units lie farther below the mean than chance explains at their numbers of respondents (99.8% limit): { $name }.
  }
units-funnel-above = { $count ->
    [1] One unit lies farther above the mean than chance explains at its number of respondents (99.8% limit): { $name }.
   *[other] { $count } units lie farther above the mean than chance explains at their numbers of respondents (99.8% limit): { $name }.
  }
units-funnel-inside = All { $units } units lie within what chance explains at their numbers of respondents (99.8% limits).
units-methods = Over { $draws } other ways to make the score, a unit moves by { $mean_shift } ranks on average, and the best { $k } are the same in { $share_same_top } of them. That is a range of opinions, no confidence.
units-variance-sampling = The variance of ranks is { $share_sampling } sampling, { $share_method } method and { $share_interaction } both together: more interviews would do more for the ranks than another way to make the score.
units-variance-small = Neither another sample of clients nor another way to make the score moves the ranks much: by { $rank_deviation } places (standard deviation).
units-variance-method = The variance of ranks is { $share_sampling } sampling, { $share_method } method and { $share_interaction } both together: how the score is made decides about ranks at least as much as who was asked.
units-factor = { $factor ->
    [weights] how much more or less the weights are
    [weighting] the way of weighting
    [normalisation] the normalisation
    [aggregation] the mean within dimensions
    [dimension_aggregation] the mean of dimensions
   *[left_out] which indicator is left out
  }
units-driver = Of all that was varied in the method, { units-factor } moves the ranks most: it has a part in { $share_total } of the variance of their shift.
units-small = { $count ->
    [1] One unit has fewer than { $least } respondents: { $name }. Its score is a hint.
   *[other] { $count } units have fewer than { $least } respondents: { $name }. Their scores are hints.
  }
units-hidden = { $count ->
    [1] One unit isn't shown, for want of answers or because fewer than { $smallest } clients could be told by it: { $name }.
   *[other] { $count } units aren't shown, for want of answers or because fewer than { $smallest } clients could be told by them: { $name }.
  }
units-relative = Units are scored beside one another: a score changes with the units that are there, and can't be followed over waves.

# Pictures
units-with-n = { $name } (n = { $n })
units-axis-score = Score
units-axis-rank = Rank (1 is best)
units-axis-n = Respondents
units-axis-contribution = Points above or below the mean of the units
units-axis-variance = Share of the variance of ranks
units-axis-total = Share of the variance of the average shift in ranks
units-note-marks = { " " }Triangles: surely among the best (up) or the worst (down); grey circles can't be separated.
units-note-small = { " " }Rings: fewer than { $least } respondents.
units-chart-scores = Scores of the units
units-chart-scores-describes = Scores of { $count } units with their intervals, and the mean of all as a dashed line.
units-chart-scores-note = Lines: { $level } intervals, each by itself; that two of them overlap doesn't mean that the units are equal. Dashed: mean of the units.
units-chart-ranks = Ranks, and how sure they are
units-chart-ranks-describes = Rank of { $count } units with the ranks that each may have.
units-chart-ranks-note = Lines: ranks that sampling leaves open ({ $level }). Pale bands: ranks that sampling and other ways to make the score leave open together.
units-chart-ranks-note-sampling = Lines: ranks that sampling leaves open ({ $level }).
units-chart-funnel = Scores and numbers of respondents
units-chart-funnel-describes = { $count } units by their number of respondents and their score, between limits that narrow as numbers grow.
units-chart-funnel-note = Between the dashed lines lie 95% of units, between the solid ones 99.8%, if only chance sets them apart. Small units scatter more: neither praise nor blame them for it.
units-chart-strengths = What lifts the units and what pulls them
units-chart-strengths-describes = For each of { $count } units the sum of what lies above the mean of the units and of what lies below it, with the foremost indicator of each.
units-chart-strengths-note = Bars: weighted distances from the mean of the units, added up on each side; diamond: both together. On a wide screen the foremost indicator that is clear of chance stands to the right: in the first column what lifts, in the second what pulls.
units-chart-variance = Is it the sample or the method?
units-chart-variance-describes = One bar: the variance of ranks, split between sampling, method and both together.
units-chart-variance-note = Sampling: another sample of clients. Method: another defensible way to make the score. Both together: the method matters more in some samples than in others.
units-chart-drivers = What drives the ranks
units-chart-drivers-describes = Share of { $count } factors in the variance of the average shift in ranks, with intervals.
units-chart-drivers-note = The part that a factor has in the variance, alone or with others (total Sobol' index, 90% interval); parts may add up to more than 1.

# Reasons, as they are given
reason-few-units = { $count } units of '{ $attribute }' can be shown with { $smallest } respondents or more
