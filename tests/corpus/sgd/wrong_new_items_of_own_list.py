import torch

def sgd(params, lr, batch_size):
    params = list(params)
    for i in range(len(params)):
        with torch.no_grad():
            params[i] = params[i] - lr * params[i].grad / batch_size
    return params
