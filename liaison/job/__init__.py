"""The main job, the acceptance story of the house: every step done and observed through public interfaces."""
