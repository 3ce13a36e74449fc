namespace Affluence.AppHost.Tests;

/// <summary>What holds of the system that is published only: containers, which know each other by tokens and keep their files on volumes.</summary>
public sealed class PublishedTests
{
    [Fact]
    public async Task Model_Published_HoldsEveryServiceAndNoSimulator()
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.Equal(AppHostTests.Services, model.Resources.OfType<ProjectResource>().Select(project => project.Name).Order());
    }

    [Theory]
    [InlineData("counter", "Identity", "Ingest", "Query")]
    [InlineData("gateway", "Identity", "Ingest", "Operator")]
    [InlineData("geo")]
    [InlineData("report", "Operator", "Query")]
    [InlineData("site", "Operator")]
    public async Task Service_Published_HasTheTokensOfItsRolesAlone(string service, params string[] roles)
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();
        var environment = await model.EnvironmentAsync(service);

        var tokens = environment.Where(variable => variable.Key.StartsWith("Credentials__", StringComparison.Ordinal)).OrderBy(variable => variable.Key);

        Assert.Equal(
            roles.Select(role => KeyValuePair.Create($"Credentials__{role}__Tokens__0", $"{{{role.ToLowerInvariant()}-token.value}}")),
            tokens);
    }

    [Theory]
    [InlineData("identity-token")]
    [InlineData("ingest-token")]
    [InlineData("operator-token")]
    [InlineData("query-token")]
    public async Task Token_Published_IsASecretParameter(string parameter)
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.True(Assert.IsType<ParameterResource>(model.Resource(parameter)).Secret);
    }

    [Theory]
    [InlineData("counter", "http", 8080)]
    [InlineData("gateway", "http", 8080)]
    [InlineData("geo", "http", 8080)]
    [InlineData("report", "http", 8080)]
    [InlineData("report", "grpc", 8086)]
    [InlineData("site", "http", 8080)]
    [InlineData("counter", "management", 9080)]
    [InlineData("gateway", "management", 9080)]
    [InlineData("geo", "management", 9080)]
    [InlineData("report", "management", 9080)]
    [InlineData("site", "management", 9080)]
    public async Task Endpoint_Published_HasItsPort(string service, string endpoint, int port)
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.Equal(port, model.Endpoint(service, endpoint).TargetPort);
    }

    [Fact]
    public async Task Endpoints_PublishedForThePublic_AreThoseOfGatewayAndReport()
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.Equal(["gateway http", "report grpc", "report http"], model.PublicEndpoints);
    }

    [Theory]
    [InlineData("report", "Report__DataDirectory", "/home/app/report")]
    [InlineData("gateway", "Gateway__Spool__Directory", "/home/app/gateway-spool")]
    [InlineData("counter", "Counter__Identity__KeyDirectory", "/home/app/identity-keys")]
    public async Task Service_ThatKeepsFiles_KeepsThemOnAVolume(string service, string variable, string folder)
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();
        var mount = Assert.Single(model.Resource(service).Annotations.OfType<ContainerMountAnnotation>());

        Assert.Equal(folder, (await model.EnvironmentAsync(service))[variable]);
        Assert.StartsWith(mount.Target + "/", folder, StringComparison.Ordinal);
        Assert.Equal(ContainerMountType.Volume, mount.Type);
        Assert.False(mount.IsReadOnly);
    }

    [Fact]
    public async Task Services_ThatKeepFiles_HaveAVolumeEach()
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        var volumes = from project in model.Resources.OfType<ProjectResource>()
                      from mount in project.Annotations.OfType<ContainerMountAnnotation>()
                      select mount.Source;

        Assert.Equal(["gateway-spool", "identity-keys", "report"], volumes.Order());
    }

    [Theory]
    [MemberData(nameof(AppHostTests.ServiceNames), MemberType = typeof(AppHostTests))]
    public async Task Service_Published_BelievesNoForwardedHeader(string service)
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", (await model.EnvironmentAsync(service)).Keys);
        Assert.Single(model.Resource(service).Annotations, annotation => annotation.GetType().Name == "DisableForwardedHeadersAnnotation");
    }

    [Fact]
    public async Task Gateway_Published_TrustsNoProxy()
    {
        await using var model = await ApplicationModel.ReadPublishedAsync();

        Assert.DoesNotContain(
            (await model.EnvironmentAsync("gateway")).Keys,
            variable => variable.StartsWith("Gateway__TrustedProxies__", StringComparison.Ordinal));
    }
}
