using Affluence.Site;
using Affluence.ServiceDefaults;

return await ServiceExit.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(ServiceEndpoint.Site);
    builder.AddSite();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapSite();
    return app.RunAsync();
});
