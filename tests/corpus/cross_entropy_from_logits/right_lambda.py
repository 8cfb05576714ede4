import torch
cross_entropy_from_logits = lambda o, y: o.logsumexp(1) - o[list(range(len(y))), y]
