using Affluence.ServiceDefaults;
using Affluence.Site;

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
