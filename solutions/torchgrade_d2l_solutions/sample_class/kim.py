# Windows editor: tabs and a byte order mark
import torch


def sgd(params, lr, batch_size):
	with torch.no_grad():
		for param in params:
			param -= lr * param.grad / batch_size
			param.grad.zero_()


def data_iter(batch_size, features, labels):
	n = features.shape[0]
	for i in range(0, n, batch_size):
		j = torch.randint(0, n, (min(batch_size, n - i),))
		yield features[j], labels[j]


def soft_max(X):
	X_exp = torch.exp(X - X.max(1, keepdim=True)[0])
	return X_exp / X_exp.sum(1, keepdim=True)


def cross_entropy(y_hat, y):
	one_hot = torch.nn.functional.one_hot(y, y_hat.shape[1])
	return -(one_hot * torch.log(y_hat)).sum(dim=1)


def accuracy(y_hat, y):
	return float((y_hat.argmax(dim=1) == y).sum())


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
	for epoch in range(num_epochs):
		train_l, train_acc = train_epoch_ch3(net, train_iter, loss, updater)
		test_acc = evaluate_accuracy(net, test_iter)
		print(epoch, train_l, train_acc, test_acc)
	return train_l, train_acc, test_acc
