import torch


def gaussian_nll(y_hat, y, sigma, verbose=False):
    sigma = torch.as_tensor(sigma)
    err = y_hat - y.reshape(y_hat.shape)
    log_p = -torch.log(sigma) - 0.5 * torch.log(torch.tensor(2 * torch.pi)) - err**2 / (2 * sigma**2)
    if verbose:
        print(log_p)
    return -torch.sum(log_p)
