"""The comité de suivi: elected members and civil society, over the whole cycle."""
