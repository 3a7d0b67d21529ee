"""At the door: who has a place, who has come; for the officers of the collectivité."""
