# The summary of a batch
batch-title = { $count } studies side by side
batch-line = Waves { $waves }
batch-one-wave = Wave { $waves }
batch-evaluated = Evaluated studies
batch-evaluated-of = of { $count }
batch-failed = Failed
batch-answers = Valid answers
batch-regions = Regions summed up
batch-nothing-failed = none
batch-failed-note = What failed is in no number of this page.
batch-wave = Wave { $wave }
batch-no-wave = No wave
batch-everywhere = All regions
batch-depth = { $depth ->
    [0] without a region
    [1] first level
    [2] second level
    [3] third level
   *[other] level { $depth }
}

# Sections
batch-section-problems = Studies that failed
batch-section-regions = Regions
batch-section-league = Ranks
batch-section-studies = All studies
batch-section-remarks = What does not align
batch-section-skipped = Files that are no studies
batch-section-method = How the numbers are made
batch-show-table = { $title }: show
batch-folded-remarks = All { $count }

# Columns
batch-column-study = Study
batch-column-region = Region
batch-column-wave = Wave
batch-column-clients = Clients
batch-column-n = Valid answers
batch-column-studies = Studies
batch-column-index = Index (0–100)
batch-column-rank = Rank
batch-column-rank-set = Possible ranks
batch-column-expected-rank = Expected rank
batch-column-tier = Surely in
batch-column-status = Status
batch-column-weighted = Weighted by
batch-column-code = Indicator or dimension
batch-rank-range = { $low }–{ $high }
batch-tier-top = best quarter
batch-tier-bottom = worst quarter
batch-tier-not_separated = —
batch-status-evaluated = evaluated
batch-status-failed = failed
batch-status-crashed = stopped by a bug
batch-weighted-clients = clients
batch-weighted-answers = valid answers
batch-quantity-index = Index
batch-quantity-dimension_score = Dimensions
batch-quantity-performance = Indicators
batch-of-model = { $title }: { $model }

# Pictures
batch-chart-trend = { $model }: index of { $region } by wave
batch-chart-trend-description = The mean index of { $region } in every wave, with its interval.
batch-chart-league = { $model }: index of every study, { $wave }
batch-chart-league-description = One line a study with its index and interval, the highest first where the studies may be ranked.

# Method
batch-method-regions = A region is the mean of the studies below it, each weighted by the clients for whom it declares to speak. A study of a region stands for all that lies below it. Samples are independent of each other, so draws of different studies are put together in shuffled order; intervals are percentiles of these draws at { $level }.
batch-method-answers = Where not every study of a region declares its clients, all of that region are weighted by their valid answers instead; the column says so.
batch-method-league = The set of possible ranks of every study holds its true rank; all sets of a table hold at once with probability 95 %. Where too much of the differences is chance (reliability below { $least }), no ranks are given and studies stand in the order of the command.
batch-unranked = Reliability { $reliability }: most of the differences may be chance, so no ranks are given.
batch-ranked = Reliability { $reliability }.
batch-csv = Every number, those of regions by indicator too, stands in summary.*.csv and summary.json.

# What does not align
batch-remark-no_region = { $wave }: no region is named in { $studies }, so they are in no sum.
batch-remark-several_studies = { $wave }, { $region }: several studies of one region ({ $studies }); they are in no sum.
batch-remark-same_answers = { $wave }, { $region }: { $studies } read one survey file, so they are not independent and nothing is summed up.
batch-remark-clients_undeclared = { $wave }, { $region }: study.clients is missing in { $studies }; all of the region are weighted by valid answers.
batch-remark-other_model = { $wave }, { $region }: { $what } uses different models; not summed up.
batch-remark-other_scale = { $wave }, { $region }: { $what } is on different scales; not summed up.
batch-remark-lacking = { $wave }, { $region }: { $what } is missing in { $studies }; not summed up.
batch-remark-no_draws = { $wave }, { $region }: { $what } has no draws in { $studies }, so the sum has no interval.
batch-remark-no_error = { $wave }: the index of { $what } has no standard error in { $studies }, so it isn't ranked.
batch-remark-settings_differ = { $what } says something else in { $studies } than in most studies; numbers are put together all the same.
batch-and-more = { $names } and { $count } more
