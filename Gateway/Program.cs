using Affluence.Gateway;
using Affluence.ServiceDefaults;

return await ServiceExit.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(ServiceEndpoint.Gateway);
    builder.AddGateway();

    var app = builder.Build();
    app.MapGateway();
    return app.RunAsync();
});
