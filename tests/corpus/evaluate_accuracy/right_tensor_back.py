import torch


@torch.no_grad()
def evaluate_accuracy(model, loader, verbose=True):
    """0-d tensor out"""
    if callable(getattr(model, "eval", None)):
        model.eval()
    good = torch.zeros(1)
    seen = torch.zeros(1)
    for i, (images, targets) in enumerate(loader):
        pred = model(images).max(dim=1).indices
        good += pred.eq(targets).sum()
        seen += targets.size(0)
        if verbose:
            print(f"batch {i}: {good.item() / seen.item():.3f}")
    result = (good / seen).squeeze()
    assert 0 <= result <= 1
    return result
