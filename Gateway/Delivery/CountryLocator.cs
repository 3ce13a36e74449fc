using Affluence.Geo.V1;
using Affluence.ServiceDefaults;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Delivery;

/// <summary>
/// Asks GeoService for the countries of hits. If it does not answer, or answers nonsense, hits wait for a while; after that they count as
/// unknown. Meanwhile it is tried again every second, aside: one call was waited for in vain, and nothing waits for another.
/// </summary>
internal sealed partial class CountryLocator(
    GeolocationService.GeolocationServiceClient geo, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<CountryLocator> logger)
{
    /// <summary>The contract's limit for one call.</summary>
    private const int MaxAddresses = 65_536;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private long? _failingSince;
    private long _lastTry;
    private Task<bool>? _trial;

    /// <returns>The countries, in the order of the hits; null if the hits should wait.</returns>
    public async Task<CountryCode[]?> LocateAsync(IReadOnlyList<Hit> hits, bool mayWait, CancellationToken cancellationToken)
    {
        var unknown = new CountryCode[hits.Count];
        if (_failingSince is { } since && !await IsBackAsync(hits, cancellationToken))
        {
            return MustWait(since, mayWait) ? null : unknown;
        }

        try
        {
            var countries = await AskAsync(hits, cancellationToken);
            if (_failingSince is not null)
            {
                Log.Recovered(logger);
            }

            _failingSince = null;
            return countries;
        }
        catch (RpcException exception)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // The gateway is stopping; that says nothing of GeoService.
                return mayWait ? null : unknown;
            }

            if (_failingSince is null)
            {
                Log.LookUpFailed(logger, exception.StatusCode, exception.Status.Detail, options.Value.LocatePatience);
            }

            (_lastTry, _trial) = (time.GetTimestamp(), null);
            _failingSince ??= _lastTry;
            return MustWait(_failingSince.Value, mayWait) ? null : unknown;
        }
    }

    /// <summary>Never waits: tells what came of the last trial, or begins one.</summary>
    private async Task<bool> IsBackAsync(IReadOnlyList<Hit> hits, CancellationToken cancellationToken)
    {
        if (_trial is { IsCompleted: true } && await _trial)
        {
            return true;
        }

        var isDue = _trial is not { IsCompleted: false } && time.GetElapsedTime(_lastTry) >= RetryPause;
        if (isDue && hits.FirstOrDefault(hit => hit.Address is not null) is { Address: not null } hit)
        {
            _lastTry = time.GetTimestamp();
            _trial = TryAsync([hit], cancellationToken);
        }

        return false;
    }

    private async Task<bool> TryAsync(IReadOnlyList<Hit> hits, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(hits, cancellationToken);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private bool MustWait(long since, bool mayWait) => mayWait && time.GetElapsedTime(since) < options.Value.LocatePatience;

    /// <summary>Asks once, whatever came of it before. May be called beside <see cref="LocateAsync"/>.</summary>
    /// <exception cref="RpcException">GeoService does not answer, or answers nonsense.</exception>
    public async Task<CountryCode[]> AskAsync(IReadOnlyList<Hit> hits, CancellationToken cancellationToken)
    {
        var places = new Dictionary<NetworkAddress, int>(hits.Count);
        foreach (var hit in hits)
        {
            if (hit.Address is { } address)
            {
                places.TryAdd(address, places.Count);
            }
        }

        var located = await AskAsync([.. places.Keys], cancellationToken);
        var countries = new CountryCode[hits.Count];
        for (var index = 0; index < countries.Length; index++)
        {
            countries[index] = hits[index].Address is { } address ? located[places[address]] : CountryCode.Unknown;
        }

        return countries;
    }

    private async Task<List<CountryCode>> AskAsync(NetworkAddress[] addresses, CancellationToken cancellationToken)
    {
        var countries = new List<CountryCode>(addresses.Length);
        foreach (var part in addresses.Chunk(MaxAddresses))
        {
            var bytes = new byte[part.Length * NetworkAddress.Size];
            for (var index = 0; index < part.Length; index++)
            {
                part[index].Write(bytes.AsSpan(index * NetworkAddress.Size));
            }

            var response = await geo.LocateManyAsync(
                new LocateManyRequest { Addresses = UnsafeByteOperations.UnsafeWrap(bytes) },
                ServiceClients.Within(options.Value.CallTimeout, cancellationToken));
            ReadCodes(response.CountryCodes.Span, part.Length, countries);
        }

        return countries;
    }

    private static void ReadCodes(ReadOnlySpan<byte> codes, int expected, List<CountryCode> countries)
    {
        if (codes.Length != expected * 2)
        {
            throw new RpcException(new Status(StatusCode.DataLoss, $"country_codes: {codes.Length} bytes for {expected} addresses"));
        }

        for (var index = 0; index < expected; index++)
        {
            if (!CountryCode.TryParse(codes.Slice(index * 2, 2), out var country))
            {
                throw new RpcException(new Status(StatusCode.DataLoss, $"country_codes: entry {index} is no country code"));
            }

            countries.Add(country);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "GeoService did not answer ({StatusCode}: {Detail}); hits wait up to {Patience}, then count as ZZ")]
        public static partial void LookUpFailed(ILogger logger, StatusCode statusCode, string detail, TimeSpan patience);

        [LoggerMessage(LogLevel.Information, "GeoService answers again")]
        public static partial void Recovered(ILogger logger);
    }
}
