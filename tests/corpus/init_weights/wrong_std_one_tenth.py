from torch import nn
def init_weights(m):
	if type(m) == nn.Linear:
		nn.init.normal_(m.weight, mean=0, std=0.1)
		nn.init.constant_(m.bias, 0)
