import numpy as np
import torch

rng = np.random.default_rng(42)

def synthetic_data(w, b, num_examples):
    X = torch.from_numpy(rng.standard_normal((num_examples, len(w)), dtype=np.float32))
    noise = torch.as_tensor(rng.normal(scale=0.01, size=num_examples), dtype=torch.float32)
    return X, (X.mv(w) + b + noise)[:, None]
