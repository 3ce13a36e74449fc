using Affluence.AppHost.Store;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Affluence.AppHost.Tests;

public sealed class StoreChoiceTests
{
    private const string Silence = "docker is not installed";

    [Theory]
    [InlineData(null, null, null, StoreKind.Container)]
    [InlineData(null, null, Silence, StoreKind.Embedded)]
    [InlineData(null, "", Silence, StoreKind.Embedded)]
    [InlineData(null, "embedded", null, StoreKind.Embedded)]
    [InlineData(null, "embedded", Silence, StoreKind.Embedded)]
    [InlineData(null, "container", null, StoreKind.Container)]
    [InlineData("127.0.0.1:6379", null, null, StoreKind.Existing)]
    [InlineData("127.0.0.1:6379", null, Silence, StoreKind.Existing)]
    [InlineData(" ", null, Silence, StoreKind.Embedded)]
    public async Task Store_ToRun_IsTheFirstThatThereIs(string? redis, string? store, string? engine, object kind) =>
        Assert.Equal(kind, (await ChooseAsync(redis, store, engine)).Kind);

    [Theory]
    [InlineData(null, null, StoreKind.Container)]
    [InlineData(null, "container", StoreKind.Container)]
    [InlineData("127.0.0.1:6379", null, StoreKind.Existing)]
    public async Task Store_ToPublish_AsksNoEngine(string? redis, string? store, object kind) =>
        Assert.Equal(kind, (await ChooseAsync(redis, store, Silence, isPublishing: true)).Kind);

    [Fact]
    public async Task Store_EmbeddedForWantOfAnEngine_SaysWhatTheEnginesSaid() => Assert.Equal(Silence, (await ChooseAsync(null, null, Silence)).Reason);

    [Theory]
    [InlineData(null, "x", false, "Store is 'x', and must be embedded or container.")]
    [InlineData(null, "Embedded", false, "Store is 'Embedded', and must be embedded or container.")]
    [InlineData(null, "container", false, "Store is 'container', and no container engine answers (docker is not installed): start one, or leave Store out.")]
    [InlineData("127.0.0.1:6379", "embedded", false, "Store is 'embedded', and ConnectionStrings:redis names a Redis: set one of the two.")]
    [InlineData(null, "embedded", true, "Store is 'embedded', which can't be published: leave it out, or name a Redis in ConnectionStrings:redis.")]
    public async Task Store_ThatCannotBe_IsRefusedByName(string? redis, string? store, bool isPublishing, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<InvalidSettingException>(() => ChooseAsync(redis, store, Silence, isPublishing))).Message);

    private static Task<StoreChoice> ChooseAsync(string? redis, string? store, string? engine, bool isPublishing = false)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:redis"] = redis, ["Store"] = store })
            .Build();
        return StoreChoice.MakeAsync(configuration, isPublishing, () => Task.FromResult(engine));
    }
}
