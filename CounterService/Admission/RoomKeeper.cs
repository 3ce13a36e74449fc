using Affluence.Admission;
using Affluence.Counter.Store;

namespace Affluence.Counter.Admission;

/// <summary>Keeps the waiting room: takes in what gateways tell, and decides once a second. Other counters may do the same on the same store.</summary>
internal sealed partial class RoomKeeper(RoomStore store, TimeProvider time, ILogger<RoomKeeper> logger) : IDisposable
{
    private readonly SemaphoreSlim _deciding = new(1);
    private volatile RoomView _view = RoomView.Nothing;

    /// <exception cref="StoreException">The store failed; part of what was told may have been written.</exception>
    public async Task<RoomView> ExchangeAsync(RoomReport report, CancellationToken cancellationToken)
    {
        await store.WriteAsync(report, cancellationToken);
        return await LookAsync(cancellationToken);
    }

    /// <summary>The room in this second.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<RoomView> LookAsync(CancellationToken cancellationToken)
    {
        if (_view.Second == time.GetUtcNow().ToUnixTimeSeconds())
        {
            return _view;
        }

        await _deciding.WaitAsync(cancellationToken);
        try
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (_view.Second != second)
            {
                _view = await DecideAsync(second, cancellationToken);
            }

            return _view;
        }
        finally
        {
            _deciding.Release();
        }
    }

    public void Dispose() => _deciding.Dispose();

    private async Task<RoomView> DecideAsync(long second, CancellationToken cancellationToken)
    {
        var (state, reading) = await store.ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        var decided = AdmissionController.Decide(state, reading, now);
        if (decided != state)
        {
            await store.WriteAsync(decided, cancellationToken);
        }

        if (decided.IsOpen != state.IsOpen)
        {
            Log.Changed(logger, decided.IsOpen ? "open" : "closed", decided.Order.At(now));
        }

        return new RoomView(second, decided, reading, WaitForecast.Of(decided, reading.Steps, now));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The waiting room is {State} now. The operator's order is {Order}.")]
        public static partial void Changed(ILogger logger, string state, RoomOrderKind order);
    }
}

/// <summary>The room in one second.</summary>
internal sealed record RoomView(long Second, RoomState State, AdmissionReading Reading, WaitForecast Forecast)
{
    public static RoomView Nothing { get; } = new(0, RoomState.Initial, new AdmissionReading(), WaitForecast.Unknown);
}
