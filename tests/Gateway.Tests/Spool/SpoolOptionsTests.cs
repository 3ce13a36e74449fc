using Affluence.Gateway.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Tests.Spool;

[Trait("Category", "Integration")]
public sealed class SpoolOptionsTests
{
    [Theory]
    [InlineData("MaxBytes", "1024", "Gateway:Spool:MaxBytes must be 1 MiB")]
    [InlineData("MaxMemoryBytes", "0", "Gateway:Spool:MaxMemoryBytes must be 1 MiB")]
    [InlineData("MaxAge", "00:00:30", "Gateway:Spool:MaxAge is 00:00:30")]
    [InlineData("MaxAge", "3.00:00:00", "Gateway:Spool:MaxAge is 3.00:00:00")]
    [InlineData("KeepAcknowledged", "01:00:00", "Gateway:Spool:KeepAcknowledged is 01:00:00")]
    [InlineData("KeepAcknowledged", "00:01:59", "Gateway:Spool:KeepAcknowledged is 00:01:59")]
    public async Task Unusable_StopsTheStartAndIsNamed(string setting, string value, string message)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            async () => await TestGateway.StartAsync(($"Gateway:Spool:{setting}", value)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
