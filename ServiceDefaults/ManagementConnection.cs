using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Affluence.ServiceDefaults;

/// <summary>
/// Marks the connections that came in on the management port. The mark is made by the listener, since a Host header, by which
/// <c>RequireHost</c> would decide, is the client's to write.
/// </summary>
internal sealed class ManagementConnection
{
    private static readonly ManagementConnection Mark = new();

    public static void Use(ListenOptions listener)
    {
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(next => connection =>
        {
            connection.Features.Set(Mark);
            return next(connection);
        });
    }

    public static bool Carries(HttpContext context) => context.Features.Get<ManagementConnection>() is not null;
}
