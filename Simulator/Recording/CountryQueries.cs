using System.Buffers;
using Affluence.Geo.V1;
using Google.Protobuf;

namespace Affluence.Simulator.Recording;

/// <summary>Asks GeoService for countries; from any thread, and remembers nothing.</summary>
internal sealed class CountryQueries(GeolocationService.GeolocationServiceClient geo, ServiceCalls calls, string name)
{
    /// <summary>The contract's limit for one call.</summary>
    private const int MaxAddresses = 65_536;

    /// <param name="countries">Receives the answers, in the order of the addresses.</param>
    /// <exception cref="RecordingException">GeoService refused, did not answer, or answered nonsense.</exception>
    public async Task LocateAsync(
        ReadOnlyMemory<NetworkAddress> addresses, Memory<CountryCode> countries, CancellationToken cancellationToken)
    {
        for (var from = 0; from < addresses.Length; from += MaxAddresses)
        {
            var length = Math.Min(MaxAddresses, addresses.Length - from);
            await AskAsync(addresses.Slice(from, length), countries.Slice(from, length), cancellationToken);
        }
    }

    private async Task AskAsync(ReadOnlyMemory<NetworkAddress> addresses, Memory<CountryCode> countries, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(addresses.Length * NetworkAddress.Size);
        Write(addresses.Span, bytes);
        var request = new LocateManyRequest
        {
            Addresses = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(0, addresses.Length * NetworkAddress.Size)),
        };
        var response = await calls.AskAsync(name, options => geo.LocateManyAsync(request, options), cancellationToken);
        Read(response.CountryCodes.Span, countries.Span);

        // Not when the call failed: it may still be on its way.
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Write(ReadOnlySpan<NetworkAddress> addresses, Span<byte> bytes)
    {
        for (var index = 0; index < addresses.Length; index++)
        {
            addresses[index].Write(bytes[(index * NetworkAddress.Size)..]);
        }
    }

    private void Read(ReadOnlySpan<byte> codes, Span<CountryCode> countries)
    {
        if (codes.Length != countries.Length * 2)
        {
            throw new RecordingException($"{name} answered {codes.Length} bytes of country codes for {countries.Length} addresses.");
        }

        for (var index = 0; index < countries.Length; index++)
        {
            if (!CountryCode.TryParse(codes.Slice(index * 2, 2), out countries[index]))
            {
                throw new RecordingException($"{name} answered something that is no country code.");
            }
        }
    }
}
