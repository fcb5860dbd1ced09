"""To all who were told of a threat notice: it holds no longer."""
