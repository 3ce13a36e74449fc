using Affluence.Report.Pictures;
using Microsoft.Extensions.Hosting;

namespace Affluence.ReportService.Tests.Pictures;

public sealed class PictureRendererTests : IDisposable
{
    private readonly PictureRenderer _renderer = new(new Lifetime());
    private int _drawn;

    public void Dispose() => _renderer.Dispose();

    [Fact]
    public async Task SameVersion_DrawnOnce_ForAllWhoAsk()
    {
        var pictures = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => DrawAsync("a", 1)));

        Assert.Equal(1, _drawn);
        Assert.All(pictures, picture => Assert.Same(pictures[0], picture));
    }

    [Fact]
    public async Task AnotherVersion_DrawnAgain_WithAnotherTag()
    {
        var first = await DrawAsync("a", 1);
        var second = await DrawAsync("a", 2);

        Assert.Equal(2, _drawn);
        Assert.NotEqual(first!.Tag, second!.Tag);
    }

    [Fact]
    public async Task ManyDifferent_OneIsDrawnAtATime()
    {
        var (now, most) = (0, 0);
        byte[] Draw()
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.SpinWait(100_000);
            Interlocked.Decrement(ref now);
            return [];
        }

        await Task.WhenAll(Enumerable.Range(0, PictureRenderer.MostUnfinished)
            .Select(index => _renderer.FindOrDrawAsync($"{index}", "look", index, Draw, TestContext.Current.CancellationToken)));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task DrawingFails_AskerIsTold_AndTheNextOneDrawsAgain()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _renderer.FindOrDrawAsync("a", "look", 1, () => throw new InvalidOperationException("no memory"), TestContext.Current.CancellationToken));

        Assert.NotNull(await DrawAsync("a", 1));
    }

    [Fact]
    public async Task AskerLeaves_ThePictureIsDrawnForTheOthers()
    {
        using var gate = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        byte[] Draw()
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return [1];
        }

        var left = _renderer.FindOrDrawAsync("a", "look", 1, Draw, leaving.Token);
        var stayed = _renderer.FindOrDrawAsync("a", "look", 1, Draw, TestContext.Current.CancellationToken);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.Set();
        Assert.Equal([1], (await stayed)!.Bytes);
    }

    [Fact]
    public async Task OneSubjectInEverySize_PicturesOfOthersAreKept()
    {
        await DrawAsync("of another", 1);
        for (var size = 0; size < 1000; size++)
        {
            await DrawAsync("a", 1, $"{size}");
        }

        _drawn = 0;
        await DrawAsync("of another", 1);
        await DrawAsync("a", 1, "999");
        Assert.Equal(0, _drawn);

        await DrawAsync("a", 1, $"{999 - PictureRenderer.MostLooks}");
        Assert.Equal(1, _drawn);
    }

    private Task<Picture?> DrawAsync(string subject, int version, string look = "look") => _renderer.FindOrDrawAsync(
        subject,
        look,
        version,
        () =>
        {
            Interlocked.Increment(ref _drawn);
            return [(byte)version];
        },
        TestContext.Current.CancellationToken);

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new NotSupportedException();
    }
}
