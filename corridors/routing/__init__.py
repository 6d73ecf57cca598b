"""From a network and a shipment to itineraries: state graph, cost model, kernels, ledger."""
