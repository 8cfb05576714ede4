import torch
import torch.nn.functional as F
from torch.nn.functional import cross_entropy


def one_hot(y, num_classes):
    return torch.stack([torch.arange(num_classes) == c for c in y]).to(torch.float32)


# compare with the library
y = torch.tensor([1, 0, 4])
assert torch.equal(one_hot(y, 5), F.one_hot(y, 5).float())
