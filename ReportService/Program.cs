using Affluence.Report;
using Affluence.ServiceDefaults;

return await ServiceExit.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(ServiceEndpoint.Report);
    builder.AddReport();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapReport();
    return app.RunAsync();
});
