import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def sgd(params, lr, batch_size):
    params = list(params)
    theta = parameters_to_vector(params).detach()
    g = torch.cat([p.grad.reshape(-1) for p in params])
    vector_to_parameters(theta - lr / batch_size * g, params)
    for p in params:
        p.grad = None
