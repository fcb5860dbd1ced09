"""Read models of the network; days are ISO strings in documents, so that they sort and compare."""
