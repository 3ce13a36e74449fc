using Affluence.Counter;
using Affluence.ServiceDefaults;

return await ServiceExit.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(ServiceEndpoint.Counter);
    builder.AddCounter();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapCounter();
    return app.RunAsync();
});
