// Present so that the compiler lets l7lb.go declare a function without a body.
