# Weights of the hierarchy

model-weights = Weights

# Tables
table-indicators = Weights of the indicators
table-dimensions = Weights of the dimensions
table-overall = The index under each weighting
table-agreement = Agreement between weightings
table-diagnostics = What the methods tell of themselves

# Quantities
quantity-effective = Weight in the whole
quantity-within = Weight within the dimension
quantity-weight = Weight in the whole
quantity-dimension_weight = Weight of the dimension
quantity-index = Index (0–100)
quantity-index_weighted = Index (0–100) by weighting

# Columns
column-index_least = Lowest by the others
column-index_most = Highest by the others
column-weighting = Weighting
column-other = Compared with
column-spearman = Spearman's ρ
column-largest_difference = Largest difference
column-part = Part
column-diagnostic = Diagnostic
column-of = Of
column-value = Value
column-weight_low = Interval, low
column-weight_high = Interval, high
column-weight_other = Weight by the other
column-p_first = Probability of being first
diagnostic-units = Units compared
diagnostic-lambda_max = λ max
diagnostic-consistency_ratio = Consistency ratio (CR)
diagnostic-geometric_consistency = Geometric consistency index (GCI)
diagnostic-between_experts = Standard deviation between experts
diagnostic-deviation = Deviation ξ
diagnostic-input_consistency = Input-based consistency ratio
diagnostic-input_threshold = Highest acceptable ratio
diagnostic-r_squared = R²
diagnostic-sampling_error = Error from sampled orders
diagnostic-factors = Factors kept
diagnostic-explained = Variance explained
diagnostic-eigenvalue = Eigenvalue
diagnostic-condition = Condition number
diagnostic-part_share = Share of the part

# Findings
kind-weight = What weighs most
kind-comparison = Other weightings
kind-caution = Please note
weights-equal-indicator = All { $total } indicators weigh the same: { $weight } each.
weights-equal-dimension = All { $total } dimensions weigh the same: { $weight } each.
weights-most-indicator = The indicator that weighs most is { $name }: { $weight } of the whole ({ $level } interval { $weight_low } to { $weight_high }); it is first in { $p_first } of the draws.
weights-most-dimension = The dimension that weighs most is { $name }: { $weight } ({ $level } interval { $weight_low } to { $weight_high }); it is first in { $p_first } of the draws.
weights-most-indicator-interval = The indicator that weighs most is { $name }: { $weight } of the whole ({ $level } interval { $weight_low } to { $weight_high }).
weights-most-dimension-interval = The dimension that weighs most is { $name }: { $weight } ({ $level } interval { $weight_low } to { $weight_high }).
weights-most-indicator-plain = The indicator that weighs most is { $name }: { $weight } of the whole.
weights-most-dimension-plain = The dimension that weighs most is { $name }: { $weight }.
weights-differ = The weightings differ most on { $name }: { $weight } as used, { $weight_other } by “{ $weighting }”.
weights-agree-least = The order of the indicators agrees least with that by “{ $weighting }”: Spearman's ρ is { $spearman }.
weights-index = The index is { $index } with the weights used, and between { $index_least } and { $index_most } with the others.
weights-remark = “{ $weighting }”, indicators of { $name }: { $reason }.
weights-remark-dimensions = “{ $weighting }”, dimensions: { $reason }.

# Charts
weights-axis = Weight
weights-chart-indicators = Weights of the indicators
weights-chart-dimensions = Weights of the dimensions
weights-chart-indicators-describes = Weights of { $count } indicators in the whole; { $most } weighs most.
weights-chart-dimensions-describes = Weights of { $count } dimensions; { $most } weighs most.
weights-chart-note-one = From the heaviest to the lightest. Thin lines are intervals.
weights-chart-note-several = From the heaviest to the lightest by the weights used; their intervals are thin lines.
weights-chart-left-out = { $count ->
    [1] One more weighting stands in the table.
   *[other] { $count } more weightings stand in the table.
  }

# Remarks, as methods give them
reason-inconsistent-kept = the judgements of expert '{ $expert }' were used as they are, though their consistency ratio is { $ratio }, above { $limit }
reason-inconsistent-left-out = the judgements of expert '{ $expert }' were left out, as their consistency ratio is { $ratio }, above { $limit }
reason-misfit = expert '{ $expert }' judged '{ $node }' against '{ $beside }' { $given }, where the other judgements imply { $implied }
reason-comparisons-contradict = the comparisons of expert '{ $expert }' contradict one another, most at '{ $node }': input-based ratio { $ratio }, above { $limit }
reason-no-game = the parts are too much alike, or one would count negatively: they count equally instead of by the game-theoretic rule
