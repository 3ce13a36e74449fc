using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Site.Tests.Knobs;

/// <summary>A clock that stands still until told, and lets a test wait for somebody to wait on it.</summary>
internal sealed class WaitingTime(TimeSpan awaitedDelay) : FakeTimeProvider
{
    private readonly Channel<bool> _waiting = Channel.CreateUnbounded<bool>();

    /// <summary>Ends when so many more have begun to wait for the delay.</summary>
    public async Task UntilWaitingAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _waiting.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == awaitedDelay)
        {
            _waiting.Writer.TryWrite(true);
        }

        return timer;
    }
}
