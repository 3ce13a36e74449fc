namespace Affluence.Gateway.Tests;

/// <summary>Tests that see or change what belongs to the whole process run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
