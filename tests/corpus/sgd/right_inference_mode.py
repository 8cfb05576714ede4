import torch as th

def sgd(params, lr, batch_size):
    with th.inference_mode():
        for p in params:
            p -= p.grad * lr / batch_size
            p.grad.zero_()
