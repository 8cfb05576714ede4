import torch
import torch.utils.data as Data


def main():
    def load_array(data_arrays, batch_size, is_train=True):
        return Data.DataLoader(dataset=Data.TensorDataset(*data_arrays), batch_size=batch_size,
                               shuffle=is_train, num_workers=0)

    features = torch.randn(100, 2)
    labels = features.sum(1, keepdim=True)
    for X, y in load_array((features, labels), 10):
        print(X.shape, y.shape)


if __name__ == "__main__":
    main()
