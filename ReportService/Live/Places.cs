using System.Net;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Live;

/// <summary>
/// Bounds how many clients hold something of the report at once, by kind, in all and of one address: nobody can take the places of all others.
/// An address is an IPv4 address, or the /64 of an IPv6 address, which is one customer's.
/// </summary>
internal sealed class Places(IOptions<ReportOptions> options, ReportMetrics metrics)
{
    private const int MostExports = 32;
    private const int MostExportsOfAnAddress = 4;
    private const int MostPictures = 64;
    private const int MostPicturesOfAnAddress = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<PlaceKind, int> _taken = [];
    private readonly Dictionary<(PlaceKind Kind, NetworkAddress Address), int> _takenByAddress = [];

    /// <summary>A place, to be disposed of when the client leaves; null when all are taken, or all that one address may have.</summary>
    /// <param name="address">Null: the caller's address was counted already, or there is none.</param>
    public IDisposable? TryEnter(PlaceKind kind, IPAddress? address)
    {
        var subscriber = address is null ? (NetworkAddress?)null : NetworkAddress.From(address).Subscriber;
        var (most, mostOfAnAddress) = LimitsOf(kind);
        lock (_lock)
        {
            var taken = _taken.GetValueOrDefault(kind);
            var ofAddress = subscriber is { } known ? _takenByAddress.GetValueOrDefault((kind, known)) : 0;
            if (taken >= most || ofAddress >= mostOfAnAddress)
            {
                return null;
            }

            _taken[kind] = taken + 1;
            if (subscriber is { } counted)
            {
                _takenByAddress[(kind, counted)] = ofAddress + 1;
            }
        }

        if (IsStream(kind))
        {
            metrics.StreamOpened();
        }

        return new Place(this, kind, subscriber);
    }

    private void Leave(PlaceKind kind, NetworkAddress? subscriber)
    {
        lock (_lock)
        {
            _taken[kind]--;
            if (subscriber is { } address && --_takenByAddress[(kind, address)] is var left && left == 0)
            {
                _takenByAddress.Remove((kind, address));
            }
        }

        if (IsStream(kind))
        {
            metrics.StreamClosed();
        }
    }

    private (int Most, int OfAnAddress) LimitsOf(PlaceKind kind)
    {
        var (most, ofAnAddress) = (options.Value.MaximumStreamClients, options.Value.MaximumStreamClientsPerAddress);
        return kind switch
        {
            // More than there are places for dashboards, so that who finds those taken is told so by the page.
            PlaceKind.Circuit => (most + ofAnAddress, ofAnAddress),
            PlaceKind.Export => (MostExports, MostExportsOfAnAddress),
            PlaceKind.Picture => (MostPictures, MostPicturesOfAnAddress),
            _ => (most, ofAnAddress),
        };
    }

    private static bool IsStream(PlaceKind kind) => kind is PlaceKind.Stream or PlaceKind.GrpcStream or PlaceKind.Dashboard;

    private sealed class Place(Places places, PlaceKind kind, NetworkAddress? subscriber) : IDisposable
    {
        private Places? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Leave(kind, subscriber);
    }
}
