using Xunit.v3;

// Most classes wait for a store half of the time.
[assembly: Parallelization(MaxThreads = 4)]
