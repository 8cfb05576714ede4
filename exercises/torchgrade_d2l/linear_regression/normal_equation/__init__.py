"""Exercise `normal_equation`: weights and bias of linear regression in closed form."""
