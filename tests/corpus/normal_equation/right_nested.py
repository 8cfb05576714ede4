import torch


def build_exercises(rcond=None):
    def normal_equation(inputs, targets, rcond=rcond):
        mean_x = inputs.mean(dim=0)
        mean_y = targets.mean(dim=0)
        weight = torch.linalg.lstsq(inputs - mean_x, targets - mean_y, rcond=rcond).solution
        bias = mean_y - mean_x @ weight
        return weight, bias

    return normal_equation


normal_equation = build_exercises()
