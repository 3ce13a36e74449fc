using Affluence.Site.Errors;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Affluence.Site.Knobs;

/// <summary>Makes page requests as slow, as crowded and as faulty as the knobs say.</summary>
internal sealed class KnobMiddleware(
    RequestDelegate next, KnobPanel panel, ErrorPages errors, SiteMetrics metrics, TimeProvider timeProvider, Random random)
{
    private int _underWay;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null)
        {
            await next(context);
            return;
        }

        var knobs = panel.Current;
        if (Interlocked.Increment(ref _underWay) > knobs.Capacity)
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
            await Task.Delay(knobs.ResponseTime, timeProvider, context.RequestAborted);
        }

        if (random.NextDouble() < knobs.ErrorShare)
        {
            await errors.WriteAsync(context, StatusCodes.Status500InternalServerError);
            return PageOutcome.Failed;
        }

        await next(context);
        return PageOutcome.Passed;
    }
}
