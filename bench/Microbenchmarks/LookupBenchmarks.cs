using System.Net;
using Affluence.CountryFiles;
using BenchmarkDotNet.Attributes;
using MaxMind.Db;

namespace Affluence.Microbenchmarks;

/// <summary>
/// One look-up of an address that some network of the file holds (random addresses mostly miss, and measure nothing), drawn evenly over
/// networks. There are more of them than a cache holds the way to, and all ways get the same ones.
/// </summary>
[MemoryDiagnoser]
public class LookupBenchmarks : IDisposable
{
    private const int Addresses = 1 << 18;

    private readonly IPAddress[] _ipAddresses = new IPAddress[Addresses];
    private readonly NetworkAddress[] _addresses = new NetworkAddress[Addresses];
    private readonly byte[] _wire = new byte[Addresses * NetworkAddress.Size];
    private readonly byte[] _codes = new byte[Addresses * 2];
    private CountryDataset _dataset = null!;
    private Reader? _reader;

    public enum Family
    {
        IPv4,
        IPv6,
    }

    [ParamsAllValues]
    public Family Of { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var file = File.ReadAllBytes(CountryFile.BundledPath);
        _dataset = CountryFile.Read(file);
        _reader = new Reader(new MemoryStream(file));

        var random = new Random(20161108);
        var networks = _reader.FindAll<Record>()
            .Select(network => AddressRange.OfNetwork(NetworkAddress.From(network.Start), network.PrefixLength))
            .Where(network => network.First.IsIPv4 == (Of == Family.IPv4) && AddressClassifier.Carried(network.First) == network.First)
            .ToArray();
        for (var index = 0; index < Addresses; index++)
        {
            var network = networks[random.Next(networks.Length)];
            var offset = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
            var address = new NetworkAddress(network.First.Value + (offset % (network.Span + 1)));
            _addresses[index] = address;
            _ipAddresses[index] = address.ToIPAddress();
            address.Write(_wire.AsSpan(index * NetworkAddress.Size));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reader?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Addresses, Description = "MaxMind.Db Find, typed record")]
    public int ReaderFind()
    {
        var found = 0;
        foreach (var address in _ipAddresses)
        {
            found += _reader!.Find<Record>(address)!.CountryCode!.Length;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Addresses, Description = "CountryDataset.Find")]
    public int DatasetFind()
    {
        var found = 0;
        foreach (var address in _addresses)
        {
            found += _dataset.Find(address).Index;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Addresses, Description = "CountryDataset.LocateMany")]
    public LocationTally DatasetLocateMany() => _dataset.LocateMany(_wire, _codes);

    [method: Constructor]
    internal sealed class Record([MapKey("country_code")] string? countryCode)
    {
        public string? CountryCode { get; } = countryCode;
    }
}
