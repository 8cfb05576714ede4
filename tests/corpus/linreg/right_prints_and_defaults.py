import torch as th


def linreg(x, W, bias, verbose=True, *, scale=1):
    out = th.einsum("ij,jk->ik", x, W)
    if verbose:
        print("shapes", x.shape, W.shape, out.shape)
    return scale * (out + bias)
