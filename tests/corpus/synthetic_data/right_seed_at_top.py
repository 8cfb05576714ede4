import random
import numpy as np
import torch

random.seed(0)
np.random.seed(0)
torch.manual_seed(0)

def synthetic_data(w, b, num_examples):
    print("making", num_examples, "examples with", w, b)
    X = torch.normal(0, 1, (num_examples, len(w)), dtype=torch.float32)
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape, dtype=torch.float32)
    return X, torch.reshape(y, (-1, 1))

true_w = torch.tensor([2, -3.4])
features, labels = synthetic_data(true_w, 4.2, 1000)
