namespace Affluence.AppHost.Tests;

public sealed class AppHostTests
{
    internal static readonly string[] Services = ["counter", "gateway", "geo", "report", "site"];

    public static TheoryData<string> ServiceNames => [.. Services];

    [Fact]
    public async Task Model_Read_HoldsEveryService()
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Equal(
            ["counter", "gateway", "geo", "report", "simulator-live", "simulator-night", "site", "store"],
            model.Resources.OfType<ProjectResource>().Select(project => project.Name).Order());
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Service_Declared_HasItsOwnManagementPortWithTheHealthCheck(string service)
    {
        await using var model = await ApplicationModel.ReadAsync();

        var environment = await model.EnvironmentAsync(service);

        Assert.Equal($"{{{service}.bindings.management.targetPort}}", environment["Management__Port"]);
        Assert.DoesNotContain(
            environment.Where(variable => variable.Key != "Management__Port"),
            variable => variable.Value.Contains("bindings.management.", StringComparison.Ordinal));
        Assert.False(model.Endpoint(service, "management").IsExternal);
        Assert.Single(model.Resource(service).Annotations.OfType<HealthCheckAnnotation>());
    }

    [Theory]
    [InlineData("geo", "http", "http2")]
    [InlineData("counter", "http", "http2")]
    [InlineData("report", "grpc", "http2")]
    [InlineData("report", "http", "http")]
    [InlineData("geo", "management", "http")]
    [InlineData("counter", "management", "http")]
    [InlineData("site", "http", "http")]
    [InlineData("gateway", "http", "http")]
    public async Task Endpoint_Declared_SpeaksItsProtocol(string service, string endpoint, string transport)
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Equal(transport, model.Endpoint(service, endpoint).Transport);
    }

    [Theory]
    [InlineData("gateway", "site")]
    [InlineData("gateway", "geo")]
    [InlineData("gateway", "counter")]
    [InlineData("report", "counter")]
    [InlineData("report", "geo")]
    public async Task Service_ThatCallsAnother_FindsItAndWaitsForIt(string caller, string called)
    {
        await using var model = await ApplicationModel.ReadAsync();
        var environment = await model.EnvironmentAsync(caller);

        Assert.Equal($"{{{called}.bindings.http.url}}", environment[$"services__{called}__http__0"]);
        Assert.Contains(called, WaitedFor(model, caller));
    }

    [Fact]
    public async Task Counter_Declared_FindsRedisAndWaitsForIt()
    {
        await using var model = await ApplicationModel.ReadAsync();
        var environment = await model.EnvironmentAsync("counter");

        Assert.Equal("{redis.connectionString}", environment["ConnectionStrings__redis"]);
        Assert.Contains("redis", WaitedFor(model, "counter"));
    }

    /// <summary>All bear each other's absence, and the one who waits for another's health costs the start seconds.</summary>
    [Fact]
    public async Task Services_ThatWait_WaitForTheStartAlone()
    {
        await using var model = await ApplicationModel.ReadAsync();
        var waits = model.Resources.SelectMany(resource => resource.Annotations.OfType<WaitAnnotation>(), (resource, wait) => (resource.Name, wait)).ToList();

        Assert.NotEmpty(waits);
        Assert.Empty(waits.Where(each => each.wait.WaitType != WaitType.WaitUntilStarted).Select(each => $"{each.Name} waits for {each.wait.Resource.Name}"));
    }

    [Fact]
    public async Task OtherServices_Declared_KnowNoRedis()
    {
        await using var model = await ApplicationModel.ReadAsync();

        foreach (var service in Services.Except(["counter"]))
        {
            Assert.DoesNotContain("ConnectionStrings__redis", (await model.EnvironmentAsync(service)).Keys);
        }
    }

    [Fact]
    public async Task Redis_Embedded_IsTheStoreAndWaitsForIt()
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Contains("store", WaitedFor(model, "redis"));
        Assert.Single(model.Resource("store").Annotations.OfType<HealthCheckAnnotation>());
        Assert.Contains(
            model.Resource("redis").Annotations.OfType<ResourceRelationshipAnnotation>(),
            relationship => relationship is { Type: "Reference", Resource.Name: "store" });
    }

    [Fact]
    public async Task Redis_Published_IsAContainerThatKeepsItsData()
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();
        var redis = Assert.IsType<RedisResource>(model.Resource("redis"));

        Assert.Single(redis.Annotations.OfType<ContainerMountAnnotation>(), mount => mount.Type == ContainerMountType.Volume);
        Assert.True(redis.PasswordParameter?.Secret);
    }

    [Fact]
    public async Task Redis_Configured_IsNotStarted()
    {
        await using var model = await ApplicationModel.ReadWithRedisAsync();

        Assert.DoesNotContain(model.Resources, resource => resource.Name == "store");
        Assert.IsNotType<RedisResource>(model.Resource("redis"));
        Assert.Equal("{redis.connectionString}", (await model.EnvironmentAsync("counter"))["ConnectionStrings__redis"]);
    }

    [Fact]
    public async Task Endpoints_OpenToThePublic_AreThoseOfGatewayAndReport()
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Equal(["gateway http", "report grpc", "report http"], model.PublicEndpoints);
    }

    [Theory]
    [InlineData("gateway", null, 1)]
    [InlineData("gateway", "--Gateway:Replicas=3", 3)]
    [InlineData("counter", "--Counter:Replicas=2", 2)]
    [InlineData("geo", "--Geo:Replicas=2", 2)]
    public async Task Service_WithConfiguredReplicas_HasThem(string service, string? setting, int replicas)
    {
        await using var model = await ApplicationModel.ReadAsync(setting is null ? [] : [setting]);

        Assert.Equal(replicas, model.Resource(service).Annotations.OfType<ReplicaAnnotation>().Last().Replicas);
    }

    [Theory]
    [InlineData("simulator-live", "gateway")]
    [InlineData("simulator-night", "report")]
    public async Task SimulatorRun_Declared_StartsOnDemandUnderWhatItIsFor(string run, string parent)
    {
        await using var model = await ApplicationModel.ReadAsync();
        var simulator = model.Resource(run);

        Assert.Single(simulator.Annotations.OfType<ExplicitStartupAnnotation>());
        Assert.Contains(
            simulator.Annotations.OfType<ResourceRelationshipAnnotation>(),
            relationship => relationship.Type == "Parent" && relationship.Resource.Name == parent);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Service_Run_IsInTheEnvironmentOfTheAppHost(string service)
    {
        await using var run = await ApplicationModel.ReadAsync();
        await using var published = await ApplicationModel.ReadPublishedAsync();

        Assert.Equal("Development", (await run.EnvironmentAsync(service))["ASPNETCORE_ENVIRONMENT"]);
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT", (await published.EnvironmentAsync(service)).Keys);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    [InlineData("store")]
    [InlineData("simulator-night")]
    public async Task Program_Run_IsTheOneThatWasBuiltWithTheAppHost(string resource)
    {
        await using var model = await ApplicationModel.ReadAsync();

        var program = Assert.Single(model.Resource(resource).Annotations.OfType<ExecutableAnnotation>()).Command;

        Assert.True(File.Exists(program), program);
        Assert.True(Directory.Exists((await model.EnvironmentAsync(resource))["DOTNET_ROOT"]));
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Program_Published_IsNoneOfThisMachine(string service)
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.Empty(model.Resource(service).Annotations.OfType<ExecutableAnnotation>());
        Assert.DoesNotContain("DOTNET_ROOT", (await model.EnvironmentAsync(service)).Keys);
    }

    [Fact]
    public async Task Site_Declared_HasAButtonForEachPreset()
    {
        await using var model = await ApplicationModel.ReadAsync();
        var commands = model.Resource("site").Annotations.OfType<ResourceCommandAnnotation>().ToDictionary(command => command.Name);

        Assert.Null(commands["knobs-healthy"].ConfirmationMessage);
        Assert.All(["knobs-slow", "knobs-overloaded", "knobs-failing", "overload"], name => Assert.NotNull(commands[name].ConfirmationMessage));
        Assert.Null(commands["recover"].ConfirmationMessage);
    }

    [Fact]
    public async Task Gateway_Declared_HasButtonsThatPurgeItsCache()
    {
        await using var model = await ApplicationModel.ReadAsync();
        var commands = model.Resource("gateway").Annotations.OfType<ResourceCommandAnnotation>().ToDictionary(command => command.Name);

        Assert.All(["purge-path", "purge-prefix"], name => Assert.Equal("path", Assert.Single(commands[name].Arguments).Name));
        Assert.NotNull(commands["purge-all"].ConfirmationMessage);
    }

    [Fact]
    public async Task Report_Declared_HasAButtonForTheNight()
    {
        await using var model = await ApplicationModel.ReadAsync("--Night:Scale=0.02");

        Assert.EndsWith(
            "at 0.02 of their size.",
            model.Resource("report").Annotations.OfType<ResourceCommandAnnotation>().Single(command => command.Name == "play-night").DisplayDescription,
            StringComparison.Ordinal);
        Assert.Single(model.Resource("report").Annotations.OfType<ResourceCommandAnnotation>(), command => command.DisplayName == "Play the night");
    }

    /// <summary>On one machine too, so that a proxy there opens nothing; and the site's buttons have the operator's.</summary>
    [Theory]
    [InlineData("counter", "Identity", "Ingest", "Query")]
    [InlineData("gateway", "Identity", "Ingest", "Operator")]
    [InlineData("report", "Operator", "Query")]
    [InlineData("site", "Operator")]
    public async Task Service_InARun_HasTheTokensOfItsRolesWhichARunMakesAnew(string service, params string[] roles)
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Equal(
            roles.Select(role => $"Credentials__{role}__Tokens__0"),
            (await model.EnvironmentAsync(service)).Keys.Where(name => name.StartsWith("Credentials__", StringComparison.Ordinal)).Order());
        Assert.All(
            roles, role => Assert.IsType<GenerateParameterDefault>(((ParameterResource)model.Resource($"{role.ToLowerInvariant()}-token")).Default, exactMatch: false));
    }

    [Fact]
    public async Task Night_InARun_HasTheTokenOfIngest()
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Equal("{ingest-token.value}", (await model.EnvironmentAsync("simulator-night"))["Credentials__Ingest__Tokens__0"]);
    }

    [Fact]
    public async Task Store_Embedded_HasAPasswordWhichARunMakesAnewAndTheCounterIsTold()
    {
        await using var model = await ApplicationModel.ReadAsync();
        var password = (ParameterResource)model.Resource("store-password");

        Assert.IsType<GenerateParameterDefault>(password.Default, exactMatch: false);
        Assert.True(password.Secret);
        Assert.Equal("{store-password.value}", (await model.EnvironmentAsync("store"))["Store__Password"]);
        Assert.EndsWith(
            ",password={store-password.value}",
            ((IResourceWithConnectionString)model.Resource("redis")).ConnectionStringExpression.ValueExpression,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("report")]
    public async Task Services_ThatReckonInCivilTime_ShareOneTimeZone(string service)
    {
        await using var model = await ApplicationModel.ReadAsync();

        Assert.Equal("{time-zone.value}", (await model.EnvironmentAsync(service))["SiteTime__TimeZone"]);
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("report")]
    public async Task Services_ThatReckonInCivilTime_ShareTheFileOfItsRules(string service)
    {
        await using var model = await ApplicationModel.ReadAsync("--SiteTime:TzdbFile=tzdb.nzd");

        Assert.Equal(Path.GetFullPath("tzdb.nzd"), (await model.EnvironmentAsync(service))["SiteTime__TzdbFile"]);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Environment_OfAService_HoldsNoSecretInClear(string service)
    {
        await using var run = await ApplicationModel.ReadAsync();
        await using var published = await ApplicationModel.ReadPublishedAsync();

        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, string>>)[.. await run.EnvironmentAsync(service), .. await published.EnvironmentAsync(service)])
        {
            if (name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                || name.StartsWith("Credentials__", StringComparison.Ordinal))
            {
                Assert.Matches(@"^\{[^{}]+\}$", value);
            }

            // redis://:{password}@{host}:{port}
            Assert.DoesNotMatch(@"://[^/@{]*:[^{@]+@", value);
        }
    }

    private static IEnumerable<string> WaitedFor(ApplicationModel model, string resourceName) =>
        model.Resource(resourceName).Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name);
}
