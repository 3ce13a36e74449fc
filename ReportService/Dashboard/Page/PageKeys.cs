using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Affluence.Report.Dashboard.Page;

/// <summary>
/// The keys by which Blazor seals in a page what it will ask back when the page comes alive. They live as long as the process: after a
/// restart a page that was loaded before loads itself again. So no key is on disk, and none outlives its use.
/// </summary>
internal sealed class PageKeys : IXmlRepository
{
    private readonly ConcurrentQueue<XElement> _keys = new();

    public static void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = new PageKeys();
        options.XmlEncryptor = new NullXmlEncryptor();
    }

    public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys.Select(key => new XElement(key))];

    public void StoreElement(XElement element, string friendlyName) => _keys.Enqueue(new XElement(element));
}
