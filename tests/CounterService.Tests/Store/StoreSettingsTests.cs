using Affluence.Counter.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Affluence.Counter.Tests.Store;

public sealed class StoreSettingsTests
{
    [Fact]
    public void ConnectionString_AndAspiresSection_AreTheSettingsOfTheConnection()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = "redis.example.org:6380,password=secret,connectTimeout=1000",
            ["Aspire:StackExchange:Redis:redis:ConfigurationOptions:SyncTimeout"] = "1234",
        });
        StoreSettings.Add(builder);
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<ConfigurationOptions>();

        Assert.Equal("Unspecified/redis.example.org:6380", Assert.Single(options.EndPoints).ToString());
        Assert.Equal(("secret", 1000, 1234), (options.Password, options.ConnectTimeout, options.SyncTimeout));
        Assert.Equal((false, true, "affluence-counter"), (options.AbortOnConnectFail, options.AllowAdmin, options.ClientName));
        Assert.Same(BacklogPolicy.FailFast, options.BacklogPolicy);
    }
}
