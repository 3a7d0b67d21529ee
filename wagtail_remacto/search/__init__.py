"""One query service over whatever search backend the site has."""
