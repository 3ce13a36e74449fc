using System.Text;
using Affluence.Tests.Searches;

namespace Affluence.Tests.Secrets;

/// <summary>The search itself: it finds a secret however it is written.</summary>
public sealed class SecretTests
{
    private static readonly Secret Token = Secret.OfText("token", "one-of-forty-characters-that-nobody-uses");

    public static TheoryData<byte[]> Written =>
    [
        Encoding.UTF8.GetBytes($"refused '{Token.Text}'"),
        Encoding.UTF8.GetBytes($"refused '{Token.Text![..20]}…'"),
        Encoding.UTF8.GetBytes($"refused '…{Token.Text![^20..]}'"),
        Encoding.Unicode.GetBytes($"refused '{Token.Text}'"),
        Encoding.UTF8.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(Token.Text!))),
        Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{Token.Text}"))),
    ];

    [Theory, MemberData(nameof(Written))]
    public void Token_WrittenInAnyWay_IsFound(byte[] bytes) => Assert.NotEmpty(Form.Find(Token.Forms, bytes));

    [Fact]
    public void Bytes_WrittenInAnyWay_AreFound()
    {
        byte[] key = [.. Enumerable.Range(100, 32).Select(number => (byte)number)];
        var secret = Secret.OfBytes("key", key);

        Assert.All(
            [key, Encoding.UTF8.GetBytes(Convert.ToHexStringLower(key)), Encoding.UTF8.GetBytes(Convert.ToBase64String(key))],
            bytes => Assert.NotEmpty(Form.Find(secret.Forms, [1, 2, 3, .. bytes, 4, 5])));
    }

    [Fact]
    public void AnotherSecret_IsNotFound() =>
        Assert.Empty(Form.Find(Token.Forms, Encoding.UTF8.GetBytes($"{Secret.New("another").Text} {Secret.NewWebhookKey("key").Text}")));
}
