using Xunit.Sdk;
using Xunit.v3;

// Each test has a system of its own and waits for the ends of its buckets most of the time.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
