using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Affluence.Testing;

/// <summary>Makes the connections of a service seem to come from an address.</summary>
public sealed class CallersFrom(IPAddress address) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            context.Connection.RemoteIpAddress = address;
            return rest(context);
        });
        next(app);
    };
}
