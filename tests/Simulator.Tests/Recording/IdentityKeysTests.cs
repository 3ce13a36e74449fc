using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Tests.Recording;

public sealed class IdentityKeysTests
{
    [Fact]
    public void KeyOf_IsHkdfOfMasterKeyAndEpoch()
    {
        // Python: HKDF(algorithm=SHA256(), length=32, salt=None, info=b"affluence identity/v1" + (17113).to_bytes(4)).derive(bytes(range(32)))
        byte[] master = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

        Assert.Equal("0fef2af5bc781d53e6156f11f3561c4b61bbb6e0a365fbb8d8f73df8512ffd7b", Convert.ToHexStringLower(new IdentityKeys(master).KeyOf(17_113)));
    }

    [Fact]
    public void KeyOf_OtherEpochOrSeed_IsAnotherKey()
    {
        byte[][] keys = [IdentityKeys.OfSeed(1).KeyOf(1), IdentityKeys.OfSeed(1).KeyOf(2), IdentityKeys.OfSeed(2).KeyOf(1)];

        Assert.Equal(3, keys.Select(Convert.ToHexStringLower).Distinct().Count());
        Assert.Equal(keys[0], IdentityKeys.OfSeed(1).KeyOf(1));
    }

    [Fact]
    public void MasterKey_OfAnotherLength_IsRefused() => Assert.Throws<ArgumentException>(() => new IdentityKeys(new byte[31]));
}
