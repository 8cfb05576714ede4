import torch

@torch.no_grad()
def sgd(params: "list[torch.Tensor]", lr: float, batch_size: int) -> None:
    for param in params:
        new = param - (lr / batch_size) * param.grad
        param.copy_(new)
        param.grad.copy_(torch.zeros_like(param.grad))
