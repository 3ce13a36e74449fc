using System.Diagnostics.Metrics;

namespace Affluence.ServiceDefaults.Credentials;

internal sealed class CredentialMetrics
{
    public const string MeterName = "Affluence.ServiceDefaults";

    private readonly Counter<long> _refused;

    public CredentialMetrics(IMeterFactory meterFactory) =>
        _refused = meterFactory.Create(MeterName)
            .CreateCounter<long>("affluence.credential.refused_calls", "{call}", "Calls that were refused for want of the role's credential.");

    public void Refused(CredentialRole role, CredentialVerdict verdict) =>
        _refused.Add(
            1,
            KeyValuePair.Create<string, object?>("affluence.credential.role", RoleName(role)),
            KeyValuePair.Create<string, object?>("error.type", ErrorType(verdict)));

    private static string RoleName(CredentialRole role) => role switch
    {
        CredentialRole.Operator => "operator",
        CredentialRole.Ingest => "ingest",
        CredentialRole.Identity => "identity",
        CredentialRole.Query => "query",
        _ => "reader",
    };

    private static string ErrorType(CredentialVerdict verdict) => verdict switch
    {
        CredentialVerdict.Missing => "missing",
        CredentialVerdict.Wrong => "wrong",
        _ => "not_local",
    };
}
