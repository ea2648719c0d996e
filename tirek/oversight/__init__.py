"""Who can see a child and why, who has looked, alarms on mass reading, emergency openings."""
