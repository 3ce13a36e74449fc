using System.Net;
using Affluence.DiscardingCounter;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// A counter that takes everything and keeps nothing, so that what sends to it can be measured alone. The argument is its port.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
    IPAddress.Loopback, int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture), listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddSingleton<Received>();
builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
var app = builder.Build();
app.MapGrpcService<Counter>();
app.MapGrpcService<Identities>();
app.Lifetime.ApplicationStopped.Register(() => Console.WriteLine(app.Services.GetRequiredService<Received>()));
await app.RunAsync();
