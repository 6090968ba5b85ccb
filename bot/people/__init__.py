"""People: who is who, who works where and with whom on which day, who may see and do what. Pure; days and moments are given."""
