using Affluence.Testing.Stores;

[assembly: AssemblyFixture(typeof(SharedCluster))]
