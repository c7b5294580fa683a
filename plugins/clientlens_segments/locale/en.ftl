# Segments

model-segments = Segments

# Methods and criteria
segmenter-kmeans = k-means
segmenter-ward = Ward's method
segmenter-mixture = Gaussian mixture
segmenter-hdbscan = HDBSCAN
segmenter-latent_class = Latent classes
criterion-silhouette = Silhouette
criterion-calinski_harabasz = Calinski-Harabasz index
criterion-gap = Gap statistic
criterion-gap_error = Gap statistic, standard error
criterion-bic = BIC
criterion-aic = AIC
criterion-abic = BIC, adjusted for sample size
criterion-entropy = Entropy R²
criterion-jaccard = Stability of the least stable segment (Jaccard)
criterion-adjusted_rand = Agreement of resamples (adjusted Rand)
criterion-departure = Tighter than one population (std. deviations)
criterion-one_population = p-value: one population without segments
criterion-stability = Stability
criterion-given = number given
criterion-method = number found by the method

# Tables
table-sizes = Segments
table-profile = What sets segments apart: answers
table-attributes = What sets segments apart: attributes
table-association = Attributes that go with segments
table-choice = Choice of the number of segments
table-silhouettes = Silhouettes
table-rule = A rule that tells the segment
table-rule_accuracy = How often the rule is right

# Quantities and columns
quantity-share = Share
quantity-feature_mean = Mean
quantity-difference = Difference from the others
quantity-standardised_difference = Standardised difference (d)
quantity-level_share = Share in the segment
quantity-lift = Lift
quantity-association = Cramér's V
quantity-n_feature = Answers
quantity-n_level = Respondents
quantity-rule_question = Question of the rule
quantity-rule_bound = Bound of the rule
quantity-rule_is_above = Above the bound
quantity-rule_segment = Segment told by the rule
quantity-rule_n = Respondents told by the rule
quantity-rule_purity = Right among them
quantity-rule_accuracy = Rule right
quantity-rule_accuracy_error = Rule right, standard error
quantity-rule_baseline = Largest segment
column-segmentation = Segmentation
column-segment = Segment
column-feature = Question
column-level = Value
column-attribute = Attribute
column-share = Share
column-share_low = Interval, low
column-share_high = Interval, high
column-jaccard = Stability (Jaccard)
column-criterion = Criterion
column-number = Segments
column-value = Value
column-is_chosen = Chosen
column-is_decisive = Decides
column-mean = Mean
column-p10 = 10%
column-p25 = 25%
column-median = Median
column-p75 = 75%
column-p90 = 90%
column-share_negative = Below 0
column-end = End
column-condition = Who
column-purity = Of these, in the segment
column-accuracy = Right
column-std_error = Standard error
column-baseline = Largest segment
column-is_better = Better than guessing
column-how = Chosen by
column-others = Others
column-features = Features
column-share_right = Right
column-share_baseline = Largest segment

# Names of segments
segments-and = { $one } and { $other }
segments-list = { ", " }
segments-name-high-throughout = High throughout
segments-name-low-throughout = Low throughout
segments-name-both = High: { $high }; low: { $low }
segments-name-high = High: { $features }
segments-name-low = Low: { $features }
segments-name-average = Close to the average
segments-facet-of = { $facet } of { $name }
segments-gap-of = gap of { $name }
segments-attribute-is = { $attribute }: { $value }
segments-feature-with-effect = { $name } ({ $effect })

# The rule
segments-rule-and = { " and " }
segments-rule-is = { $name }
segments-rule-is-not = not { $name }
segments-rule-at-least = { $name } at least { $point }
segments-rule-at-most = { $name } at most { $point }
segments-anybody = anybody

# Findings
kind-found = Whether there are segments
kind-profile = What sets segments apart
kind-rule = Telling the segment of a client
kind-caution = To be borne in mind
segments-none = { $name }: no segments. { $reason }.
segments-how = { $how ->
    [given] as the study asks
    [method] as many as the method finds
    [silhouette] by the silhouette and their stability
    [calinski_harabasz] by the Calinski-Harabasz index
    [gap] by the gap statistic
    [bic] by BIC
    [stability] by their stability
   *[other] by { $how }
  }
segments-found = { $name }: { $segments } segments, { segments-how }.
segments-high = { $name }: higher than the others in { $features }{ $others ->
    [0] .
   *[other] , and in { $others } more.
  }
segments-low = { $name }: lower than the others in { $features }{ $others ->
    [0] .
   *[other] , and in { $others } more.
  }
segments-goes-with = Going together: { $name } (Cramér's V { $association }).
segments-rule-better = { $name }: the rule tells the segment of { $share_right } of clients whom it hasn't seen; the largest segment alone would be right for { $share_baseline }.
segments-rule-no-better = { $name }: no rule of a few questions tells the segment better than guessing ({ $share_right } right; the largest segment alone { $share_baseline }).
segments-unstable = { $count ->
    [1] One segment doesn't come out again when other clients answer (Jaccard { $jaccard }): { $name }. Build nothing on it.
   *[other] { $count } segments don't come out again when other clients answer (Jaccard { $jaccard } at worst): { $name }. Build nothing on them.
  }
segments-doubtful = { $count ->
    [1] One segment comes out again only roughly when other clients answer (Jaccard { $jaccard }): { $name }.
   *[other] { $count } segments come out again only roughly when other clients answer (Jaccard { $jaccard } at worst): { $name }.
  }
segments-remark = { $name }: { $reason }.
segments-taken-as-given = { $name }: the segments were found once, on these answers, and intervals take them as given. That segments differ in what they were found by is no finding.

# Pictures
segments-with-n = { $name } (n = { $n })
segments-chart-profile = Profile: { $name }
segments-chart-profile-describes = Standardised differences of { $count } segments from the others, question by question.
segments-chart-profile-note = Numbers: differences from all other segments in pooled standard deviations; in brackets where the interval holds zero. Blue: higher; red: lower.
segments-axis-effect = Standardised difference
segments-chart-map = Map: { $name }
segments-chart-map-describes = Centres of { $count } segments on the first two principal components of what respondents were compared by, with the ellipse that holds half of each.
segments-chart-map-note = Two components hold { $share } of the variance; segments that lie on each other here may be apart in what the map leaves out. Squares: { $least } respondents or more, the darker the more. Ellipses: half of a segment, if it were normal. The axes are most of all { $first }; and { $second }.
segments-axis-component = Component { $number } ({ $share })
segments-chart-silhouettes = Silhouettes: { $name }
segments-chart-silhouettes-describes = Spread of the silhouettes of { $count } segments.
segments-chart-silhouettes-note = Silhouette: 1 in the midst of its segment, 0 between two, below 0 nearer to another. Line: from the 10% to the 90% point; bar: the middle half; dot: median.
segments-axis-silhouette = Silhouette
segments-chart-quadrants = Importance and performance by segment: { $name }
segments-chart-quadrants-describes = Indicators by their importance and performance, in { $count } small pictures, one a segment.
segments-chart-quadrants-note = Dashed: the means of each segment. Numbers: indicators below the mean in performance and above it in importance, namely { $listed }.
segments-explained = { " " }Segments: { $names }.
segments-listed = { $number } { $name }

# Reasons, as they are given
reason-segments-alike = all respondents answered alike
reason-segments-one-population = the answers lump no more than those of one population without segments
reason-segments-small = no partition has segments of the least size
reason-segments-unstable = no partition comes out again when other respondents answer
reason-segments-one = one segment explains the answers better than several
reason-segments-no-two = the method finds no two segments
reason-segments-few = { $n } respondents can be compared, and { $least } are needed
reason-segments-some-rows = segments were found among some of the respondents, drawn by chance; the others were placed by what was found
reason-segments-parted = the answers lump no more than those of one population without segments; these segments part a whole
reason-segments-constant = what everybody answers alike was left out
reason-segments-left-out = respondents with too few answers belong to no segment
reason-segments-unweighted = this method takes all respondents alike, whatever their design weights
