model-consensus = Consensus
table-indicators = How far clients agree
quantity-consensus_share = Consensus
