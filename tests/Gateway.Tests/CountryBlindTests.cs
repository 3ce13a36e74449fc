using Affluence.Admission;
using Affluence.Gateway.WaitingRoom;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

namespace Affluence.Gateway.Tests;

/// <summary>What decides who is served, and when, can't name a country: it refers to none in its code, signatures or fields, and to nothing that knows one.</summary>
public sealed class CountryBlindTests
{
    private static readonly Architecture Loaded = new ArchLoader()
        .LoadAssemblies(typeof(RoomBoard).Assembly, typeof(AdmissionController).Assembly, typeof(CountryCode).Assembly, typeof(Hit).Assembly)
        .Build();

    [Theory]
    [InlineData("Affluence.Gateway.Cache")]
    [InlineData("Affluence.Gateway.OriginLimit")]
    [InlineData("Affluence.Gateway.WaitingRoom")]
    [InlineData("Affluence.Admission", "Affluence.Admission.V1")]
    public void RoomThatDecides_RefersToNoCountry(string room, string? except = null)
    {
        var types = In(room).Where(type => except is null || !IsIn(type, except)).ToArray();

        Assert.True(types.Length > 5, $"{room} has {types.Length} types: it has another name now.");
        Assert.Empty(types.SelectMany(type => type.Dependencies).Where(Names).Select(dependency => $"{dependency.Origin.FullName} -> {dependency.Target.FullName}").Distinct());
    }

    /// <summary>The same search finds what delivery, which does locate visitors, refers to.</summary>
    [Fact]
    public void Delivery_DoesReferToCountries() =>
        Assert.Contains(In("Affluence.Gateway.Delivery").SelectMany(type => type.Dependencies), Names);

    private static IEnumerable<IType> In(string room) => Loaded.Types.Where(type => IsIn(type, room));

    private static bool IsIn(IType type, string room) =>
        type.FullName.StartsWith($"{room}.", StringComparison.Ordinal);

    // Of a member also what it takes and returns, which its full name has.
    private static bool Names(ITypeDependency dependency) =>
        Names(dependency.Target.FullName) || (dependency is IMemberMemberDependency { TargetMember.FullName: var member } && Names(member));

    private static bool Names(string name) =>
        name.Contains("Affluence.Geo.", StringComparison.Ordinal)
        || name.Contains("Country", StringComparison.Ordinal)
        || name.Contains("Arrivals", StringComparison.Ordinal);
}
