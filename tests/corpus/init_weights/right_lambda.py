from torch import nn

init_weights = lambda m: nn.init.normal_(m.weight, std=0.01) if type(m) == nn.Linear else None
