using System.Xml;
using System.Xml.Linq;
using CloudCctv.Storage.Objects;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CloudCctv.Gallery.Access.Keys;

/// <summary>Keeps the keys that seal cookies and forms in the object store, for all instances and restarts. Thread-safe.</summary>
internal sealed class StoreXmlRepository(IObjectStore store) : IXmlRepository
{
    public const string Prefix = "keys/";

    // The interface has no async form. It is called once a day and at start, on a thread that may wait.
    public IReadOnlyCollection<XElement> GetAllElements() => ReadAllAsync(CancellationToken.None).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) =>
        store.PutAsync(NameOf(friendlyName), System.Text.Encoding.UTF8.GetBytes(element.ToString()), CancellationToken.None).GetAwaiter().GetResult();

    private static ObjectName NameOf(string friendlyName) =>
        new($"{Prefix}{(ObjectName.TryParse(friendlyName, out var name) ? name.Value : Guid.NewGuid().ToString())}.xml");

    private async Task<IReadOnlyCollection<XElement>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var elements = new List<XElement>();
        await foreach (var found in store.ListAsync(Prefix, cancellationToken))
        {
            await using var opened = await store.OpenReadAsync(found.Name, cancellationToken);
            if (opened is not null && await TryReadAsync(opened.Content, cancellationToken) is { } element)
            {
                elements.Add(element);
            }
        }

        return elements;
    }

    // What is damaged is a key lost: sessions sealed with it end, and the next ones get a new key.
    private static async Task<XElement?> TryReadAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await XElement.LoadAsync(content, LoadOptions.None, cancellationToken);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
