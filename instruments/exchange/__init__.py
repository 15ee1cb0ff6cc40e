"""An instrument for other systems. Each way out gives its bytes and says what it could not carry."""
