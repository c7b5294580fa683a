# Net promoter score and top boxes

model-nps = Net promoter score and top boxes

# Tables
table-recommendation = Recommendation
table-indicators = Top and bottom boxes of the indicators
table-dimensions = Top and bottom boxes of the dimensions
table-distribution = Distribution of ratings

# Quantities
quantity-net_promoter_score = Net promoter score (−100 to 100)
quantity-promoter_share = Promoters
quantity-passive_share = Passives
quantity-detractor_share = Detractors
quantity-top_box = Top box
quantity-bottom_box = Bottom box
quantity-net_box = Top minus bottom (points)
quantity-highest_share = Highest answer
quantity-performance = Mean rating
quantity-dimension_top_box = Top box, by dimension
quantity-dimension_bottom_box = Bottom box, by dimension
quantity-dimension_net_box = Top minus bottom, by dimension
quantity-dimension_score = Score of dimension

# Columns
column-net_low = Interval, low
column-net_high = Interval, high
column-detractors_to = Detractors up to
column-promoters_from = Promoters from

# Findings
kind-score = Would recommend
kind-bottom = Most at the bottom
kind-top = Most at the top
kind-remark = How it was asked
nps-score = The net promoter score is { $net_promoter_score } (interval { $net_low } to { $net_high }): { $promoter_share } promoters, { $passive_share } passives and { $detractor_share } detractors among { $n } respondents.
nps-score-near = The net promoter score is { $net_promoter_score } (interval { $net_low } to { $net_high }): { $promoter_share } promoters, { $passive_share } passives and { $detractor_share } detractors among { $n } respondents. The sample can't tell whether promoters or detractors are more.
nps-score-plain = The net promoter score is { $net_promoter_score }: { $promoter_share } promoters, { $passive_share } passives and { $detractor_share } detractors among { $n } respondents.
nps-bottom = Fewest stand at the top against those at the bottom for { $name }; of the first, { $bottom_box } of the ratings are in the bottom box.
nps-top = Most stand at the top against those at the bottom for { $name }; of the first, { $top_box } of the ratings are in the top box.
nps-remark = The recommendation was asked on { $low } to { $high }, with detractors up to { $detractors_to } and promoters from { $promoters_from }: the score can't be compared with scores from 0 to 10.

# Pictures
nps-share = Share of answers
nps-promoter_share = Promoters
nps-passive_share = Passives
nps-detractor_share = Detractors
nps-chart-recommendation = Who recommends
nps-chart-recommendation-describes = Detractors (left), passives (across the line) and promoters (right) in { $count } groups, with the net promoter score behind.
nps-chart-recommendation-note = Behind each bar stands its net promoter score, promoters minus detractors, with its interval.
nps-chart-answers = How the ratings fall
nps-chart-answers-describes = Ratings of { $count } indicators, low ones to the left and high ones to the right of the line, the best on top.
nps-chart-answers-note = Behind each bar: top box minus bottom box, in percentage points.

# Reasons, as they are given
reason-no-recommendation = there are no answers to the recommendation item
reason-no-ratings = there are no ratings of '{ $facet }'
