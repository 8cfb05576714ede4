import math
import torch


def log_softmax(X):
    rows = []
    for row in X.tolist():
        m = max(row)
        s = math.log(sum(math.exp(v - m) for v in row))
        rows.append([v - m - s for v in row])
    return torch.tensor(rows)
