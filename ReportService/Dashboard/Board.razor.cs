using Affluence.Report.Attribution;
using Affluence.Report.Bulletins;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Confidence;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Fairness;
using Affluence.Report.Dashboard.Now;
using Affluence.Report.Dashboard.Origins;
using Affluence.Report.Dashboard.Share;
using Affluence.Report.Dashboard.Statement;
using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Fairness;
using Affluence.Report.Live;
using Affluence.Report.Room;
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

    // A screen on a wall outlives many datasets.
    private static readonly TimeSpan BetweenDatasets = TimeSpan.FromMinutes(1);

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
    private IReadOnlyList<StatementView> _statements = [];
    private IReadOnlyList<BulletinEntryView> _bulletins = [];
    private IReadOnlyList<Bulletin>? _bulletinsTold;
    private IReadOnlyList<ConfidenceRow> _confidence = [];
    private IReadOnlyList<MomentStep> _steps = [];
    private ShareView? _share;
    private DatasetView? _dataset;
    private string? _datasetReason;
    private GeoDataset? _geoDataset;
    private DateTimeOffset _datasetFoundAt;
    private FairnessView? _fairness;
    private DateTimeOffset _fairnessReadAt;
    private Snapshot? _snapshot;
    private string? _moment;
    private string? _stale;
    private string? _absence;
    private string? _announcement;
    private IssuableView? _issuable;
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
    private FairnessReader Fairness { get; set; } = null!;

    [Inject]
    private BulletinOffice Office { get; set; } = null!;

    [Inject]
    private BulletinRegister Register { get; set; } = null!;

    [Inject]
    private RecentBulletins Recent { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Places Places { get; set; } = null!;

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
        _bulletinsTold = null;
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
        await ReadFairnessAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // By address its connection was counted already.
        _place = Places.TryEnter(PlaceKind.Dashboard, address: null);
        if (_place is null)
        {
            _crowded = true;
            StateHasChanged();
            return;
        }

        await foreach (var publication in Current.WatchAsync(_gone.Token))
        {
            if (IsPast)
            {
                continue;
            }

            Tell(publication.Told);
            StateHasChanged();
            if (Time.GetUtcNow() - _datasetFoundAt >= BetweenDatasets)
            {
                await FindDatasetAsync();
            }

            if (_fairnessReadAt < MinuteRange.WholeMinute(Time.GetUtcNow()))
            {
                await ReadFairnessAsync();
                StateHasChanged();
            }
        }
    }

    private void Tell(Snapshot? snapshot)
    {
        _told++;
        _snapshot = snapshot;
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
        _confidence = [.. ConfidenceView.Of(snapshot, live: !IsPast, Words), ConfidenceView.CivilTime(Calendar, Words)];
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

        _share = ShareView.Of(snapshot.At, live: !IsPast, CurveSpan, Navigation.BaseUri, Calendar, Words);
        TellStatements(snapshot);
    }

    /// <summary>The bulletin of a past minute if one was issued, or else what it would say.</summary>
    private void TellStatements(Snapshot snapshot)
    {
        var minute = MinuteRange.WholeMinute(snapshot.At);
        var issued = IsPast ? Register.FindNewest(minute) : null;
        _statements = issued is not null
            ? StatementView.OfBulletin(issued, Words)
            : StatementView.OfDraft(Office.Draft(snapshot, _geoDataset), Words);
        _issuable = issued is null && snapshot.Visitors is not null ? IssuableView.Of(minute, Language, LinkSpan, Calendar, Words) : null;
        var recent = Recent.Read();
        if (!ReferenceEquals(recent, _bulletinsTold))
        {
            _bulletinsTold = recent;
            _bulletins = [.. recent.Select(bulletin => BulletinEntryView.Of(bulletin, Calendar, Words))];
        }
    }

    /// <summary>Of those who came since the room opened; it is told while the room is open, and changes once a minute.</summary>
    private async Task ReadFairnessAsync()
    {
        _fairnessReadAt = Time.GetUtcNow();
        if (_snapshot is not { Room.OpenSince: { } opened } snapshot)
        {
            _fairness = null;
            return;
        }

        var to = MinuteRange.WholeMinute(snapshot.At.AddMinutes(1));
        var from = MinuteRange.WholeMinute(opened);
        var range = new FairnessRange(from < to - ArrivalReader.Longest ? to - ArrivalReader.Longest : from, to);
        var view = FairnessView.Of(range, await Fairness.ReadAsync(range, _gone.Token), Calendar, Words);
        if (_snapshot?.Room?.OpenSince == opened)
        {
            _fairness = view;
        }
    }

    private async Task FindDatasetAsync()
    {
        _datasetFoundAt = Time.GetUtcNow();
        (_geoDataset, _datasetReason) = await Datasets.FindAsync(_gone.Token);
        _dataset = _geoDataset is null ? null : DatasetView.Of(_geoDataset, Words);
        if (_snapshot is not null)
        {
            TellStatements(_snapshot);
        }
    }
}
