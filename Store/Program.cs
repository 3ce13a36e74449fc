using Affluence.ServiceDefaults;
using Affluence.Store;

return await ServiceExit.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(ServiceEndpoint.Store);
    builder.AddStore();

    return builder.Build().RunAsync();
});
