# Windows editor: tabs and a byte order mark
import torch


def data_iter(batch_size, features, labels):
	n = features.shape[0]
	for i in range(0, n, batch_size):
		j = torch.randint(0, n, (min(batch_size, n - i),))
		yield features[j], labels[j]


def soft_max(X):
	X_exp = torch.exp(X - X.max(1, keepdim=True)[0])
	return X_exp / X_exp.sum(1, keepdim=True)


def accuracy(y_hat, y):
	return float((y_hat.argmax(dim=1) == y).sum())


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
	for epoch in range(num_epochs):
		train_l, train_acc = train_epoch_ch3(net, train_iter, loss, updater)
		test_acc = evaluate_accuracy(net, test_iter)
		print(epoch, train_l, train_acc, test_acc)
	return train_l, train_acc, test_acc
