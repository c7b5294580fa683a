model-consensus = 共识度
table-indicators = 客户意见的一致程度
quantity-consensus_share = 共识度
