using Affluence.ServiceDefaults;

namespace Affluence.AppHost.Publishing;

/// <summary>Compiled in where no environment is: Aspire would say that publishing succeeded, and write nothing.</summary>
internal static class PublishingEnvironment
{
    /// <exception cref="InvalidSettingException">Something else is asked for than the manifest, which Aspire writes by itself.</exception>
    public static void Add(IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration["Publishing:Publisher"] != "manifest")
        {
            throw new InvalidSettingException("There is nothing to publish to: build AppHost with -p:Publishing=compose or -p:Publishing=kubernetes.");
        }
    }
}
