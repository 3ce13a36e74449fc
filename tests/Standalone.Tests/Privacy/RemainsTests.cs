using System.Text;

namespace Affluence.Tests.Privacy;

/// <summary>The search itself: it finds what is there, and nothing where nothing is.</summary>
public sealed class RemainsTests
{
    private static readonly IReadOnlyList<Passerby> Crowd = Passerby.Crowd(30);

    /// <summary>Bytes as sketches, hashes and databases are full of.</summary>
    private static readonly byte[] Noise = NewNoise();

    [Fact]
    public void Noise_HoldsNobody() => Assert.Empty(new Remains(Crowd).In(Noise));

    [Fact]
    public void EveryFormOfEveryVisitor_InTheMiddleOfNoise_IsFound()
    {
        var remains = new Remains(Crowd);
        foreach (var forms in Crowd.SelectMany(Remains.FormsOf).GroupBy(form => form.Name))
        {
            // Short forms count when three are met.
            foreach (var some in forms.Chunk(3).Where(some => some.Length == 3 || !some[0].IsShort))
            {
                byte[] bytes = [.. Noise.AsSpan(0, 1_001), .. some.SelectMany(form => form.Bytes.Append((byte)' ')), .. Noise.AsSpan(1_001, 1_000)];
                Assert.Subset(remains.In(bytes).ToHashSet(), some.Select(form => form.ToString()).ToHashSet());
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Base64_OfALogLine_IsFoundWhereverTheAddressStands(int before)
    {
        var line = $"{new string('x', before)}client {Crowd[0].Address} and {Crowd[0].UserAgent} came";

        var found = new Remains(Crowd).In(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(line))));

        Assert.Contains(found, form => form.StartsWith("network as text in Base64", StringComparison.Ordinal));
        Assert.Contains(found, form => form.StartsWith("user agent in Base64", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoShortForms_AreChance()
    {
        var addresses = Crowd.Select(visitor => visitor.Address.GetAddressBytes()).Where(bytes => bytes.Length == 4).ToList();
        var remains = new Remains(Crowd);

        Assert.Empty(remains.In([.. addresses[0], .. Noise.AsSpan(0, 100), .. addresses[1]]));
        Assert.Equal(3, remains.In([.. addresses[0], .. Noise.AsSpan(0, 100), .. addresses[1], 0, .. addresses[2]]).Count);
    }

    private static byte[] NewNoise()
    {
        var bytes = new byte[4_000_000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
