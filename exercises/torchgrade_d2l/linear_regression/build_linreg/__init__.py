"""Exercise build_linreg: net, loss and trainer of linear regression from the library."""
