"""How good it is: the offline eval set, its metrics, its runner, its reports."""
