using Affluence.Geo;
using Affluence.ServiceDefaults;

return await ServiceExit.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(ServiceEndpoint.Geo);
    builder.AddGeo();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapGeo();
    return app.RunAsync();
});
