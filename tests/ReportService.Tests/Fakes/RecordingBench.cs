using Affluence.Admission.V1;
using Affluence.Counter.V1;
using Affluence.Report;
using Affluence.Report.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>
/// The report's recorder and its record, without a host: no socket, no timer, each pass is made by the test and over when the call returns.
/// </summary>
internal sealed class RecordingBench : IAsyncDisposable
{
    private static readonly TimeSpan PassInterval = TimeSpan.FromSeconds(2);

    private readonly Testing.TemporaryDirectory _folder;
    private readonly WebApplication _app;
    private readonly FakeTimeProvider _time;
    private readonly MinuteRecorder _recorder;

    private RecordingBench(WebApplication app, FakeCounter counter, FakeTimeProvider time, Testing.TemporaryDirectory folder)
    {
        (_app, Counter, _time, _folder) = (app, counter, time, folder);
        _recorder = ActivatorUtilities.CreateInstance<MinuteRecorder>(app.Services);
    }

    public FakeCounter Counter { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Nothing is recorded anywhere yet, and the first pass is made.</summary>
    public static async Task<RecordingBench> StartAsync(DateTimeOffset now)
    {
        var time = new FakeTimeProvider(now);
        var counter = new FakeCounter(time) { Windows = (_, _) => null };
        var folder = Testing.TemporaryDirectory.Fast();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Report:DataDirectory", (string?)folder.Path)]);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddReport();
        builder.Services.AddSingleton<VisitorCounterService.VisitorCounterServiceClient>(new CounterInProcess(counter));
        builder.Services.AddSingleton<AdmissionService.AdmissionServiceClient>(new RoomInProcess(counter.Room));
        var bench = new RecordingBench(builder.Build(), counter, time, folder);
        await bench._recorder.RecordAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    /// <summary>Turns the clock on by a time, pass by pass.</summary>
    public async Task RecordAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += PassInterval)
        {
            _time.Advance(PassInterval);
            await _recorder.RecordAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _recorder.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
