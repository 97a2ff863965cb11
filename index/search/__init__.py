"""From a query to ranked hits, whatever engine scores them."""
