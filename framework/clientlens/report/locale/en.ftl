# Throughout the report
name-separator = { ", " }
yes = yes
no = no
synthetic = Synthetic data
synthetic-banner = Synthetic data: the answers behind this report were made up; they are not the views of any client.
group-all = All valid answers
group-of = { $attribute }: { $value }
group-heading = { $name } (n = { $n })
model-entry = { $model } ({ $name })
probability-of = Probability of { $name }
interval-at = { $level } interval { $interval }
minimum-group = Groups with fewer than { $smallest } answers are not shown.

# Sections
section-headlines = In short
section-funnel = Response and screening
section-findings = Findings and what they rest on
section-notes = Notes
section-settings = Settings used
section-tables = All tables
all-settings = Every setting, defaults included
strength = Reliability
class-with-probability = In small type: the probability of the class, or the interval of the estimate. A dashed mark: near a line, the sample can't tell.
estimate-with-interval = In small type: the interval of the estimate.

# Key figures
valid-answers = Valid answers
valid-rate = Valid rate
response-rate = Response rate
funnel-summary = { $distributed } sent · { $returned } returned
funnel-summary-returned = { $returned } returned

# The funnel
funnel-distributed = Sent out
funnel-returned = Returned
funnel-removed = Set aside: { $rule }
funnel-removed-in-all = Set aside { $count }: { $rules }
funnel-valid = Valid
rating-of = { $role }: { $facet }
role-clients = Clients
funnel-flagged = Flagged but kept: { $rule }, { $count }.
funnel-nobody-removed = No answers were set aside.
rule-data_mean = mean of the indicators
rule-median = median
rule-midrange = midrange
rule-scale_midpoint = midpoint of the scale
rule-fixed = target values
rule-external = values from elsewhere
rule-incomplete = incomplete
rule-straight_line = same answer throughout
rule-identical_facets = both ratings identical
rule-duplicates = duplicate
rule-too_fast = answered too fast
rule-out_of_frame = outside the survey population
rule-attention_check = attention check failed

# Method
method-none = Sampling error was not estimated; no number carries an interval.
method-jackknife = Sampling error was estimated by the delete-one jackknife, at a level of { $level }.
method-draws = Sampling error was estimated by the { $method }: { $replicates } replicates, { $level } { $interval }, seed { $seed }.
method-bootstrap = bootstrap
method-poisson = Poisson bootstrap
method-bayesian = Bayesian bootstrap
interval-percentile = percentile intervals
interval-basic = basic bootstrap intervals
interval-normal = normal intervals
interval-bca = BCa intervals

# Notes
note-suppressed = Groups with fewer than { $smallest } answers are not shown: { $names }.
note-suppressed-beside = Large enough, but not shown, since other groups less these would tell of fewer than { $smallest } answers: { $names }.
note-small = Groups with fewer than { $few } answers tell little by themselves: { $names }.
note-merged = { $attribute }: groups with fewer than { $below } answers were put together as “{ $into }”: { $names }.
note-merged-there = { $attribute }: groups with fewer than { $below } answers were counted with “{ $into }”: { $names }.
note-lookalike = { $attribute }: “{ $value }” looks like “{ $like }” misspelt. If they are one, give both the same code under respondents.{ $code }.values.
note-found = { $name }: { $count } segments were found in these answers ({ $method }). Intervals take them as given, and tests of what they were found by go in a circle.
note-found-chosen = { " " }Their number was chosen by { $criterion }.
note-found-given = { " " }Their number is that which the study asks for.
note-found-method = { " " }Their number is what the method finds.
note-found-none = { $name }: no segments were found ({ $method }). Reason: { $reason }.
note-found-remark = { $name }: { $remark }.
note-failed = { $model }: { $quantity } could not be estimated in { $count ->
    [1] one replicate
   *[other] { $count } replicates
  }; its intervals rest on the others.
note-failed-many = { $model }: { $count } quantities could not be estimated in some replicates, at most in { $most } of the { $total } of all groups; their intervals rest on the others.
note-results = results
note-absent = { $model }, { $group }: no { $names }. Reason: { $reason }.
absent-all = Nothing could be estimated: { $reason }.
absent-some = Not available: { $quantities }. Reason: { $reason }.

# The workbook
sheet-overview = Overview
overview-study = Study
overview-title = Title
overview-region = Region and wave
overview-note = Note
overview-synthetic = Data
overview-item = Item
overview-value = Value
column-code = { $name } code

# The terminal
terminal-written = Report written to { $path }

# Columns
column-group = Group
column-dimension = Dimension
column-indicator = Indicator
column-construct = Construct
column-item = Item
column-facet = Rating
column-point = Scale point
column-quantity = Quantity
column-estimate = Estimate
column-std_error = Std. error
column-ci_low = Interval, low
column-ci_high = Interval, high
column-n = n
column-class = Class
column-share = Share
column-count = Count
column-rule = Rule
column-source = Source
column-target = Target
column-importance_level = Importance level
column-performance_level = Satisfaction level
column-distance_importance = Distance to importance line
column-distance_performance = Distance to satisfaction line
column-distance_to_neighbour = Distance to nearest line
column-neighbour = Neighbouring class
column-near_line = Near a line
column-diagonal_class = Class by the diagonal
column-changed = Classes changed
column-is_used = Used here
column-total = Indicators
column-near = Near a line
column-above = Above importance line
column-below = Below satisfaction line
column-distance = Distance
column-low = Interval, low
column-high = Interval, high
column-level = Level
column-index_low = Interval, low
column-index_high = Interval, high
column-quadrant = Class
column-p_class = Probability of class
column-reason = Reason
column-strength = Reliability
column-p = Probability
column-p_value = p value

# Differences between groups
section-differences = Which groups differ
group-rest = the other groups
groups-sides = { $first } − { $second }
label-of = { $label } ({ $quantity })
name-with-p = { $name } ({ $p })
groups-differ = The groups by { $attribute } differ in { $names }.
groups-unclear = In { $names } the sample shows no difference between the groups by { $attribute }.
difference-lower = { $subject }: { $first } lower than { $second } by { $difference } { $interval }, adjusted { $p }.
difference-higher = { $subject }: { $first } higher than { $second } by { $difference } { $interval }, adjusted { $p }.
difference-lower-only = { $subject }: { $first } lower than { $second } by { $difference }, adjusted { $p }.
difference-higher-only = { $subject }: { $first } higher than { $second } by { $difference }, adjusted { $p }.
differences-in-all = { $sure } of { $compared } differences are sure (adjusted p below { $alpha }); about the others the sample can't tell.
differences-untested = { $count } of them weren't tested, because a group has fewer than 30 answers.
differences-detectable = { $quantity }: a true difference of { $difference }, taken by itself, would be found with a probability of { $power }; a smaller one may well remain unseen.
segment-listed = { $code } ({ $name })
segment-separator = { "; " }
groups-untold = The groups by { $attribute } have no test of all at once; { $sure } of { $compared } single differences are sure (adjusted p below { $alpha }).
differences-circular = These segments were found in the answers themselves. They differ by construction in what they were found by, and no p value of that tells anything.
differences-method = Intervals of differences come from the same replicates as everything else. p values come from { $permutations } permutations, in which everybody keeps the answers and the groups are dealt out anew; structural weights stay as they are. Within one quantity and attribute p values are adjusted { $adjusted }.
differences-method-replicates = Intervals and p values of differences come from the same replicates as everything else. Within one quantity and attribute p values are adjusted { $adjusted }.
differences-overall = { $attribute }: do the groups differ at all?
differences-all = { $attribute }: all differences
differences-cut = The clearest differences; all are in the workbook and in tables/segments.differences.csv.
differences-corner = Groups · what is compared
chart-differences = Clearest differences by { $attribute }: { $quantity }
chart-differences-axis = { $quantity }: first group less second
chart-differences-describes = { $title }. { $count } differences between groups with their intervals.
chart-differences-note = Dot: the difference; line: its interval, by itself. Filled, blue where the first group lies higher and red where it lies lower: adjusted p below { $alpha }. A ring: the sample can't tell.
adjust-westfall_young = after Westfall and Young (step-down)
adjust-holm = after Holm
adjust-benjamini_hochberg = after Benjamini and Hochberg
test-permutation = permutation
test-parametric = parametric
column-difference = Difference
column-model = Model
column-attribute = Attribute
column-group_1 = First group
column-group_2 = Second group
column-kind = Label of
column-key = Label
column-estimate_1 = First estimate
column-estimate_2 = Second estimate
column-n_1 = n, first
column-n_2 = n, second
column-p_permutation = p by permutation
column-p_henseler = p after Henseler
column-p_parametric = p after Welch
column-p_pooled = p after Keil
column-p_adjusted = Adjusted p
column-test = Test that counts
column-detectable = Detectable difference
column-groups = Groups
column-labels = Labels
column-statistic = Statistic
table-segments-differences = Group differences
table-segments-overall = Groups at all

# Quantities
quantity-importance = Importance
quantity-performance = Satisfaction
quantity-satisfaction = Satisfaction
quantity-expectation = Expectation
quantity-perception = Perception
quantity-gap = Gap
quantity-priority = Priority
quantity-top_box = Satisfied (top two)
quantity-conformity = Conformity
quantity-index = Index (0–100)
quantity-index_max_share = Index (share of maximum)
quantity-conformity_overall = Overall conformity
quantity-crosshair_importance = Importance line
quantity-crosshair_performance = Satisfaction line
quantity-dimension_importance = Importance of dimension
quantity-dimension_score = Score of dimension
quantity-dimension_gap = Gap of dimension
quantity-dimension_top_box = Satisfied, by dimension

# Tables
table-indicators = Indicators
table-dimensions = Dimensions
table-classes = Classes of the indicators
table-crosshairs = Classes under other lines
table-overall = Overall results
table-distribution = Distribution of ratings

# Classes and levels
class-keep_up = Keep up
class-concentrate = Concentrate here
class-low_priority = Low priority
class-overkill = Possible overkill
class-boundary = On a line
level-high = high
level-low = low
level-line = on a line

# Kinds of findings
kind-index = Overall level
kind-overall = Overall level
kind-summary = At a glance
kind-keep_up = Keep up
kind-concentrate = Improve first
kind-low_priority = Low priority
kind-overkill = Possible overkill
kind-boundary = On a line
kind-near_line = Near a line
kind-counts = At a glance
kind-exceeds = Satisfaction above importance
kind-nearest = Watch
kind-crosshair = The line drawn
kind-absent = Not available
kind-watch = Watch

# Models
model-quadrant = Importance–satisfaction quadrants

# Reasons, as they are given
reason-few-answers = fewer than { $least } answers
reason-tells-of-few = it would tell of fewer than { $least } answers
reason-nobody-of-role = nobody of role '{ $role }' belongs to it
reason-part-of-role = role '{ $role }' would tell of a part with fewer than { $least } answers
reason-few-of-role = fewer than { $least } answers by role '{ $role }'
reason-small-group = fewer than { $least } answers in a group
reason-shared = the groups share respondents
reason-parts-of-role = it rests on more than the answers of the groups, as on their parts of a role
reason-nothing-varies = nothing varies in it
reason-few-groups = fewer than two groups of { $least } answers
reason-split-clusters = the groups split the clusters that are drawn
