using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Standalone;

/// <summary>What is printed once everything answers.</summary>
internal static class Greeting
{
    public static string Of(StandaloneSystem system, StandaloneOptions options) =>
        $"""

        Affluence is up.

          Site, through the gateway   {system.Gateway.Public}
          Dashboard                   {system.Report.Public} (en français : {system.Report.Public}fr)
          Report API                  {system.Report.Public}api/v1/snapshots/current
          API pages                   {system.Report.Public}scalar/
          Gateway's own account       {system.Gateway.Management}delivery
          Site's knobs                {system.Site.Management}knobs
          gRPC                        geo {system.Geo.Public.Authority}, counter {system.Counter.Public.Authority}, report {system.Report.Grpc?.Authority}
          Operator's token            {(HasOperatorToken(options) ? "as configured" : $"in {MadeToken.PathIn(system.CredentialsDirectory, CredentialRole.Operator)}, for callers on this machine")}
          Store                       {(options.Redis is null ? $"embedded, {system.Redis}, data in {options.DataDirectory}" : system.Redis)}

        Open the site in a browser, or send it visitors from another terminal:

          dotnet run --project Simulator -- live --visitors 2000 --minutes 1

        Ctrl-C stops it; what was counted is still there at the next start.

        """;

    private static bool HasOperatorToken(StandaloneOptions options) =>
        options.Settings.Keys.Any(key => key.StartsWith("Credentials:Operator:", StringComparison.OrdinalIgnoreCase));
}
