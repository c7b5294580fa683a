# Service quality (SERVQUAL)

model-servqual = Service quality gaps (SERVQUAL)

# Tables
table-items = The indicators
table-dimensions = The quality dimensions
table-overall = The service as a whole
table-roles = Gaps between roles
table-roles_dimensions = Gaps between roles by quality dimension
table-roles_items = Gaps between roles by indicator
table-tests = Paired tests of the indicators
table-reliability = Reliability of ratings and differences
table-structure = Whether indicators go with their dimension
table-confirmatory = Fit of all dimensions together
table-dimension_correlations = Correlations of the dimensions
table-surface = Response surface of the overall rating
table-inversions = Acceptable level above the expected one

# Quantities
quantity-gap = Gap
quantity-perception = Perception
quantity-expectation = Expectation
quantity-importance = Importance
quantity-importance_gap = Importance gap
quantity-performance = Perception
quantity-priority = Index points to gain
quantity-weight_share = Weight
quantity-adequacy = Above the acceptable level
quantity-superiority = Above the expected level
quantity-zone_width = Width of the zone
quantity-zone_position = Place in the zone (0–1)
quantity-share_in_zone = Respondents within the zone
quantity-index = Index of perception (0–100)
quantity-gap_overall = Gap, dimensions alike
quantity-gap_weighted = Gap, weighted
quantity-importance_gap_overall = Importance gap, dimensions alike
quantity-importance_gap_weighted = Importance gap, weighted
quantity-perception_overall = Perception, dimensions alike
quantity-perception_weighted = Perception, weighted
quantity-dimension_gap = Gap of a dimension
quantity-dimension_perception = Perception of a dimension
quantity-dimension_expectation = Expectation of a dimension
quantity-dimension_priority = Index points to gain at a dimension
quantity-dimension_weight = Weight of a dimension
quantity-dimension_adequacy = Dimension above the acceptable level
quantity-dimension_superiority = Dimension above the expected level
quantity-dimension_zone_position = Place of a dimension in the zone
quantity-alpha_perception = Alpha, perception
quantity-alpha_expectation = Alpha, expectation
quantity-alpha_importance = Alpha, importance
quantity-alpha_gap = Alpha, gap
quantity-alpha_importance_gap = Alpha, importance gap
quantity-omega_perception = Omega, perception
quantity-omega_expectation = Omega, expectation
quantity-omega_importance = Omega, importance
quantity-r_perception_expectation = Correlation of perception with expectation
quantity-r_perception_importance = Correlation of perception with importance
quantity-reliability_gap = Reliability of the gap
quantity-reliability_importance_gap = Reliability of the importance gap
quantity-lowest_loading = Lowest loading
quantity-r_overall_perception = Perception with the overall rating
quantity-r_overall_gap = Gap with the overall rating
quantity-r_overall_importance_gap = Importance gap with the overall rating
quantity-r_squared_gap = R² of the gap
quantity-r_squared_importance_gap = R² of the importance gap
quantity-r_squared_perception = R² of perception alone
quantity-r_squared_surface = R² of the surface
quantity-n_surface = Respondents with an overall rating
quantity-surface_expectation = b1, expectation
quantity-surface_perception = b2, perception
quantity-surface_expectation_squared = b3, expectation squared
quantity-surface_product = b4, expectation × perception
quantity-surface_perception_squared = b5, perception squared
quantity-surface_importance = b1, importance
quantity-surface_importance_squared = b3, importance squared
quantity-confirmatory = Confirmatory factor analysis
quantity-chi_square = Chi-square
quantity-df = Degrees of freedom
quantity-p = p, chi-square
quantity-cfi = CFI
quantity-tli = TLI
quantity-rmsea = RMSEA
quantity-rmsea_low = RMSEA, 90% interval, low
quantity-rmsea_high = RMSEA, 90% interval, high
quantity-srmr = SRMR
quantity-parameters = Free parameters
quantity-dimension_correlation = Correlation of dimensions
quantity-dimension_correlation_error = Standard error of the correlation of dimensions

# Columns
column-role_gap = Which gap
column-rating_of = Rating
column-rating_against = Held to
quantity-of = Mean
quantity-against = Mean it is held to
column-quality_dimension = Quality dimension
column-loading = Loading
column-confirmatory_loading = Loading, all dimensions at once
column-r_own = With the rest of it
column-r_other = With the nearest other
column-other = Nearest other dimension
column-other_dimension = Other dimension
column-contrast = Difference
column-t = t
column-t_p = p, t test
column-t_p_holm = p, t test, Holm
column-d_z = d_z
column-d_z_hedges = d_z, Hedges
column-d_av = d_av
column-wilcoxon_p = p, Wilcoxon
column-wilcoxon_p_holm = p, Wilcoxon, Holm
column-rank_biserial = Rank-biserial
column-sign_p = p, sign test
column-tests_disagree = Tests disagree
column-value = Value
column-inverted = Inverted answers
column-lowest = Lowest
column-gap_low = Interval, low
column-gap_high = Interval, high
column-importance_gap_low = Interval, low
column-importance_gap_high = Interval, high
contrast-perception_minus_expectation = P − E
contrast-expectation_minus_perception = E − P
contrast-perception_minus_importance = P − I
contrast-importance_minus_perception = I − P

# Findings
kind-index = The whole
kind-shortfall = Where it falls short
kind-exceeds = Where it does better
kind-roles = Between clients, staff and managers
kind-caution = To be borne in mind
servqual-absent = There are no gaps: { $reason }.
servqual-no-weights = There is no gap as a whole: the weights that the study asks for can't be had from the answers.
servqual-unrated = Without a gap, because too few respondents gave both ratings: { $name }.
servqual-overall-below-expectation = On the whole clients perceive less than they expect: the gap is { $gap } scale points ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents.
servqual-overall-above-expectation = On the whole clients perceive more than they expect: the gap is { $gap } scale points ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents.
servqual-overall-near-expectation = On the whole clients perceive about what they expect; the sample can't tell on which side it lies: the gap is { $gap } scale points ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents.
servqual-overall-below-expectation-plain = On the whole clients perceive less than they expect: the gap is { $gap } scale points, on { $n } respondents.
servqual-overall-above-expectation-plain = On the whole clients perceive no less than they expect: the gap is { $gap } scale points, on { $n } respondents.
servqual-overall-below-importance = On the whole the service is rated below its importance: the importance gap is { $importance_gap } scale points ({ $level } interval { $importance_gap_low } to { $importance_gap_high }), on { $n } respondents.
servqual-overall-above-importance = On the whole the service is rated above its importance: the importance gap is { $importance_gap } scale points ({ $level } interval { $importance_gap_low } to { $importance_gap_high }), on { $n } respondents.
servqual-overall-near-importance = On the whole the service is rated about as high as its importance; the sample can't tell on which side it lies: the importance gap is { $importance_gap } scale points ({ $level } interval { $importance_gap_low } to { $importance_gap_high }), on { $n } respondents.
servqual-overall-below-importance-plain = On the whole the service is rated below its importance: the importance gap is { $importance_gap } scale points, on { $n } respondents.
servqual-overall-above-importance-plain = On the whole the service is rated no lower than its importance: the importance gap is { $importance_gap } scale points, on { $n } respondents.
servqual-shortfall-expectation = { $count ->
    [1] One indicator clearly falls short of what clients expect: { $name } (gap { $gap }).
   *[other] { $count } indicators clearly fall short of what clients expect, the widest gaps first: { $name } (the first { $gap }).
  }
servqual-shortfall-importance = { $count ->
    [1] One indicator is clearly rated below its importance: { $name } (importance gap { $importance_gap }).
   *[other] { $count } indicators are clearly rated below their importance, the widest gaps first: { $name } (the first { $importance_gap }).
  }
servqual-shortfall-near-expectation = { $count ->
    [1] One more indicator falls short of what clients expect, but the sample can't tell it from chance: { $name } (gap { $gap }).
   *[other] { $count } more indicators fall short of what clients expect, but the sample can't tell that from chance: { $name } (the first { $gap }).
  }
servqual-shortfall-near-importance = { $count ->
    [1] One more indicator is rated below its importance, but the sample can't tell that from chance: { $name } (importance gap { $importance_gap }).
   *[other] { $count } more indicators are rated below their importance, but the sample can't tell that from chance: { $name } (the first { $importance_gap }).
  }
servqual-exceeds-expectation = { $count ->
    [1] One indicator clearly does better than clients expect: { $name } (gap { $gap }).
   *[other] { $count } indicators clearly do better than clients expect: { $name } (the first { $gap }).
  }
servqual-exceeds-importance = { $count ->
    [1] One indicator is clearly rated above its importance: { $name } (importance gap { $importance_gap }).
   *[other] { $count } indicators are clearly rated above their importance: { $name } (the first { $importance_gap }).
  }
servqual-importance = Importance stands in for expectation here. How much clients care about a thing is not what they expect of it, so these are importance gaps, not SERVQUAL gaps.
servqual-sign-negative = A gap is perception less { $contrast ->
    [perception_minus_importance] importance
   *[other] expectation
  }: a negative gap is a shortfall. It rests on respondents who gave both ratings.
servqual-sign-positive = A gap is { $contrast ->
    [importance_minus_perception] importance
   *[other] expectation
  } less perception: a positive gap is a shortfall. It rests on respondents who gave both ratings.
servqual-left-out = { $count ->
    [1] One indicator belongs to no quality dimension and is left out: { $name }.
   *[other] { $count } indicators belong to no quality dimension and are left out: { $name }.
  }
servqual-disagree = The t test and Wilcoxon's test disagree on: { $name }. Take these gaps for a hint only.
servqual-unreliable = Difference scores are hardly reliable here (the lowest { $lowest }, below 0.70): { $name }. Compare means of these dimensions; don't rank single clients by their gaps.
servqual-loose = Not all indicators hold together (lowest loading { $lowest }, below 0.40): { $name }. The mean of such a dimension mixes different things.
servqual-elsewhere = { $count ->
    [1] One indicator is rated more like another quality dimension than like the rest of its own: { $name }. Ask whether it stands in the right one.
   *[other] { $count } indicators are rated more like another quality dimension than like the rest of their own, foremost: { $name }. Ask whether clients tell these dimensions apart.
  }
servqual-misfit = The quality dimensions together don't describe the ratings well (RMSEA { $rmsea }, 90% interval { $rmsea_low } to { $rmsea_high }, to be at most 0.08; CFI { $cfi }, to be at least 0.90). Indicators go together otherwise than the dimensions say; look at them one by one.
servqual-alike = { $count ->
    [1] Two quality dimensions can hardly be told apart: { $name } (correlation without error { $dimension_correlation }). Clients may see one thing in them.
   *[other] { $count } pairs of quality dimensions can hardly be told apart, foremost { $name } (correlation without error { $dimension_correlation }). Clients may see fewer things in them.
  }
servqual-few = Only { $n } respondents rated everything, fewer than five for each of { $parameters } parameters. The chi-square of the dimensions together can't be trusted, nor the borders of its fit measures.
servqual-inverted = { $count ->
    [1] One respondent put the acceptable level above the expected one, and may have misread the question.
   *[other] { $count } respondents put the acceptable level above the expected one, and may have misread the question.
  }
servqual-claim-below-expectation = { $role_gap ->
    [knowledge] managers think that clients expect less than they do
    [standards] standards ask for less than managers think that clients expect
    [delivery] staff deliver less than the standards ask for
    [communication] staff deliver less than clients are promised
    [staff_knowledge] staff think that clients expect less than they do
    [internal] staff think that clients expect less than managers think
    [familiarity] what staff know of products and rules falls short of what clients expect
   *[other] the rating lies below what it is held to
  }
servqual-claim-below-importance = { $role_gap ->
    [knowledge] managers think that clients care less than they do
    [standards] standards ask for less than managers think that clients care about
    [delivery] staff deliver less than the standards ask for
    [communication] staff deliver less than clients are promised
    [staff_knowledge] staff think that clients care less than they do
    [internal] staff think that clients care less than managers think
    [familiarity] what staff know of products and rules falls short of what clients care about
   *[other] the rating lies below what it is held to
  }
servqual-claim-above-expectation = { $role_gap ->
    [knowledge] managers think that clients expect more than they do
    [standards] standards ask for more than managers think that clients expect
    [delivery] staff deliver more than the standards ask for
    [communication] staff deliver more than clients are promised
    [staff_knowledge] staff think that clients expect more than they do
    [internal] staff think that clients expect more than managers think
    [familiarity] what staff know of products and rules exceeds what clients expect
   *[other] the rating lies above what it is held to
  }
servqual-claim-above-importance = { $role_gap ->
    [knowledge] managers think that clients care more than they do
    [standards] standards ask for more than managers think that clients care about
    [delivery] staff deliver more than the standards ask for
    [communication] staff deliver more than clients are promised
    [staff_knowledge] staff think that clients care more than they do
    [internal] staff think that clients care more than managers think
    [familiarity] what staff know of products and rules exceeds what clients care about
   *[other] the rating lies above what it is held to
  }
servqual-claim-near-expectation = { $role_gap ->
    [knowledge] whether managers think that clients expect less or more than they do isn't sure
    [standards] whether standards ask for less or more than managers think that clients expect isn't sure
    [delivery] whether staff deliver less or more than the standards ask for isn't sure
    [communication] whether staff deliver less or more than clients are promised isn't sure
    [staff_knowledge] whether staff think that clients expect less or more than they do isn't sure
    [internal] whether staff think that clients expect less or more than managers think isn't sure
    [familiarity] whether what staff know falls short of what clients expect isn't sure
   *[other] on which side the rating lies isn't sure
  }
servqual-claim-near-importance = { $role_gap ->
    [knowledge] whether managers think that clients care less or more than they do isn't sure
    [standards] whether standards ask for less or more than managers think that clients care about isn't sure
    [delivery] whether staff deliver less or more than the standards ask for isn't sure
    [communication] whether staff deliver less or more than clients are promised isn't sure
    [staff_knowledge] whether staff think that clients care less or more than they do isn't sure
    [internal] whether staff think that clients care less or more than managers think isn't sure
    [familiarity] whether what staff know falls short of what clients care about isn't sure
   *[other] on which side the rating lies isn't sure
  }
servqual-role-below-expectation = { $name }: { servqual-claim-below-expectation }, { $of } against { $against }; the gap is { $gap } ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents on its smaller side.
servqual-role-below-expectation-plain = { $name }: { servqual-claim-below-expectation }, { $of } against { $against }; the gap is { $gap }, on { $n } respondents on its smaller side.
servqual-role-below-importance = { $name }: { servqual-claim-below-importance }, { $of } against { $against }; the gap is { $gap } ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents on its smaller side.
servqual-role-below-importance-plain = { $name }: { servqual-claim-below-importance }, { $of } against { $against }; the gap is { $gap }, on { $n } respondents on its smaller side.
servqual-role-above-expectation = { $name }: { servqual-claim-above-expectation }, { $of } against { $against }; the gap is { $gap } ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents on its smaller side.
servqual-role-above-expectation-plain = { $name }: { servqual-claim-above-expectation }, { $of } against { $against }; the gap is { $gap }, on { $n } respondents on its smaller side.
servqual-role-above-importance = { $name }: { servqual-claim-above-importance }, { $of } against { $against }; the gap is { $gap } ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents on its smaller side.
servqual-role-above-importance-plain = { $name }: { servqual-claim-above-importance }, { $of } against { $against }; the gap is { $gap }, on { $n } respondents on its smaller side.
servqual-role-near-expectation = { $name }: { servqual-claim-near-expectation }, { $of } against { $against }; the gap is { $gap } ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents on its smaller side.
servqual-role-near-expectation-plain = { $name }: { servqual-claim-near-expectation }, { $of } against { $against }; the gap is { $gap }, on { $n } respondents on its smaller side.
servqual-role-near-importance = { $name }: { servqual-claim-near-importance }, { $of } against { $against }; the gap is { $gap } ({ $level } interval { $gap_low } to { $gap_high }), on { $n } respondents on its smaller side.
servqual-role-near-importance-plain = { $name }: { servqual-claim-near-importance }, { $of } against { $against }; the gap is { $gap }, on { $n } respondents on its smaller side.
servqual-gap-name = { $role_gap ->
    [knowledge] Gap 1
    [standards] Gap 2
    [delivery] Gap 3
    [communication] Gap 4
    [staff_knowledge] Gap 6
    [internal] Gap 7
    [familiarity] The gap of familiarity
   *[other] { $role_gap }
  }
servqual-role-where = { servqual-gap-name }: { $count ->
    [1] one indicator clearly falls short, { $name } ({ $gap }).
   *[other] { $count } indicators clearly fall short, foremost { $name } (the first { $gap }).
  }
servqual-roles = Here only clients were asked (gap 5). What managers and staff believe, set and promise (gaps 1 to 4, 6 and 7) isn't measured.
servqual-roles-missing = Not measured, because { $reason }: { $name }.

# Pictures
servqual-level-perception = Perception
servqual-level-expectation = Expectation
servqual-level-importance = Importance
servqual-axis-negative-expectation = Perception − expectation (scale points)
servqual-axis-positive-expectation = Expectation − perception (scale points)
servqual-axis-negative-importance = Perception − importance (scale points)
servqual-axis-positive-importance = Importance − perception (scale points)
servqual-chart-gaps-dimensions-expectation = Gaps of the quality dimensions
servqual-chart-gaps-dimensions-importance = Importance gaps of the quality dimensions
servqual-chart-gaps-dimensions-describes = Gaps of { $count } quality dimensions with their intervals, the widest shortfall on top.
servqual-chart-gaps-items-expectation = Gaps of the indicators
servqual-chart-gaps-items-importance = Importance gaps of the indicators
servqual-chart-gaps-items-describes = Gaps of { $count } indicators with their intervals, the widest shortfall on top.
servqual-chart-gaps-dimensions-note-negative-expectation = Left of the dashed line clients perceive less than they expect; red: clearly so. Thin lines are intervals.
servqual-chart-gaps-items-note-negative-expectation = Left of the dashed line clients perceive less than they expect; red: clearly so, even with so many compared. Thin lines are intervals.
servqual-chart-gaps-dimensions-note-positive-expectation = Right of the dashed line clients perceive less than they expect; red: clearly so. Thin lines are intervals.
servqual-chart-gaps-items-note-positive-expectation = Right of the dashed line clients perceive less than they expect; red: clearly so, even with so many compared. Thin lines are intervals.
servqual-chart-gaps-dimensions-note-negative-importance = Left of the dashed line the rating is below the importance; red: clearly so. Thin lines are intervals.
servqual-chart-gaps-items-note-negative-importance = Left of the dashed line the rating is below the importance; red: clearly so, even with so many compared. Thin lines are intervals.
servqual-chart-gaps-dimensions-note-positive-importance = Right of the dashed line the rating is below the importance; red: clearly so. Thin lines are intervals.
servqual-chart-gaps-items-note-positive-importance = Right of the dashed line the rating is below the importance; red: clearly so, even with so many compared. Thin lines are intervals.
servqual-chart-radar-expectation = Expectation and perception by dimension
servqual-chart-radar-importance = Importance and perception by dimension
servqual-chart-radar-describes = { $count } quality dimensions around a wheel: the further out, the higher the rating.
servqual-chart-radar-note-expectation = Where the solid line runs inside the dashed one, clients perceive less than they expect. The wheel begins above the foot of the scale, so that differences show; the table has the numbers.
servqual-chart-radar-note-importance = Where the solid line runs inside the dashed one, the rating is below the importance. The wheel begins above the foot of the scale, so that differences show; the table has the numbers.
servqual-gap-number = Gap { $number }
servqual-not-measured = not measured
servqual-box-expected-expectation = What clients expect
servqual-box-expected-importance = What clients care about
servqual-box-perceived-expectation = What clients perceive
servqual-box-perceived-importance = How clients rate it
servqual-box-staff-expectation = What staff think clients expect
servqual-box-staff-importance = What staff think clients care about
servqual-box-managers-expectation = What managers think clients expect
servqual-box-managers-importance = What managers think clients care about
servqual-box-standards-expectation = What the standards ask for
servqual-box-standards-importance = What the standards ask for
servqual-box-delivered-expectation = What staff deliver
servqual-box-delivered-importance = What staff deliver
servqual-box-promised-expectation = What clients are promised
servqual-box-promised-importance = What clients are promised
servqual-chain-axis = Gap (scale points)
servqual-chart-chain = The chain of gaps
servqual-chart-chain-describes = { $count } of the seven gaps between what clients expect and perceive, what staff and managers believe, what the standards ask for, and what is delivered and promised.
servqual-chart-chain-note-plain = Without intervals nothing is sure. Dashed: not measured. The number in a box is its mean in scale points.
servqual-box-varies = depends on the indicators
servqual-chart-chain-note-negative = Thick red lines: a clear shortfall, a negative gap. Thin grey lines: the sample can't tell. Dashed: not measured. The number in a box is its mean in scale points.
servqual-chart-chain-note-positive = Thick red lines: a clear shortfall, a positive gap. Thin grey lines: the sample can't tell. Dashed: not measured. The number in a box is its mean in scale points.
servqual-zone-axis = Scale points above or below what is perceived
servqual-chart-zone = The zone of tolerance
servqual-chart-zone-describes = Zone of tolerance of { $count } indicators: from the acceptable to the expected level, seen from what is perceived.
servqual-chart-zone-note = Each bar runs from the level that clients would still accept to the one they expect; the upright line is what they perceive. A bar wholly to the right of the line: less than acceptable. The further the line lies towards a bar's right end, the better.

# Reasons, as they are given
reason-no-pairs = no indicator was rated on '{ $perception }' and '{ $expectation }' by { $least } respondents or more
reason-few-complete = fewer complete answers than the { $parameters } parameters of a confirmatory model
reason-answered-alike = everybody answered { $names } alike
reason-nothing-to-test = too few indicators: nothing is left by which to test a confirmatory model
reason-determined = the answers to some indicators determine those to others
reason-no-solution = the confirmatory model found no solution in { $steps } steps
reason-not-identified = the answers don't identify the confirmatory model
reason-heywood = the error variance of { $name } would be negative (a Heywood case)
reason-no-role = the study has no role '{ $role }'
reason-not-asked = '{ $facet }' isn't asked of '{ $role }'
reason-other-scale = '{ $of }' runs from { $of_low } to { $of_high } and '{ $against }' from { $against_low } to { $against_high }
