using Affluence.Microbenchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// A case that failed must fail the run: BenchmarkSwitcher itself always ends well.
var summaries = BenchmarkSwitcher.FromAssembly(typeof(LookupBenchmarks).Assembly).Run(args, DefaultConfig.Instance).ToList();
return summaries.Count > 0 && summaries.TrueForAll(summary =>
    !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
