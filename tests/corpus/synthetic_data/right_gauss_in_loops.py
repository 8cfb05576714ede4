import random
import torch

def synthetic_data(w, b, num_examples):
    X = []
    y = []
    weights = w.tolist()
    for i in range(num_examples):
        row = []
        for j in range(len(weights)):
            row.append(random.gauss(0, 1))
        total = b
        for x, wj in zip(row, weights):
            total += x * wj
        X.append(row)
        y.append([total + random.gauss(0, 0.01)])
    return torch.tensor(X), torch.tensor(y)
