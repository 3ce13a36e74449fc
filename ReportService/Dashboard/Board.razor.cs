using Affluence.Report.Attribution;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Confidence;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Now;
using Affluence.Report.Dashboard.Origins;
using Affluence.Report.Dashboard.Statement;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Affluence.Report.Dashboard;

/// <summary>
/// Everything of the page that changes. It asks for nothing by itself: figures, curves and past minutes are composed and read once for all
/// boards that are open.
/// </summary>
public sealed partial class Board : IDisposable
{
    // Shares move slowly, and a map and tables for each of many boards do not.
    private static readonly TimeSpan BetweenOrigins = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _gone = new();
    private readonly Announcer _announcer = new();
    private IDisposable? _place;
    private bool _crowded;
    private bool _reading;
    private CurveData? _curveData;
    private DateTimeOffset _originsTold;
    private long _told;

    private NowView? _now;
    private CurveView? _curve;
    private IReadOnlyList<OriginRow> _origins = [];
    private IReadOnlyList<StatementView> _bulletins = [];
    private IReadOnlyList<ConfidenceRow> _confidence = [];
    private IReadOnlyList<MomentStep> _steps = [];
    private DatasetView? _dataset;
    private string? _datasetReason;
    private string? _moment;
    private string? _stale;
    private string? _absence;
    private string? _announcement;
    private string _latest = string.Empty;

    /// <summary>The past minute to show; null: live.</summary>
    [Parameter]
    public DateTimeOffset? At { get; set; }

    /// <summary>How much of the curve: a key of <see cref="CurveSpan"/>.</summary>
    [Parameter]
    public string Span { get; set; } = CurveSpan.ThreeHours.Key;

    [Inject]
    private CurrentSnapshot Current { get; set; } = null!;

    [Inject]
    private PastSnapshots PastSnapshots { get; set; } = null!;

    [Inject]
    private CurveStore Curves { get; set; } = null!;

    [Inject]
    private GeoDatasetSource Datasets { get; set; } = null!;

    [Inject]
    private StreamClients Clients { get; set; } = null!;

    [Inject]
    private SiteCalendar Calendar { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private bool IsPast => At is not null;

    private bool IsStale => _stale is not null;

    private CurveSpan CurveSpan => CurveSpan.TryFind(Span, out var span)
        ? span
        : throw new InvalidOperationException($"'{Span}' is no span of the curve.");

    private string? LinkSpan => CurveSpan == CurveSpan.ThreeHours ? null : Span;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        _place?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _curveData = null;
        _originsTold = DateTimeOffset.MinValue;
        if (At is not { } at)
        {
            _moment = null;
            Tell(Current.Read());
        }
        else
        {
            _reading = true;
            var answer = await PastSnapshots.FindAsync(at, _gone.Token);
            if (At != at)
            {
                return; // Another minute was asked for since.
            }

            _reading = false;
            _moment = MomentLinks.Parameter(MinuteRange.WholeMinute(at), Calendar);
            Tell((answer as ArchiveAnswer.Found)?.Snapshot);
            _absence = answer switch
            {
                ArchiveAnswer.Unknown { Reason: var reason } => reason,
                ArchiveAnswer.Unreachable { Reason: var reason } => reason,
                _ => null,
            };
        }

        await FindDatasetAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _place = Clients.TryEnter();
        if (_place is null)
        {
            _crowded = true;
            StateHasChanged();
            return;
        }

        await foreach (var publication in Current.WatchAsync(_gone.Token))
        {
            if (!IsPast)
            {
                Tell(publication.Told);
                StateHasChanged();
            }
        }
    }

    private void Tell(Snapshot? snapshot)
    {
        _told++;
        var now = Time.GetUtcNow();
        _latest = MomentLinks.Parameter(MinuteRange.WholeMinute(now), Calendar);
        _absence = snapshot is null ? Current.Failure : null;
        _stale = IsPast ? null : snapshot?.Quality.Stale;
        if (snapshot is null)
        {
            _now = null;
            return;
        }

        _now = NowView.Of(snapshot, live: !IsPast, Calendar, Words);
        _bulletins = StatementView.Of(snapshot, Calendar, Words);
        _confidence = ConfidenceView.Of(snapshot, live: !IsPast, Words);
        _steps = IsPast ? MomentSteps.Around(snapshot.At, now, Calendar, Words) : [];
        _announcement = IsPast ? null : _announcer.Next(_now, IsStale, now, Words) ?? _announcement;
        if (now - _originsTold >= BetweenOrigins)
        {
            _originsTold = now;
            _origins = OriginRows.Of(snapshot, Words);
        }

        var data = Curves.Read(CurveSpan, At);
        if (!ReferenceEquals(data, _curveData))
        {
            _curveData = data;
            _curve = CurveView.Of(data, At, Calendar, Words);
        }
    }

    private async Task FindDatasetAsync()
    {
        var (dataset, reason) = await Datasets.FindAsync(_gone.Token);
        (_dataset, _datasetReason) = (dataset is null ? null : DatasetView.Of(dataset, Words), reason);
    }
}
