import numpy as np
import torch

def sgd(params, lr, batch_size):
    # numpy 视图与张量共享内存
    for p in params:
        a = p.detach().numpy()
        a -= lr * p.grad.numpy() / batch_size
        p.grad.numpy()[...] = 0
