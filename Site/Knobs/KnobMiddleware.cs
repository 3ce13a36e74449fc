using Affluence.Site.Errors;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Affluence.Site.Knobs;

/// <summary>Makes page requests as slow, as crowded and as faulty as the knobs say.</summary>
internal sealed class KnobMiddleware(
    RequestDelegate next, KnobPanel panel, ErrorPages errors, SiteMetrics metrics, TimeProvider timeProvider, Random random)
{
    private static readonly TimeSpan ShortestPart = TimeSpan.FromMilliseconds(10);

    private int _underWay;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null)
        {
            await next(context);
            return;
        }

        var knobs = panel.Current;
        if (Interlocked.Increment(ref _underWay) > knobs.Capacity && knobs.Collapse is null)
        {
            // Before the answer is written: those who are turned away take no place.
            Interlocked.Decrement(ref _underWay);
            metrics.PageRequested(PageOutcome.OverCapacity);
            await errors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        PageOutcome outcome;
        try
        {
            outcome = await AnswerAsync(context, knobs);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            outcome = PageOutcome.Abandoned;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }

        metrics.PageRequested(outcome);
    }

    private async Task<PageOutcome> AnswerAsync(HttpContext context, SiteKnobs knobs)
    {
        if (knobs.ResponseTime > TimeSpan.Zero)
        {
            await WorkAsync(knobs, context.RequestAborted);
        }

        if (random.NextDouble() < knobs.ErrorShare)
        {
            await errors.WriteAsync(context, StatusCodes.Status500InternalServerError);
            return PageOutcome.Failed;
        }

        await next(context);
        return PageOutcome.Passed;
    }

    /// <summary>A quarter of what is left at a time: how fast it goes changes with what else is in the making.</summary>
    private async Task WorkAsync(SiteKnobs knobs, CancellationToken cancellationToken)
    {
        if (knobs is not { Collapse: { } collapse, Capacity: { } capacity })
        {
            await Task.Delay(knobs.ResponseTime, timeProvider, cancellationToken);
            return;
        }

        for (var left = knobs.ResponseTime; left > TimeSpan.Zero;)
        {
            var load = Math.Max(1, (double)Volatile.Read(ref _underWay) / capacity);
            var slowness = load * (1 + (collapse * (load - 1)));
            var part = left < ShortestPart ? left : TimeSpan.FromTicks(Math.Max(left.Ticks / 4, ShortestPart.Ticks));
            await Task.Delay(part * slowness, timeProvider, cancellationToken);
            left -= part;
        }
    }
}
