"""Making rhythms and single check-ins, by tapping and by writing; pausing, ending and moving a whole rhythm."""
