namespace Affluence.Testing.Stores;

/// <summary>
/// One cluster for all tests of an assembly, lent to one test at a time and emptied in between: a cluster takes seconds to form. As an
/// assembly fixture (<c>[assembly: AssemblyFixture(typeof(SharedCluster))]</c>) it ends with the tests.
/// </summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static RedisCluster? _cluster;

    public static async Task<StoreServer> BorrowAsync()
    {
        await Turn.WaitAsync();
        try
        {
            _cluster ??= new RedisCluster(replicas: false);
            await _cluster.StartAsync();
            await _cluster.FlushAsync();
            return new Loan(_cluster);
        }
        catch
        {
            Turn.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
            _cluster = null;
        }
    }

    private sealed class Loan(RedisCluster cluster) : StoreServer(cluster.Port)
    {
        public override string ConnectionString => cluster.ConnectionString;

        public override IEnumerable<string> Folders => cluster.Folders;

        public override Task StartAsync() => cluster.StartAsync();

        public override Task StopAsync() => cluster.StopAsync();

        protected override Task EndAsync()
        {
            Turn.Release();
            return Task.CompletedTask;
        }
    }
}
