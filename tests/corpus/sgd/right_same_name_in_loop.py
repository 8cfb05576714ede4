import torch
def sgd(params,lr,batch_size):
    with torch.no_grad():
        for params in params:
            params-=lr*params.grad/batch_size
            params.grad.zero_()
