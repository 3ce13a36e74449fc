using Xunit.v3;

// Most classes wait for a recorder or a deadline half of the time.
[assembly: Parallelization(MaxThreads = 4)]
